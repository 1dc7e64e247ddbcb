import ExcelJS from 'exceljs';
import { readPdf } from '../../documents/support/read-pdf.js';
import type { TestUser } from '../../support/app.js';

/** An answer as text, whatever its format, with the name that it is to be kept under; undefined when it is refused. */
export async function contentsOf(user: TestUser, path: string, name: string) {
  const answer = await user
    .get(path)
    .buffer(true)
    .parse((response, done) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => done(null, Buffer.concat(chunks)));
    });
  if (answer.status !== 200) return undefined;
  const bytes = answer.body as Buffer;
  if (name.endsWith('.pdf')) return (await readPdf(bytes)).map((page) => page.text).join('');
  const said = decodeURIComponent(String(answer.headers['content-disposition'] ?? ''));
  if (!name.endsWith('.xlsx')) return `${said}${bytes.toString('utf8')}`;
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes as unknown as ArrayBuffer);
  return JSON.stringify(book.worksheets.map((sheet) => sheet.getSheetValues()));
}
