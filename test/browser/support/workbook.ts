import ExcelJS from 'exceljs';
import type { Locator } from 'playwright-core';
import type { SampleRow } from '../../support/imports.js';
import type { Person } from './person.js';

/** A workbook that the program has given, to be written in as an office does and sent back. */
export class OfficeWorkbook {
  private constructor(
    private readonly book: ExcelJS.Workbook,
    /** Number of the row that holds the headers. */
    readonly headerAt: number,
  ) {}

  /** Clicks a link to a workbook and opens what the browser has saved. */
  static async saveFrom(person: Person, link: Locator): Promise<OfficeWorkbook> {
    const saving = person.page.waitForEvent('download');
    await link.click();
    const book = new ExcelJS.Workbook();
    await book.xlsx.readFile(await (await saving).path());
    await person.settled();
    const [sheet] = book.worksheets;
    let headerAt = 1;
    while (sheet && headerAt < sheet.rowCount && !namesColumns(sheet.getRow(headerAt))) {
      headerAt += 1;
    }
    return new OfficeWorkbook(book, headerAt);
  }

  private get sheet(): ExcelJS.Worksheet {
    return this.book.worksheets[0] as ExcelJS.Worksheet;
  }

  /** Writes cells of a row by the headers of their columns. */
  write(rowNo: number, cells: SampleRow): void {
    for (const [header, value] of Object.entries(cells)) {
      this.cell(rowNo, header).value = value;
    }
  }

  read(rowNo: number, header: string): string {
    return this.cell(rowNo, header).text;
  }

  async bytes(): Promise<Buffer> {
    return Buffer.from(await this.book.xlsx.writeBuffer());
  }

  private cell(rowNo: number, header: string): ExcelJS.Cell {
    const headers = this.sheet.getRow(this.headerAt).values as ExcelJS.CellValue[];
    const column = headers.indexOf(header);
    if (column < 0) throw new Error(`The workbook has no column ${header}`);
    return this.sheet.getRow(rowNo).getCell(column);
  }
}

const namesColumns = (row: ExcelJS.Row): boolean =>
  (row.values as ExcelJS.CellValue[]).includes('责任单位');
