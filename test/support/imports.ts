import ExcelJS from 'exceljs';
import type { Response } from 'supertest';
import { Jobs } from '../../src/platform/jobs/jobs.service.js';
import type { TestApp } from './app.js';
import { ok } from './issues.js';

export interface ImportAnswer {
  id: string;
  version: number;
  status: string;
  totalRows: number;
  validRows: number;
  warningRows: number;
  errorRows: number;
  appliedRows: number;
  registeredRows: number;
  failure: string | null;
  notes: { column: string | null; code: string; message: string }[];
  progress: { jobId: string; status: string; done: number; total: number | null };
}

export interface RowAnswer {
  rowNo: number;
  state: string;
  cells: Record<string, string>;
  notes: { level: string; column: string | null; code: string; message: string }[];
  issueId: string | null;
  issueNo: string | null;
  registerFault: string | null;
}

/** A complete finding as a clerk types it, by the headers of the template. */
export const ROW = {
  问题来源: '督查检查',
  '反馈（发现）时间': '2020-03-25',
  问题类别: '分户/单人户保障未落实',
  '问题表述（反馈原文）': '晒谷村3户未脱贫重残人员未按单人户纳入低保',
  具体表现: '经入户核查，晒谷村3户未脱贫重残人员长期靠家庭供养，至今未按单人户纳入低保。',
  '涉及镇街、村': '青禾镇晒谷村',
  涉及户数: '3',
  问题性质: '政策落实类',
  '共性/个性': '个性问题',
  严重程度: '较重（突出）',
  整改类型: '限期整改',
  责任单位: '青禾镇人民政府',
} as const satisfies Record<string, ExcelJS.CellValue>;

export type SampleRow = Readonly<Record<string, ExcelJS.CellValue>>;

/** A workbook with one header row and the given rows. */
export async function workbookFrom(
  rows: readonly SampleRow[],
  change: (sheet: ExcelJS.Worksheet, workbook: ExcelJS.Workbook) => void = () => undefined,
): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook();
  const sheet = workbook.addWorksheet('问题清单');
  const headers = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  sheet.addRow(headers);
  for (const row of rows) sheet.addRow(headers.map((header) => row[header] ?? null));
  change(sheet, workbook);
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

export const csvFrom = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')).join('\r\n');

/** The bytes that a Chinese office program writes: ASCII and the two-byte part of GB18030. */
export function gb18030(text: string): Buffer {
  const decoder = new TextDecoder('gb18030');
  const bytes = new Map<string, readonly number[]>();
  for (let high = 0x81; high <= 0xfe; high += 1) {
    for (let low = 0x40; low <= 0xfe; low += 1) {
      if (low !== 0x7f) bytes.set(decoder.decode(Buffer.from([high, low])), [high, low]);
    }
  }
  return Buffer.from([...text].flatMap((letter) => bytes.get(letter) ?? [letter.charCodeAt(0)]));
}

/** Uploads, waits and reads imports as one user over HTTP. */
export class ImportDriver {
  constructor(
    private readonly app: TestApp,
    private readonly campaignId: string,
    private readonly username = 'div.clerk',
  ) {}

  async send(bytes: Buffer, name = '问题.xlsx'): Promise<Response> {
    const user = await this.app.as(this.username);
    return user
      .post('/issue-imports')
      .field('campaignId', this.campaignId)
      .attach('file', bytes, name);
  }

  /** Uploads a file and waits until it is checked. */
  async check(bytes: Buffer, name?: string): Promise<ImportAnswer> {
    const { id } = ok(await this.send(bytes, name)).body as ImportAnswer;
    await this.settled();
    return this.read(id);
  }

  async apply(before: ImportAnswer, body: object = {}): Promise<ImportAnswer> {
    const user = await this.app.as(this.username);
    const request = { mode: 'ALL_OR_NOTHING', ...body };
    ok(await user.post(`/issue-imports/${before.id}/application`, request, before.version));
    await this.settled();
    return this.read(before.id);
  }

  async read(id: string): Promise<ImportAnswer> {
    const user = await this.app.as(this.username);
    return ok(await user.get(`/issue-imports/${id}`)).body as ImportAnswer;
  }

  async rows(id: string, query = ''): Promise<RowAnswer[]> {
    const user = await this.app.as(this.username);
    const answer = ok(await user.get(`/issue-imports/${id}/rows?pageSize=200${query}`));
    return (answer.body as { items: RowAnswer[] }).items;
  }

  /** The rows of a file with one row of data. */
  async checkRow(row: SampleRow): Promise<RowAnswer> {
    const { id } = await this.check(await workbookFrom([row]));
    const [checked] = await this.rows(id);
    if (!checked) throw new Error('no row was read');
    return checked;
  }

  settled(): Promise<void> {
    return this.app.app.get(Jobs).idle();
  }
}

/** Codes of the notes of a row with their columns, for one-line expectations. */
export const told = ({ notes }: Pick<RowAnswer, 'notes'>): string[] =>
  notes.map(({ level, column, code }) => `${level} ${column ?? '-'} ${code}`);

export const binaryParser = (
  response: Response,
  done: (error: Error | null, body: Buffer) => void,
): void => {
  const stream = response as unknown as NodeJS.ReadableStream;
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.on('end', () => done(null, Buffer.concat(chunks)));
};

/** Everything that stands in the cells of a workbook. */
export async function textOfWorkbook(bytes: Buffer): Promise<string> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(bytes as unknown as ArrayBuffer);
  return JSON.stringify(workbook.worksheets.map((sheet) => sheet.getSheetValues()));
}

/** The first sheet of a workbook in an answer. */
export async function sheetOf(response: Response, at = 0): Promise<ExcelJS.Worksheet> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(response.body as ArrayBuffer);
  return workbook.worksheets[at] as ExcelJS.Worksheet;
}
