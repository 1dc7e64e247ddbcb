import { describe, expect, it } from '@jest/globals';
import { emptyBalance } from '../../registers/entries/balance.queries.js';
import { type FigureIssue, percentText, summaryFigures } from './summary-figures.rules.js';
import { indicatorGroups } from './summary-indicators.rules.js';
import { overviewText, planTexts, problemTexts, taskTexts } from './summary-texts.rules.js';

const issue = (issueNo: string, over: Partial<FigureIssue> = {}): FigureIssue => ({
  issueNo,
  status: 'RECTIFYING',
  category: 'A05_SPLIT_HOUSEHOLD',
  rectificationType: 'TIME_LIMITED',
  verdict: null,
  currentDeadline: '2020-07-31',
  extensionCount: 0,
  recoveredFen: null,
  refundedFen: null,
  ...over,
});

const FIGURES = summaryFigures(
  [
    issue('1'),
    issue('2', { status: 'CLOSED', rectificationType: 'IMMEDIATE', recoveredFen: 132_000 }),
    issue('3', { status: 'ARCHIVED', category: 'B04_RESERVE_FUND', verdict: 'RECTIFIED' }),
    issue('4', { currentDeadline: '2020-06-29' }),
    issue('5', { currentDeadline: '2020-06-30' }),
    issue('6', {
      status: 'CARRIED_OVER',
      currentDeadline: '2020-05-31',
      rectificationType: 'LONG_TERM',
    }),
    issue('7', { verdict: 'RECTIFIED', extensionCount: 1, refundedFen: 50_000 }),
    issue('8', { status: 'VOIDED' }),
    issue('9', { status: 'MERGED' }),
    issue('10', { status: 'DRAFT' }),
    issue('11', { status: 'CLOSED', currentDeadline: '2020-05-01' }),
  ],
  '2020-06-30',
);

describe('summaryFigures', () => {
  it('counts issues as domain §4.1 draws the sets', () => {
    expect(FIGURES).toMatchObject({
      total: 8,
      closed: 3,
      rectified: 4,
      open: 5,
      overdueNos: ['4'],
      carriedOver: 1,
      extended: 1,
      recoveredFen: 132_000,
      refundedFen: 50_000,
      byType: {
        IMMEDIATE: { total: 1, closed: 1 },
        TIME_LIMITED: { total: 6, closed: 2 },
        LONG_TERM: { total: 1, closed: 0 },
      },
    });
    expect(FIGURES.byGroup.map(({ group, total, closed }) => [group, total, closed])).toEqual([
      ['A', 7, 2],
      ['B', 1, 1],
    ]);
  });
});

it.each([
  ['RECTIFYING', 1],
  ['CARRIED_OVER', 0],
  ['CLOSED', 1],
] as const)(
  'an issue in %s that is reported done counts %i times as 已整改',
  (status, rectified) => {
    const figures = summaryFigures([issue('1', { status, verdict: 'RECTIFIED' })], '2020-06-30');
    expect(figures).toMatchObject({ rectified, carriedOver: status === 'CARRIED_OVER' ? 1 : 0 });
  },
);

// Check values published by inspection bodies (domain §4.2).
it.each([
  [688, 697, '98.71'],
  [453, 471, '96.18'],
  [19, 25, '76.00'],
  [18, 471, '3.82'],
  [1, 8, '12.50'],
  [1, 800, '0.13'],
  [0, 5, '0.00'],
  [5, 5, '100.00'],
  [0, 0, '—'],
])('%i of %i is %s', (part, whole, expected) => {
  expect(percentText(part, whole)).toBe(expected);
});

describe('sentences made of figures', () => {
  const balance = { ...emptyBalance(), opening: 3, opened: 4, closed: 2, closing: 5 };

  it('tells the overall progress', () => {
    expect(overviewText(FIGURES, balance, '2020年6月30日')).toBe(
      '截至2020年6月30日，共梳理问题8个，已整改4个，销号3个，销号率37.50%；' +
        '其中立行立改1个、限期整改6个、长期坚持1个。本期新增4个、重开0个、销号2个；' +
        '期末未销号5个，其中逾期1个、持续整改1个。累计追缴资金1,320.00元，退还群众500.00元。',
    );
  });

  it('answers each problem with a plan', () => {
    expect(problemTexts(FIGURES, ['档案补正不快。'])).toEqual([
      '整改进度不平衡，1个问题逾期未销号（4）。',
      '1个问题受客观条件限制，需要持续整改。',
      '档案补正不快。',
    ]);
    expect(planTexts(FIGURES, ['8月底前补正。'])).toHaveLength(3);
    const none = summaryFigures([], '2020-06-30');
    expect([problemTexts(none, []), planTexts(none, [])].map(({ length }) => length)).toEqual([
      1, 1,
    ]);
  });

  it('puts what was written under the task it belongs to', () => {
    const item = {
      id: 'T1-1',
      title: '分户',
      text: '分户',
      categories: ['A05_SPLIT_HOUSEHOLD' as const],
    };
    const task = {
      id: 'T1',
      kind: 'KEY_TASK' as const,
      title: '低保兜底',
      responsible: [],
      items: [item],
    };
    const idle = { ...task, id: 'T2', title: '疫情保障', items: [{ ...item, categories: [] }] };
    const written = [
      { title: '低保兜底', text: '逐户核定。' },
      { title: '宣传', text: '发放资料。' },
    ];
    expect(taskTexts([task, idle], FIGURES, written)).toEqual([
      { title: '低保兜底', text: '共梳理相关问题7个，已销号2个。逐户核定。' },
      { title: '宣传', text: '发放资料。' },
    ]);
  });

  it('gives money of the period as the difference to the period before', () => {
    const previous = summaryFigures([issue('2', { recoveredFen: 100_000 })], '2020-03-31');
    const groups = indicatorGroups({ figures: FIGURES, balance, previous });
    const money = groups.find(({ name }) => name === '资金')?.indicators[0];
    expect(money).toMatchObject({ current: '320.00', cumulative: '1,320.00' });
    const rows = groups[0]?.indicators.map(({ name, current }) => `${name}${current}`);
    expect(rows).toContain('期末未销号5');
  });
});
