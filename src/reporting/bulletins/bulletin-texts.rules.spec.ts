import { describe, expect, it } from '@jest/globals';
import {
  type BulletinSubject,
  type CaseFigures,
  caseText,
  defaultAnalysis,
  defaultFollowUp,
  defaultOpening,
  defaultTitle,
  moneyText,
  noticeTexts,
} from './bulletin-texts.rules.js';

const given = (over: Partial<CaseFigures> = {}): CaseFigures => ({
  title: '梧坪乡某村干部冯某借办理临时救助之机索要财物问题',
  violationType: 'EXTORTION',
  persons: [
    {
      id: 'p1',
      publicName: '冯某',
      post: '村干部',
      identity: 'VILLAGE_CADRE',
      sanctions: [
        {
          type: 'PARTY_PROBATION',
          organ: '乡纪委',
          decidedOn: '2020-03-20',
          effectiveOn: '2020-03-20',
          docNo: null,
          term: '一年',
          form: null,
        },
      ],
    },
  ],
  facts: '2019年11月，冯某以“跑手续”为由索要500元及烟酒',
  rectification: '',
  amountFen: 50_000,
  recoveredFen: 50_000,
  ...over,
});

const subject = (over: Partial<BulletinSubject> = {}): BulletinSubject => ({
  campaignTitle: '2020年全区农村低保专项治理',
  bureauName: '安澜区民政局',
  bureauLevel: 'COUNTY',
  areaName: '安澜区',
  quarter: '2020Q2',
  cases: [given()],
  feedbackOn: null,
  ...over,
});

describe('caseText', () => {
  it.each<[string, Partial<CaseFigures>, string]>([
    ['all recovered', {}, '2020年3月，冯某受到留党察看一年处分；违规资金已全部追缴。'],
    ['part recovered', { recoveredFen: 20_050 }, '处分；已追缴违规资金200.50元。'],
    ['no money', { amountFen: null, recoveredFen: null }, '冯某受到留党察看一年处分。'],
    [
      'with rectification',
      { rectification: '乡里回访全部救助对象' },
      '追缴。乡里回访全部救助对象。',
    ],
    ['nobody punished', { persons: [] }, '索要500元及烟酒。违规资金已全部追缴。'],
  ])('%s', (_what, over, expected) => {
    const text = caseText(given(over));
    expect(text.startsWith('2019年11月，冯某以“跑手续”为由索要500元及烟酒。')).toBe(true);
    expect(text.endsWith(expected)).toBe(true);
  });
});

describe('generated parts', () => {
  it('titles the bulletin with the number of cases', () => {
    expect(defaultTitle(subject({ cases: [given(), given()] }))).toBe(
      '关于2起农村低保专项治理典型问题的通报',
    );
  });

  it('leaves out of the opening what is nought', () => {
    const quiet = given({ persons: [], recoveredFen: null });
    expect(defaultOpening(subject({ cases: [quiet] }))).toMatch(
      /^2020年第二季度，全区在农村低保专项治理中查处典型问题1起。为严明纪律/,
    );
  });

  it.each([
    ['COUNTY', '安宁县', '全县'],
    ['CITY', '示例市', '全市'],
    ['PROVINCE', '示例省', '全省'],
  ] as const)('speaks of the whole area: %s %s → %s', (bureauLevel, areaName, expected) => {
    expect(defaultOpening(subject({ bureauLevel, areaName }))).toContain(`，${expected}在`);
  });

  it('names each cause once', () => {
    const cases = [given(), given(), given({ violationType: 'NEPOTISM' })];
    const analysis = defaultAnalysis(subject({ cases }));
    expect(analysis.match(/吃拿卡要/g)).toHaveLength(1);
    expect(analysis).toContain('优亲厚友');
  });

  it('asks for feedback only when a day is set', () => {
    expect(defaultFollowUp(subject())).toBe('');
    expect(defaultFollowUp(subject({ feedbackOn: '2020-07-31' }))).toContain('2020年7月31日前');
  });
});

it.each([
  [50_000, '500元'],
  [1_164_000, '1.16万元'],
  [999_950, '9,999.50元'],
  [5_576_000, '5.58万元'],
  [100_000_000, '100.00万元'],
])('%i fen is %s', (fen, expected) => {
  expect(moneyText(fen)).toBe(expected);
});

describe('noticeTexts', () => {
  const target = { docNo: '安民发〔2020〕1号', title: '关于1起典型问题的通报' };

  it.each(['CORRECTION', 'WITHDRAWAL'] as const)('%s names the bulletin and the reason', (kind) => {
    const { title, opening, closing } = noticeTexts(kind, target, '金额核算有误。');
    expect(title).toMatch(/^关于(更正|撤回)《关于1起典型问题的通报》的通知$/);
    expect(opening).toContain('因金额核算有误，现');
    expect(opening).toContain('《关于1起典型问题的通报》（安民发〔2020〕1号）');
    expect(closing).toContain('特此通知。');
  });

  it('goes by the number where the title is too long to be repeated', () => {
    const long = { ...target, title: '长'.repeat(200) };
    expect(noticeTexts('WITHDRAWAL', long, '有误').title).toBe('关于撤回安民发〔2020〕1号的通知');
  });
});

it('counts a person of several cases once where the count is given', () => {
  const cases = [given(), given()];
  expect(defaultOpening(subject({ cases }))).toContain('处理2人');
  expect(defaultOpening(subject({ cases, dealtPersonCount: 1 }))).toContain('处理1人');
});
