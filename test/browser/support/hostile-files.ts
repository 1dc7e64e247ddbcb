import { parse } from 'csv-parse/sync';
import ExcelJS from 'exceljs';
import { download, textOf } from '../../api/reporting.fixture.js';
import type { TestUser } from '../../support/app.js';

/** Downloads a list or a document, opens it as a person would, and reads every text in it. */
export async function textsInFile(user: TestUser, path: string): Promise<string[]> {
  const bytes = await download(user, path);
  if (path.endsWith('.pdf')) return [await textOf(bytes)];
  if (path.endsWith('.csv')) return parse(bytes, { bom: true, relax_column_count: true }).flat();
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes as unknown as ArrayBuffer);
  const texts: string[] = [];
  for (const sheet of book.worksheets) {
    sheet.eachRow((row) => row.eachCell((cell) => texts.push(cell.text)));
  }
  return texts;
}
