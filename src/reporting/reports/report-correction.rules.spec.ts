import { describe, expect, it } from '@jest/globals';
import {
  type CorrectionWishes,
  restate,
  sectionsOf,
  writtenNotesOf,
} from './report-correction.rules.js';
import type { Snapshot } from './report.snapshot.js';

const FIGURES = {
  byCategory: {
    A05_SPLIT_HOUSEHOLD: {
      total: 2,
      closed: 1,
      rectified: 1,
      overdue: 0,
      extended: 0,
      carriedOver: 0,
    },
  },
  byGroup: [],
};

/** As much of a sealed ledger as a correction looks at. */
const LEDGER = {
  kind: 'LEDGER',
  header: { isNil: false },
  attachments: [],
  figures: FIGURES,
  document: {
    rows: [
      { issueNo: 'WT-1', category: '分户', statement: '甲', progress: '旧', remark: '' },
      { issueNo: 'WT-2', category: '分户', statement: '乙', progress: '', remark: '' },
    ],
    notes: ['口径一'],
  },
  workbook: {
    sheets: [
      {
        rows: [
          { issueNo: 'WT-1', category: '分户', closed: '是', progress: '旧' },
          { issueNo: 'WT-2', category: '分户', closed: '否', progress: '' },
        ],
        footer: ['合计', '对账', '注：口径一', '填表人'],
      },
    ],
  },
} as unknown as Snapshot;

const LETTER = {
  kind: 'MATERIAL',
  header: { isNil: false },
  attachments: [],
  letter: { opening: '开头', sections: [{ title: '存在的不足', text: '旧' }] },
} as unknown as Snapshot;

const SUMMARY = {
  kind: 'SUMMARY',
  header: { isNil: false },
  attachments: [],
  document: {
    opening: '开头',
    discipline: '无',
    problems: ['一', '二'],
    plans: [],
    suggestions: [],
    tasks: [{ title: '兜底保障', text: '旧' }],
    practices: [],
  },
} as unknown as Snapshot;

const wishes = (over: Partial<CorrectionWishes>): CorrectionWishes => ({
  rows: [],
  notes: undefined,
  sections: [],
  categories: new Map(),
  attachments: [],
  ...over,
});

describe('restating a ledger', () => {
  it('changes the cell on paper and in the workbook, and says what it was', () => {
    const rows = [{ issueNo: 'WT-1', cell: 'progress' as const, value: '新' }];
    const { snapshot, changes, faults } = restate(LEDGER, wishes({ rows }));
    expect(faults).toEqual([]);
    expect(changes).toEqual([{ place: 'WT-1 整改进展情况', before: '旧', after: '新' }]);
    expect(JSON.stringify(snapshot)).not.toContain('旧');
  });

  it('moves the counts of an issue whose category the books put right', () => {
    const moved = { from: 'A05_SPLIT_HOUSEHOLD', code: 'B04_RESERVE_FUND', label: '备用金' };
    const { snapshot, changes } = restate(
      LEDGER,
      wishes({ categories: new Map([['WT-1', moved]]) }),
    );
    expect(changes).toEqual([{ place: 'WT-1 问题类别', before: '分户', after: '备用金' }]);
    expect((snapshot as unknown as { figures: typeof FIGURES }).figures.byCategory).toMatchObject({
      A05_SPLIT_HOUSEHOLD: { total: 1, closed: 0 },
      B04_RESERVE_FUND: { total: 1, closed: 1, rectified: 1 },
    });
  });

  it('puts other notes in the place of the old ones', () => {
    const { snapshot, changes } = restate(LEDGER, wishes({ notes: ['口径二', '口径三'] }));
    expect(changes).toEqual([{ place: '附注', before: '口径一', after: '口径二\n口径三' }]);
    const { workbook } = snapshot;
    expect(workbook.sheets[0]?.footer).toEqual([
      '合计',
      '对账',
      '注：口径二',
      '注：口径三',
      '填表人',
    ]);
  });

  it('names a file that comes along', () => {
    const file = { seq: 1, slot: null, fileName: '说明.pdf', sha256: 'f'.repeat(64), size: 9 };
    const { changes } = restate(LEDGER, wishes({ attachments: [file] }));
    expect(changes).toEqual([{ place: '附件', before: '', after: '1.说明.pdf（ffffffffffff）' }]);
  });

  it('leaves the sealed snapshot itself alone', () => {
    const before = JSON.stringify(LEDGER);
    restate(LEDGER, wishes({ notes: ['口径二'] }));
    expect(JSON.stringify(LEDGER)).toBe(before);
  });
});

it.each<[string, Snapshot, Partial<CorrectionWishes>, string[]]>([
  [
    'an unknown issue',
    LEDGER,
    { rows: [{ issueNo: 'WT-9', cell: 'remark', value: '甲' }] },
    ['rows[0].issueNo'],
  ],
  [
    'a section of a ledger',
    LEDGER,
    { sections: [{ title: '引语', text: '甲' }] },
    ['sections[0].title'],
  ],
  [
    'a row of a letter',
    LETTER,
    { rows: [{ issueNo: 'WT-1', cell: 'remark', value: '甲' }] },
    ['rows'],
  ],
  [
    'an unknown section',
    LETTER,
    { sections: [{ title: '没有', text: '甲' }] },
    ['sections[0].title'],
  ],
  ['a known section', LETTER, { sections: [{ title: '存在的不足', text: '新' }] }, []],
  [
    'an unknown part of a summary',
    SUMMARY,
    { sections: [{ title: '没有', text: '甲' }] },
    ['sections[0].title'],
  ],
])('%s', (_what, snapshot, over, expected) => {
  expect(restate(snapshot, wishes(over)).faults.map(({ path }) => path)).toEqual(expected);
});

it.each([
  ['引语', '新', '开头'],
  ['违纪违法案件查处', '1起', '无'],
  ['存在问题', '一\n三', '一\n二'],
  ['兜底保障', '新', '旧'],
])('restates %s of a summary', (title, text, before) => {
  const { changes } = restate(SUMMARY, wishes({ sections: [{ title, text }] }));
  expect(changes).toEqual([{ place: title, before, after: text }]);
});

it.each([
  ['a letter', LETTER],
  ['a summary', SUMMARY],
  ['a ledger, which has none', LEDGER],
])('names only sections that can be corrected, for %s', (_what, snapshot) => {
  const sections = sectionsOf(snapshot).map(({ title }) => ({ title, text: '新' }));
  const { faults, changes } = restate(snapshot, wishes({ sections }));
  expect(faults).toEqual([]);
  expect(changes.map(({ before }) => before)).toEqual(sectionsOf(snapshot).map(({ text }) => text));
});

it('leaves the program’s own sentence out of the notes that can be corrected', () => {
  expect(writtenNotesOf(LEDGER)).toEqual(['口径一']);
  const nil = { ...LEDGER, header: { isNil: true } } as Snapshot;
  expect(writtenNotesOf(nil)).toEqual([]);
});
