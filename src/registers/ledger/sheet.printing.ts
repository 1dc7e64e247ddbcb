import type { SheetFurniture } from '../../documents/models-sheets.js';
import type { WorkbookColumn, WorkbookModel } from '../../documents/models-workbook.js';
import { LIGHT, type Light } from '../../campaigns/codes/issue-codes.js';
import type { UnitTree } from '../../identity/unit-catalog.js';
import { type CodeList, labelOf } from '../../platform/dictionary/code-list.js';

/** A list ready for a workbook or a CSV file: the printed columns, values in their true types. */
export interface SheetTable {
  readonly name: string;
  readonly columns: readonly WorkbookColumn[];
  readonly rows: readonly Readonly<Record<string, string | number | null>>[];
  /** Lines under the table: totals, balance, notes. */
  readonly footer: readonly string[];
  readonly furniture: SheetFurniture;
}

/** @param header one cell, or its levels from the top. */
export const sheetColumn = (
  header: string | readonly string[],
  key: string,
  width: number,
  kind: WorkbookColumn['kind'] = 'text',
): WorkbookColumn => ({ header, key, width, kind });

/** The same column offering the labels of a code list where somebody edits it. */
export const choiceOf = <K extends string>(
  plain: WorkbookColumn,
  { codes, labels }: CodeList<K>,
): WorkbookColumn => ({ ...plain, dropdown: codes.map((code) => labels[code]) });

/** The table as a workbook of one sheet, with what ledgers print around their table. */
export function workbookOf({ name, columns, rows, footer, furniture }: SheetTable): WorkbookModel {
  const { title, unit, period, asOf, preparedBy, reviewedBy, leader, phone } = furniture;
  return {
    title,
    sheets: [
      {
        name,
        title,
        subtitle: [`填报单位：${unit}`, `${period}　截至${asOf}　单位：元、户、人`],
        columns,
        rows,
        footer: [
          ...footer,
          `填表人：${preparedBy}　　审核人：${reviewedBy}　　单位负责人（签字）：${leader}　　联系电话：${phone}`,
        ],
        landscape: true,
        asOf: `截至${asOf}`,
      },
    ],
  };
}

/** `132000` fen → `1,320.00`; '' for none. */
export function yuan(fen: number | null): string {
  if (fen === null) return '';
  const [whole = '', cents] = (fen / 100).toFixed(2).split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents ?? '00'}`;
}

/** Absent values print as nothing. */
export const text = (value: string | number | null | undefined): string =>
  value === null || value === undefined ? '' : String(value);

/** Each value on a line of its own, absent ones left out. */
export const lines = (...values: readonly (string | null | undefined)[]): string =>
  values.filter(Boolean).join('\n');

/** 绿, 黄, 红; an issue that is done or not begun has no light on paper. */
export function printedLight(light: string | null): string {
  return light === 'GREEN' || light === 'YELLOW' || light === 'RED'
    ? labelOf(LIGHT, light satisfies Light).replace(/灯$/, '')
    : '';
}

/** Source with the document and item it came in: `国家…反馈\n（示民函〔2020〕8号第3条）`. */
export function printedSource(label: string, docNo: string | null, itemNo: string | null): string {
  const item = itemNo === null ? '' : /^\d+$/.test(itemNo) ? `第${itemNo}条` : itemNo;
  const origin = `${docNo ?? ''}${item}`;
  return origin === '' ? label : lines(label, `（${origin}）`);
}

/** `2020-05-30 18:00` in Shanghai for a UTC instant. */
export function shanghaiMinute(instant: string): string {
  const shifted = new Date(Date.parse(instant) + 8 * 60 * 60 * 1000).toISOString();
  return `${shifted.slice(0, 10)} ${shifted.slice(11, 16)}`;
}

/** 填报单位: the unit's name, a department's after its bureau's (`安澜区民政局社会救助科`). */
export function officeName(tree: UnitTree, unitId: string): string {
  const unit = tree.find(unitId);
  if (!unit) return '';
  const bureau = unit.type === 'DIVISION' ? tree.bureauOf(unit.id) : undefined;
  return `${bureau?.name ?? ''}${unit.name}`;
}
