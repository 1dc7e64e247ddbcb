import { raw, type Sql, sql } from '../../src/platform/database/queryable.js';
import { readPdf } from '../documents/support/read-pdf.js';
import type { Response } from 'supertest';
import type { TestApp, TestUser } from '../support/app.js';
import { binaryParser } from '../support/imports.js';
import { ok } from '../support/issues.js';

export interface ReportAnswer {
  id: string;
  version: number;
  status: string;
  isNil: boolean;
  preparedByName: string;
  late: boolean;
  lateDays: number | null;
  allowedActions: string[];
  officialVersionNo: number | null;
  resubmitOn: string | null;
  returnCount: number;
  versionCount: number;
}

export const DEMAND = '请核对第1项的整改进展，补充佐证后重报。';

export interface VerificationAnswer {
  ok: boolean;
  versions: number;
  faults: { check: string; place: string; message: string }[];
}

/** Reports of the towns in one campaign: the clerk opens them, the leader signs. */
export class ReportDesk {
  constructor(
    private readonly app: TestApp,
    private readonly campaignId: string,
  ) {}

  async open(town: string, period: string, ruleCode = 'QJ-M'): Promise<ReportAnswer> {
    const clerk = await this.app.as(`${town}.clerk`);
    const body = { campaignId: this.campaignId, ruleCode, period };
    return ok(await clerk.post('/reports', body)).body as ReportAnswer;
  }

  /** The leader's sign-off, whatever comes of it. */
  async submission(town: string, report: ReportAnswer, body: object = {}): Promise<Response> {
    const leader = await this.app.as(`${town}.leader`);
    return leader.post(`/reports/${report.id}/submission`, body, report.version);
  }

  async seal(town: string, period: string, body: object = {}): Promise<ReportAnswer> {
    const report = await this.prepared(town, await this.open(town, period));
    return ok(await this.submission(town, report, body)).body as ReportAnswer;
  }

  /** The report as the clerk has prepared it; what the schedule has made, nobody has worked on yet. */
  private async prepared(town: string, report: ReportAnswer): Promise<ReportAnswer> {
    if (report.preparedByName !== '') return report;
    const clerk = await this.app.as(`${town}.clerk`);
    const draft = await clerk.put(`/reports/${report.id}/draft`, { narrative: {} }, report.version);
    return ok(draft).body as ReportAnswer;
  }

  /** A step on the report as it stands, by a user; whatever comes of it. */
  async step(
    user: string,
    report: Pick<ReportAnswer, 'id'>,
    noun: string,
    body: object = {},
  ): Promise<Response> {
    const caller = await this.app.as(user);
    const version = await this.version(report);
    return caller.post(`/reports/${report.id}/${noun}`, body, version);
  }

  async accept(report: Pick<ReportAnswer, 'id'>, user = 'div.clerk'): Promise<ReportAnswer> {
    return ok(await this.step(user, report, 'acceptance')).body as ReportAnswer;
  }

  async sendBack(report: Pick<ReportAnswer, 'id'>, over: object = {}): Promise<ReportAnswer> {
    const body = { reasonCode: 'R4', demand: DEMAND, ...over };
    return ok(await this.step('div.clerk', report, 'return', body)).body as ReportAnswer;
  }

  async read(report: Pick<ReportAnswer, 'id'>, user = 'div.clerk'): Promise<ReportAnswer> {
    return ok(await (await this.app.as(user)).get(`/reports/${report.id}`)).body as ReportAnswer;
  }

  /** The stored version of the row, past every scope. */
  async version({ id }: Pick<ReportAnswer, 'id'>): Promise<number> {
    const rows = await this.app.rows<{ version: number }>(
      sql`SELECT version FROM reports WHERE id = ${id}`,
    );
    return rows[0]?.version ?? 0;
  }

  async file(user: string, report: ReportAnswer, name: string): Promise<Buffer> {
    return download(await this.app.as(user), `/reports/${report.id}/versions/${name}`);
  }

  /** The contents of the first version. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each spec asserts the shape
  async snapshot(report: ReportAnswer): Promise<any> {
    return JSON.parse((await this.file('div.clerk', report, '1.json')).toString('utf8'));
  }

  async verify(report: ReportAnswer): Promise<VerificationAnswer> {
    const clerk = await this.app.as('div.clerk');
    const answer = await clerk.get(`/reports/${report.id}/verification`);
    return ok(answer).body as VerificationAnswer;
  }
}

/** The bytes of a file, which must be there. */
export async function download(user: TestUser, path: string): Promise<Buffer> {
  const answer = await user.get(path).buffer(true).parse(binaryParser);
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`);
  return answer.body as Buffer;
}

/** A PDF's text without page numbers, which would cut sentences that run over a page. */
export async function textOf(pdf: Buffer): Promise<string> {
  return (await readPdf(pdf)).map((page) => page.text.replace(/—\d+—$/, '')).join('');
}

/** What somebody with the database password could do: takes the guard away, writes, puts it back. */
export async function tamper(app: TestApp, statement: Sql): Promise<void> {
  const drop =
    app.engine === 'postgres'
      ? ['ALTER TABLE report_versions DISABLE TRIGGER ALL']
      : [
          'DROP TRIGGER IF EXISTS report_versions_no_update',
          'DROP TRIGGER IF EXISTS report_versions_no_delete',
        ];
  const restore =
    app.engine === 'postgres'
      ? ['ALTER TABLE report_versions ENABLE TRIGGER ALL']
      : ['UPDATE', 'DELETE'].map(
          (event) =>
            `CREATE TRIGGER report_versions_no_${event.toLowerCase()} BEFORE ${event} ON report_versions
             BEGIN SELECT RAISE(ABORT, 'report_versions is append-only'); END`,
        );
  await app.uow.run(async (tx) => {
    for (const text of drop) await tx.execute(sql`${raw(text)}`);
    await tx.execute(statement);
    for (const text of restore) await tx.execute(sql`${raw(text)}`);
  });
}
