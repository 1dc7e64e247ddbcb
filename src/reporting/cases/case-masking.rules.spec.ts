import { describe, expect, it } from '@jest/globals';
import {
  type MaskedCase,
  marked,
  maskingDigest,
  maskingRemarks,
  namingBar,
  withRealNames,
} from './case-masking.rules.js';
import type { CasePerson } from './case-person.rules.js';

const TODAY = '2020-07-06';
const person = (over: Partial<CasePerson> = {}): CasePerson => ({
  id: 'p1',
  publicName: '王某',
  post: '村主任',
  identity: 'VILLAGE_CADRE',
  naming: { organ: '镇纪委', agreedOn: '2020-06-01', docNo: null },
  sanctions: [
    {
      type: 'PARTY_WARNING',
      organ: '镇纪委',
      decidedOn: '2020-05-12',
      effectiveOn: '2020-05-12',
      docNo: null,
      term: null,
      form: null,
    },
  ],
  ...over,
});
const [SANCTION] = person().sanctions;

describe('marked', () => {
  const tokens = (text: string, names: string[], villages: string[] = []) => {
    const segments = marked(text, names, villages);
    expect(segments.map((segment) => segment.text).join('')).toBe(text);
    return segments.flatMap(({ text: found, token }) => (token ? `${token}:${found}` : []));
  };

  it.each<[string, string[], string[]]>([
    ['王某将其弟纳入低保', ['王某'], ['PUBLIC_NAME:王某']],
    ['王某甲、王某乙均受处分', ['王某甲', '王某乙'], ['PUBLIC_NAME:王某甲', 'PUBLIC_NAME:王某乙']],
    ['王某受处分', ['王某甲'], ['OTHER_MASK:王某']],
    ['王某甲', ['王某'], ['OTHER_MASK:王某甲']],
    ['某村主任', ['王某'], ['OTHER_MASK:某村']],
    ['栗坪镇某村民王某', ['王某'], ['OTHER_MASK:某村民', 'PUBLIC_NAME:王某']],
    ['安澜区某镇', [], ['OTHER_MASK:某镇']],
    ['区某未作备案', [], ['OTHER_MASK:区某']],
    ['2020年5月12日，晒谷村', [], ['EXACT_DATE:2020年5月12日', 'VILLAGE:晒谷村']],
    ['违规资金11640元（(1+1)*）', ['(1+1)*'], ['PUBLIC_NAME:(1+1)*']],
    ['', ['王某'], []],
  ])('%s', (text, names, expected) => {
    expect(tokens(text, names, ['晒谷村'])).toEqual(expected);
  });
});

const masked = (over: Partial<MaskedCase> = {}): MaskedCase => ({
  title: '某村问题',
  facts: '王某未作备案。',
  rectification: '',
  analysis: '',
  lesson: '',
  mode: 'SURNAME',
  disclosure: 'PUBLIC',
  persons: [person()],
  ...over,
});

it.each<[string, Partial<MaskedCase>, string[]]>([
  ['nothing', {}, []],
  ['a village', { facts: '晒谷村王某' }, ['facts VILLAGE']],
  ['a village of an internal case', { facts: '晒谷村王某', disclosure: 'INTERNAL' }, []],
  ['a day', { lesson: '2020年5月1日' }, ['lesson EXACT_DATE']],
  ['a complainant', { facts: '经举报人反映' }, ['facts PETITION_DETAIL']],
  ['a petition number', { facts: '（990101-20200512-003）' }, ['facts PETITION_DETAIL']],
  ['a named accomplice', { facts: '李某（另案处理）参与。' }, ['facts SEPARATE_CASE_NAMED']],
  ['an unnamed accomplice', { facts: '某村干部另案处理。' }, []],
  ['an unnamed accomplice of a named town', { facts: '栗坪镇某村干部另案处理。' }, []],
  ['an unnamed villager', { facts: '栗坪镇某村民另案处理。' }, []],
])('maskingRemarks: %s', (_what, over, expected) => {
  const remarks = maskingRemarks(masked(over), ['晒谷村']);
  expect(remarks.map(({ path, code }) => `${path} ${code}`)).toEqual(expected);
});

it.each<[string, Partial<MaskedCase>]>([
  ['a text', { lesson: '引以为戒' }],
  ['the mode', { mode: 'ROLE' }],
  ['a name', { persons: [person({ publicName: '王某甲' })] }],
  ['a consent', { persons: [person({ naming: null })] }],
])('the digest changes with %s', (_what, over) => {
  expect(maskingDigest(masked(over))).not.toBe(maskingDigest(masked()));
});

it.each<[string, Partial<CasePerson>, RegExp | undefined]>([
  ['agreed and in effect', {}, undefined],
  ['a villager', { identity: 'VILLAGER' }, /群众/],
  ['a minor', { identity: 'MINOR' }, /未成年人/],
  ['另案处理', { handledSeparately: true }, /另案处理/],
  ['not agreed', { naming: null }, /没有处理机关同意/],
  ['agreed tomorrow', { naming: { organ: '镇纪委', agreedOn: '2020-07-07', docNo: null } }, /晚于/],
  ['not in effect', { sanctions: [{ ...SANCTION!, effectiveOn: '2020-07-07' }] }, /没有已生效/],
  ['under appeal', { sanctions: [{ ...SANCTION!, underAppeal: true }] }, /没有已生效/],
])('namingBar: %s', (_what, over, expected) => {
  if (expected) expect(namingBar(person(over), TODAY)).toMatch(expected);
  else expect(namingBar(person(over), TODAY)).toBeUndefined();
});

it('puts real names in, the longer label first, and nothing into the rest', () => {
  const names = new Map([
    ['欧阳某', '欧阳海'],
    ['欧某', '欧海'],
  ]);
  expect(withRealNames('欧阳某、欧某与某村民', names)).toBe('欧阳海、欧海与某村民');
  expect(withRealNames('欧某某、欧某', names)).toBe('欧某某、欧海');
  expect(withRealNames('王某', new Map())).toBe('王某');
});
