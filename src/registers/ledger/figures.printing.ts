import type { SheetFurniture } from '../../documents/models-sheets.js';
import type { WorkbookColumn } from '../../documents/models-workbook.js';
import { labelOf } from '../../platform/dictionary/code-list.js';
import type { Balance } from '../entries/balance.queries.js';
import type { BalanceBody, BalanceRow } from './balance.body.js';
import { balanceLine } from './ledger.printing.js';
import { RECONCILIATION_BASIS, type ReconciliationBody } from './reconciliation.body.js';
import { sheetColumn as column, type SheetTable } from './sheet.printing.js';

const FIGURES: readonly (readonly [keyof Balance, string])[] = [
  ['opening', '期初'],
  ['opened', '新增'],
  ['reopened', '重开'],
  ['transferredIn', '移入'],
  ['closed', '销号'],
  ['transferredOut', '移出'],
  ['removed', '撤并'],
  ['closing', '期末'],
];

/** 对账数 by unit (each with everything below it) or by category, with their sum. */
export function balanceTable(
  { by, from, to, rows, total }: BalanceBody,
  furniture: SheetFurniture,
): SheetTable {
  const name = by === 'unit' ? '单位（含下级）' : '问题类别';
  const level = levelsOf(rows);
  return {
    name: '对账数',
    columns: [
      column('序号', 'seq', 6, 'integer'),
      column(name, 'name', 34),
      ...FIGURES.map(([key, label]) => column(label, key, 10, 'integer')),
    ],
    rows: [
      ...rows.map((row, index) => ({
        seq: index + 1,
        name: `${'　'.repeat(level.get(row) ?? 0)}${row.name}`,
        ...figuresOf(row),
      })),
      { seq: null, name: '合计', ...figuresOf(total) },
    ],
    footer: [balanceLine(total)],
    furniture: { ...furniture, period: `${from}至${to}` },
  };
}

const figuresOf = (figures: Balance): Record<string, number> =>
  Object.fromEntries(FIGURES.map(([key]) => [key, figures[key]]));

/** How deep each unit stands below the first ones of the table. */
function levelsOf(rows: readonly BalanceRow[]): Map<BalanceRow, number> {
  const levels = new Map<BalanceRow, number>();
  const byUnit = new Map<string, number>();
  for (const row of rows) {
    const above = row.parentId === null ? undefined : byUnit.get(row.parentId);
    const level = above === undefined ? 0 : above + 1;
    levels.set(row, level);
    if (row.unit) byUnit.set(row.unit.id, level);
  }
  return levels;
}

const RECONCILIATION_COLUMNS: readonly WorkbookColumn[] = [
  column('序号', 'seq', 6, 'integer'),
  column('核对内容', 'title', 40),
  column('核对依据', 'basis', 22),
  column('是否相符', 'passed', 10),
  column('核对条数', 'checked', 10, 'integer'),
  column('不符条数', 'offendingTotal', 10, 'integer'),
  column(['不符明细', '问题编号'], 'issueNo', 22),
  column(['不符明细', '单位'], 'unitName', 22),
  column(['不符明细', '不符之处'], 'note', 50),
];

/** 对账结果: a line for each check, and below it one for each issue or account that does not agree. */
export function reconciliationTable(
  { checks, summary, asOf }: ReconciliationBody,
  furniture: SheetFurniture,
): SheetTable {
  return {
    name: '对账结果',
    columns: RECONCILIATION_COLUMNS,
    rows: checks.flatMap((check, index) => [
      {
        seq: index + 1,
        title: check.title,
        basis: labelOf(RECONCILIATION_BASIS, check.basis),
        passed: check.passed ? '相符' : '不符',
        checked: check.checked,
        offendingTotal: check.offendingTotal,
      },
      ...check.offending.map(({ issueNo, unitName, note }) => ({ issueNo, unitName, note })),
    ]),
    footer: [
      `共核对${summary.checks}项，相符${summary.passed}项，不符${summary.failed}项，不符${summary.offending}条`,
    ],
    furniture: { ...furniture, period: `对账日期：${asOf}` },
  };
}
