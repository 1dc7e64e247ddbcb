import ExcelJS from 'exceljs';
import { type DocumentStamp } from '../models.js';
import { type WorkbookColumn, type WorkbookModel, type WorkbookSheet } from '../models-workbook.js';
import { cellStyle, cellValue } from './workbook-cells.js';
import { OptionLists } from './workbook-lists.js';
import { setZipDates } from './zip-dates.js';

const SONG = '宋体';
const HEI = '黑体';
const THIN = { style: 'thin' } as const;
const BORDER = { top: THIN, left: THIN, bottom: THIN, right: THIN };

/**
 * The bytes of an .xlsx workbook: typed cells, frozen and repeated header, print set-up on A4, drop-down
 * lists. Equal workbook and stamp give equal bytes.
 */
export async function renderWorkbook(model: WorkbookModel, stamp: DocumentStamp): Promise<Buffer> {
  const at = new Date(stamp.createdAt);
  const workbook = new ExcelJS.Workbook();
  workbook.created = at;
  workbook.modified = at;
  workbook.title = model.title;
  workbook.creator = 'Xiaohao';
  workbook.lastModifiedBy = 'Xiaohao';
  workbook.keywords = stamp.id;
  const names = new Set<string>();
  const lists = new OptionLists(workbook);
  for (const sheet of model.sheets) addSheet(workbook, lists, sheet, sheetName(sheet.name, names));
  lists.finish();
  const bytes = Buffer.from(await workbook.xlsx.writeBuffer());
  setZipDates(bytes, at);
  return bytes;
}

/** A name Excel accepts: at most 31 characters, none of `[]:*?/\`, unlike any other. */
function sheetName(wanted: string, taken: Set<string>): string {
  const base =
    wanted
      .replace(/[[\]:*?/\\]/g, ' ')
      .replace(/^'+|'+$/g, '')
      .trim() || '工作表';
  let name = base.slice(0, 31);
  for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${base.slice(0, 28)}(${n})`;
  taken.add(name.toLowerCase());
  return name;
}

function addSheet(
  workbook: ExcelJS.Workbook,
  lists: OptionLists,
  sheet: WorkbookSheet,
  name: string,
): void {
  const worksheet = workbook.addWorksheet(name);
  sheet.columns.forEach((column, c) => (worksheet.getColumn(c + 1).width = column.width));
  const headerTop = sheet.subtitle ? 3 : 2;
  addTitle(worksheet, sheet);
  const headerBottom = addHeader(worksheet, sheet.columns, headerTop);
  addRows(worksheet, sheet, headerBottom);
  lists.attach(worksheet, sheet, headerBottom);
  addFooter(worksheet, sheet);
  formatColumns(worksheet, sheet);
  worksheet.views = [{ state: 'frozen', xSplit: 0, ySplit: headerBottom }];
  worksheet.pageSetup = {
    paperSize: 9,
    orientation: sheet.landscape === false ? 'portrait' : 'landscape',
    fitToPage: true,
    fitToWidth: 1,
    fitToHeight: 0,
    horizontalCentered: true,
    printTitlesRow: `${headerTop}:${headerBottom}`,
    margins: { left: 0.4, right: 0.4, top: 0.5, bottom: 0.5, header: 0.2, footer: 0.25 },
  };
  worksheet.headerFooter.oddFooter = `${sheet.asOf ? `&L${sheet.asOf.replaceAll('&', '&&')}` : ''}&C第&P页　共&N页`;
}

function addTitle(worksheet: ExcelJS.Worksheet, sheet: WorkbookSheet): void {
  const last = sheet.columns.length;
  if (last > 1) worksheet.mergeCells(1, 1, 1, last);
  const title = worksheet.getCell(1, 1);
  title.value = cellValue('text', sheet.title);
  title.font = { name: HEI, size: 16 };
  title.alignment = { horizontal: 'center', vertical: 'middle', wrapText: true };
  worksheet.getRow(1).height = 30;
  if (!sheet.subtitle) return;
  const [left, right] = sheet.subtitle;
  const middle = Math.max(1, Math.ceil(last / 2));
  if (middle > 1) worksheet.mergeCells(2, 1, 2, middle);
  if (last > middle + 1) worksheet.mergeCells(2, middle + 1, 2, last);
  const font = { name: SONG, size: 10.5 };
  Object.assign(worksheet.getCell(2, 1), { value: left, font });
  if (last < 2) return;
  const alignment = { horizontal: 'right' as const };
  Object.assign(worksheet.getCell(2, middle + 1), { value: right, font, alignment });
}

/** Header cells by level; equal neighbours merge sideways, short headers downwards. Returns the last row. */
function addHeader(
  worksheet: ExcelJS.Worksheet,
  columns: readonly WorkbookColumn[],
  top: number,
): number {
  const levels = columns.map(({ header }) => (typeof header === 'string' ? [header] : header));
  const depth = Math.max(...levels.map((level) => level.length));
  const samePath = (a: number, b: number, level: number): boolean =>
    levels[b]?.length !== undefined &&
    levels[b].length > level + 1 &&
    levels[a]!.slice(0, level + 1).join('\n') === levels[b].slice(0, level + 1).join('\n');
  levels.forEach((texts, c) => {
    texts.forEach((text, level) => {
      const isLeaf = level === texts.length - 1;
      if (!isLeaf && c > 0 && samePath(c, c - 1, level)) return;
      let end = c;
      if (!isLeaf) while (end + 1 < levels.length && samePath(c, end + 1, level)) end++;
      const bottom = isLeaf ? depth - 1 : level;
      if (end > c || bottom > level) {
        worksheet.mergeCells(top + level, c + 1, top + bottom, end + 1);
      }
      worksheet.getCell(top + level, c + 1).value = cellValue('text', text);
    });
  });
  for (let row = top; row < top + depth; row++) {
    for (let c = 1; c <= columns.length; c++) {
      const cell = worksheet.getCell(row, c);
      cell.font = { name: HEI, size: 10.5 };
      cell.alignment = { horizontal: 'center', vertical: 'middle', wrapText: true };
      cell.border = BORDER;
      cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFEDEDED' } };
    }
  }
  return top + depth - 1;
}

function addRows(worksheet: ExcelJS.Worksheet, sheet: WorkbookSheet, headerBottom: number): void {
  const styles = sheet.columns.map(({ kind }) => ({
    ...cellStyle(kind),
    font: { name: SONG, size: 10 },
    border: BORDER,
  }));
  sheet.rows.forEach((row, r) => {
    const target = worksheet.getRow(headerBottom + 1 + r);
    sheet.columns.forEach((column, c) => {
      const cell = target.getCell(c + 1);
      cell.value = cellValue(column.kind, row[column.key] ?? null);
      // One style object per column: exceljs then writes it once.
      cell.style = styles[c]!;
    });
  });
}

/** Columns keep their format below the data, so that what people type there is of the right kind. */
function formatColumns(worksheet: ExcelJS.Worksheet, sheet: WorkbookSheet): void {
  if (!sheet.blankRows) return;
  sheet.columns.forEach(({ kind }, c) => {
    worksheet.getColumn(c + 1).style = { ...cellStyle(kind), font: { name: SONG, size: 10 } };
  });
}

function addFooter(worksheet: ExcelJS.Worksheet, sheet: WorkbookSheet): void {
  for (const line of sheet.footer ?? []) {
    const row = worksheet.addRow([cellValue('text', line)]);
    if (sheet.columns.length > 1) {
      worksheet.mergeCells(row.number, 1, row.number, sheet.columns.length);
    }
    row.getCell(1).font = { name: SONG, size: 10 };
    row.getCell(1).alignment = { vertical: 'middle', wrapText: true };
  }
}
