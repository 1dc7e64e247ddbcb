import { expect, it } from '@jest/globals';
import { type NoticeFacts, noticeFaults } from './bulletin-notice.rules.js';

const facts = (over: Partial<NoticeFacts> = {}): NoticeFacts => ({
  status: 'ISSUED',
  withdrawn: false,
  text: '违规领取低保金\n11,640元。',
  changes: [{ place: '案例一', before: '低保金11,640元', after: '低保金10,640元' }],
  ...over,
});
const change = (before: string, after: string) => [{ place: '案例一', before, after }];

it.each<[string, NoticeFacts, string[]]>([
  ['fits', facts(), []],
  ['a withdrawal', facts({ changes: [] }), []],
  ['not issued', facts({ status: 'NUMBERED' }), ['targetId NOT_ISSUED']],
  ['withdrawn', facts({ withdrawn: true }), ['targetId WITHDRAWN']],
  [
    'not in the text',
    facts({ changes: change('1,164元', '1元') }),
    ['changes[0].before NOT_IN_TEXT'],
  ],
  ['unchanged', facts({ changes: change('11,640元', '11,640元') }), ['changes[0].after UNCHANGED']],
])('%s', (_what, given, expected) => {
  expect(noticeFaults(given).map(({ path, code }) => `${path} ${code}`)).toEqual(expected);
});
