import { PROBLEM_CATEGORY, type ProblemCategory } from '../../campaigns/codes/problem-category.js';
import type {
  ConsolidationRowModel,
  ConsolidationTableModel,
  ConsolidationUnitModel,
} from '../../documents/models-reports.js';
import type { WorkbookModel } from '../../documents/models-workbook.js';
import { labelOf } from '../../platform/dictionary/code-list.js';
import type { Balance } from '../../registers/entries/balance.queries.js';
import { balanceLine } from '../../registers/ledger/ledger.printing.js';
import { shanghaiMinute, sheetColumn } from '../../registers/ledger/sheet.printing.js';
import type { Draft } from './consolidation.builder.js';
import { correctionOf } from './consolidation.rules.js';
import type { ConsolidatedUnit, ConsolidationHeader, InTransit } from './consolidation.snapshot.js';
import { addCategory, NO_CATEGORY_FIGURES } from './figure-sums.rules.js';
import { CONSOLIDATED_AS } from './report.codes.js';
import type { CategoryFigures, SummaryFigures } from './summary-figures.rules.js';

/** 问题整改汇总表: by unit and category, how each unit reported, and the proof of the sums. */
export function consolidationTable(
  header: ConsolidationHeader,
  topic: string,
  draft: Draft,
): ConsolidationTableModel {
  return {
    title: `${topic}问题整改汇总表`,
    paper: 'A4',
    unit: header.unitName,
    period: header.periodLabel,
    asOf: shanghaiMinute(header.asOf),
    snapshotHash: '',
    preparedBy: header.sealedByName,
    reviewedBy: '',
    leader: '',
    phone: '',
    rows: rowsOf(draft),
    units: draft.units.map(unitLine),
    notes: notesOf(header, draft),
  };
}

function rowsOf({ units, figures }: Draft): ConsolidationRowModel[] {
  const rows = units
    .filter(({ figures: own }) => own !== null)
    .flatMap((unit, index) => unitRows(unit, index + 1));
  if (!figures) return rows;
  const all = totalOf(figures);
  const parts = units.flatMap((unit) => (unit.figures ? [totalOf(unit.figures)] : []));
  const onTheWay = minus(all, parts.reduce(addCategory, NO_CATEGORY_FIGURES));
  const isNone = Object.values(onTheWay).every((count) => count === 0);
  return [
    ...rows,
    // What stands in two units or in none, so that the column adds up to 合计.
    ...(isNone ? [] : [countsRow('', '在途', '移交未两清', onTheWay)]),
    countsRow('', '合计', '', all),
  ];
}

const minus = (a: CategoryFigures, b: CategoryFigures): CategoryFigures => ({
  total: a.total - b.total,
  closed: a.closed - b.closed,
  rectified: a.rectified - b.rectified,
  overdue: a.overdue - b.overdue,
  extended: a.extended - b.extended,
  carriedOver: a.carriedOver - b.carriedOver,
});

function unitRows(
  { unitName, own, figures }: ConsolidatedUnit,
  seq: number,
): ConsolidationRowModel[] {
  if (!figures) return [];
  const name = own ? `${unitName}（本级）` : unitName;
  return [
    countsRow(String(seq), name, '小计', totalOf(figures)),
    ...Object.entries(figures.byCategory).map(([code, counts]) =>
      countsRow('', '', labelOf(PROBLEM_CATEGORY, code as ProblemCategory), counts),
    ),
  ];
}

const totalOf = ({ byCategory }: Pick<SummaryFigures, 'byCategory'>): CategoryFigures =>
  Object.values(byCategory).reduce(addCategory, NO_CATEGORY_FIGURES);

function countsRow(
  seq: string,
  unit: string,
  category: string,
  counts: CategoryFigures,
): ConsolidationRowModel {
  const { total, rectified, closed, overdue, extended, carriedOver } = counts;
  return {
    ...{ seq, unit, category },
    total: String(total),
    rectified: String(rectified),
    closed: String(closed),
    overdue: String(overdue),
    extended: String(extended),
    carriedOver: String(carriedOver),
  };
}

const NONE = '—';

function unitLine(unit: ConsolidatedUnit, index: number): ConsolidationUnitModel {
  const { unitName, own, as, versionNo, asOf, balance } = unit;
  return {
    seq: index + 1,
    unit: own ? `${unitName}（本级）` : unitName,
    standing: own ? '本级台账' : CONSOLIDATED_AS.labels[as],
    version: versionNo === null ? NONE : `第${versionNo}版`,
    asOf: asOf === null ? NONE : shanghaiMinute(asOf),
    opening: balance ? String(balance.opening) : NONE,
    movement: balance ? signed(balance.closing - balance.opening) : NONE,
    closing: balance ? String(balance.closing) : NONE,
    punctuality: own ? '' : punctualityOf(unit),
  };
}

const signed = (value: number): string => (value > 0 ? `+${value}` : String(value));

function punctualityOf({ as, isLate, lateDays, isNil }: ConsolidatedUnit): string {
  if (as === 'MISSING' || as === 'NOT_DUE' || as === 'EXEMPT') return '';
  const nil = isNil ? '，零报告' : '';
  if (!isLate) return `按时${nil}`;
  return `迟报${lateDays > 0 ? `${lateDays}天` : ''}${nil}`;
}

function notesOf({ acceptMissing }: ConsolidationHeader, draft: Draft): string[] {
  const { units, sum, whole, transit, bookClosing } = draft;
  const reporters = units.filter(({ own }) => !own);
  const count = (matches: (unit: ConsolidatedUnit) => boolean): number =>
    reporters.filter(matches).length;
  const included = (unit: ConsolidatedUnit): boolean => unit.as === 'INCLUDED';
  const notDue = count(({ as }) => as === 'NOT_DUE');
  const correction = correctionOf(transit.closing);
  return [
    `报送：应报${count(({ as }) => as !== 'EXEMPT')}个，已汇总${count(included)}个` +
      `（按时${count((unit) => included(unit) && !unit.isLate)}个、迟报${count((unit) => included(unit) && unit.isLate)}个、` +
      `零报告${count((unit) => included(unit) && unit.isNil)}个），漏报${count(({ as }) => as === 'MISSING')}个，` +
      (notDue > 0 ? `期限未到尚未报送${notDue}个，` : '') +
      `未接收${count(({ as }) => as === 'NOT_ACCEPTED')}个，免报${count(({ as }) => as === 'EXEMPT')}个`,
    balanceLine(whole satisfies Balance),
    `勾稽：各单位期末合计${sum.closing}＋在途${correction}＝汇总期末${whole.closing}，与台账分录${bookClosing}一致`,
    ...transit.closing.map(transitLine),
    ...(acceptMissing === null ? [] : [`缺报汇总的理由：${acceptMissing}`]),
  ];
}

const transitLine = ({ issueNo, fromUnit, toUnit, correction }: InTransit): string =>
  `在途：${issueNo}由${fromUnit}移交${toUnit}，` +
  (correction === 1 ? '移出已封账、移入未封账，加1' : '移入已封账、移出未封账，减1');

const ROW_COLUMNS = [
  sheetColumn('序号', 'seq', 6),
  sheetColumn('单位', 'unit', 26),
  sheetColumn('问题类别', 'category', 28),
  sheetColumn('问题数', 'total', 10, 'integer'),
  sheetColumn('已整改', 'rectified', 10, 'integer'),
  sheetColumn('销号', 'closed', 10, 'integer'),
  sheetColumn('逾期', 'overdue', 10, 'integer'),
  sheetColumn('延期', 'extended', 10, 'integer'),
  sheetColumn('持续整改', 'carriedOver', 10, 'integer'),
];

const UNIT_COLUMNS = [
  sheetColumn('序号', 'seq', 6, 'integer'),
  sheetColumn('单位', 'unit', 26),
  sheetColumn('汇总情况', 'standing', 20),
  sheetColumn('版本', 'version', 8),
  sheetColumn('截至', 'asOf', 18),
  sheetColumn('期初', 'opening', 8),
  sheetColumn('本期增减', 'movement', 10),
  sheetColumn('期末', 'closing', 8),
  sheetColumn('报送', 'punctuality', 16),
];

const COUNTED = ['total', 'rectified', 'closed', 'overdue', 'extended', 'carriedOver'] as const;

export function consolidationWorkbook(table: ConsolidationTableModel): WorkbookModel {
  const { title, unit, period, asOf, rows, units, notes } = table;
  const subtitle = [`汇总单位：${unit}`, `${period}　截至${asOf}`] as const;
  const shared = { title, subtitle, footer: notes, landscape: true };
  return {
    title,
    sheets: [
      {
        ...shared,
        name: '问题整改汇总',
        columns: ROW_COLUMNS,
        rows: rows.map((row) => ({
          ...row,
          ...Object.fromEntries(COUNTED.map((key) => [key, Number(row[key])])),
        })),
      },
      {
        ...shared,
        name: '报送情况',
        columns: UNIT_COLUMNS,
        rows: units.map((line) => ({ ...line })),
      },
    ],
  };
}
