import type ExcelJS from 'exceljs';
import type { CascadingDropdown, WorkbookSheet } from '../models-workbook.js';

/** Rows beyond the data that still offer the list of allowed values. */
const SPARE_ROWS = 200;
/** Excel limits a list written into the rule itself, and takes the comma as separator. */
const LITERAL_MAX = 255;
const SHEET = '_options';

/** A column of the hidden sheet that somebody will want under a name. */
interface Stored {
  readonly name: string;
  readonly values: readonly string[];
}

/**
 * The drop-down lists of a workbook. Short lists stand in the rule; long ones, and those that depend on
 * another column, stand in a sheet that nobody sees and are called by name. The only formulas of a
 * workbook are in these rules, and none is made from data.
 */
export class OptionLists {
  private readonly stored: Stored[] = [];

  constructor(private readonly workbook: ExcelJS.Workbook) {}

  /** Adds the rules of a sheet; its columns begin at 1, its data below `headerBottom`. */
  attach(worksheet: ExcelJS.Worksheet, sheet: WorkbookSheet, headerBottom: number): void {
    const first = headerBottom + 1;
    const last = headerBottom + sheet.rows.length + (sheet.blankRows ?? SPARE_ROWS);
    sheet.columns.forEach(({ dropdown, dropdownBy }, c) => {
      const formula = dropdown
        ? this.formulaOf(dropdown)
        : dropdownBy && this.cascade(worksheet, sheet, dropdownBy, first);
      if (formula === undefined) return;
      const { letter } = worksheet.getColumn(c + 1);
      addRule(worksheet, `${letter}${first}:${letter}${last}`, formula);
    });
  }

  /** Writes the hidden sheet, after all others, so that it never is the first one to be seen. */
  finish(): void {
    if (this.stored.length === 0) return;
    const worksheet = this.workbook.addWorksheet(SHEET, { state: 'veryHidden' });
    this.stored.forEach(({ name, values }, c) => {
      const column = worksheet.getColumn(c + 1);
      values.forEach((value, r) => {
        const cell = worksheet.getCell(r + 1, c + 1);
        cell.value = value;
        cell.numFmt = '@';
      });
      const bottom = Math.max(1, values.length);
      this.workbook.definedNames.add(
        `${SHEET}!$${column.letter}$1:$${column.letter}$${bottom}`,
        name,
      );
    });
  }

  private formulaOf(values: readonly string[]): string {
    const literal = values.join(',');
    const plain = literal.length <= LITERAL_MAX && !values.some((value) => value.includes(','));
    return plain ? `"${literal.replaceAll('"', '""')}"` : this.store(values);
  }

  private cascade(
    worksheet: ExcelJS.Worksheet,
    sheet: WorkbookSheet,
    { key, groups }: CascadingDropdown,
    firstRow: number,
  ): string {
    const at = sheet.columns.findIndex((column) => column.key === key);
    if (at < 0) throw new RangeError(`a list depends on the column ${key}, which is not there`);
    const names = this.store(groups.map(({ name }) => name));
    const all = this.store(groups.flatMap(({ values }) => values));
    const prefix = `sub_${this.stored.length}_`;
    groups.forEach(({ values }, index) => this.storeAs(`${prefix}${index + 1}`, values));
    const cell = `$${worksheet.getColumn(at + 1).letter}${firstRow}`;
    return `INDIRECT(IF(${cell}="","${all}","${prefix}"&MATCH(${cell},${names},0)))`;
  }

  /** Stores a list under a name of its own, or gives the name of an equal one. */
  private store(values: readonly string[]): string {
    const known = this.stored.find((list) => list.values.join('\n') === values.join('\n'));
    if (known) return known.name;
    return this.storeAs(`opt_${this.stored.length + 1}`, values);
  }

  private storeAs(name: string, values: readonly string[]): string {
    this.stored.push({ name, values });
    return name;
  }
}

function addRule(worksheet: ExcelJS.Worksheet, range: string, formula: string): void {
  const rules = worksheet as unknown as {
    dataValidations: { add(range: string, validation: ExcelJS.DataValidation): void };
  };
  rules.dataValidations.add(range, {
    type: 'list',
    allowBlank: true,
    formulae: [formula],
    showErrorMessage: true,
    errorTitle: '取值不在列表中',
    error: '请从下拉列表中选择',
  });
}
