import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Response } from 'supertest';
import type { TestUser } from '../../support/app.js';
import { ROW, workbookFrom } from '../../support/imports.js';
import {
  FINDING,
  IssueDriver,
  ok,
  PATH,
  PDF_BYTES,
  type PathStatus,
} from '../../support/issues.js';
import type { Program } from './program.js';

/** Something the program has said it has done. */
export interface Acknowledged {
  readonly kind: 'create' | 'close' | 'upload' | 'seal' | 'import';
  /** The row it is in, of the table that goes with the kind. */
  readonly id: string;
  /** Of an issue or a report: its version, which never goes back. */
  readonly version?: number;
}

/** Table and condition by which an acknowledgement is found again. */
export const TABLE_OF: Readonly<Record<Acknowledged['kind'], string>> = {
  create: 'issues',
  close: 'issues',
  upload: 'evidence',
  seal: 'reports',
  import: 'issue_imports',
};

interface Report {
  id: string;
  version: number;
  status: string;
  preparedByName: string;
}

/** An answer that blames the program rather than the caller. */
export class ProgramFault extends Error {
  constructor(answer: Response) {
    super(`${answer.status} ${answer.text}`);
    this.name = 'ProgramFault';
  }
}

/** A PDF that nobody has uploaded before. */
export const freshPdf = (bytes = 2000): Buffer =>
  Buffer.concat([PDF_BYTES, Buffer.from(`% ${randomBytes(bytes / 2).toString('hex')}\n%%EOF\n`)]);

/**
 * People of a bureau at work, each again and again: recording, closing out, uploading, handing in and having
 * it sent back, importing. Who is interrupted looks where things stand and goes on from there.
 */
export class Work {
  readonly done: Acknowledged[] = [];
  private readonly open = new Map<number, string>();
  private imports = 0;

  constructor(
    private program: Program,
    readonly campaignId: string,
    /** An issue that takes evidence all the time. */
    private readonly evidenceIssueId: string,
  ) {}

  /** The same people, after the program was started anew. */
  moveTo(program: Program): void {
    this.program = program;
  }

  /** Everybody signs in before the work begins. */
  async arrive(): Promise<void> {
    const users = ['div.clerk', 'div.chief', 'deputy', 'director', 'discipline'];
    const towns = ['qinghe', 'wanglan'].flatMap((town) => [`${town}.clerk`, `${town}.leader`]);
    for (const user of [...users, ...towns]) await this.program.as(user);
  }

  /** What each of them does once; an error ends the round, what was acknowledged before stays. */
  rounds(): readonly (() => Promise<void>)[] {
    return [
      () => this.create(),
      () => this.close(0),
      () => this.close(1),
      () => this.upload(),
      () => this.seal(),
      () => this.import(),
    ];
  }

  async create(): Promise<void> {
    const clerk = await this.program.as('div.clerk');
    const finding = { ...FINDING, campaignId: this.campaignId };
    const body = { ...finding, responsibleUnitId: this.program.units.qinghe };
    const { id, version } = said<Report>(await clerk.post('/issues?register=true', body));
    this.done.push({ kind: 'create', id, version });
  }

  /** One step further with the issue of a person's desk. */
  async close(desk: number): Promise<void> {
    const driver = new IssueDriver(this.program, this.campaignId);
    const known = this.open.get(desk);
    const issue = known === undefined ? await driver.draft() : await driver.read(known);
    this.open.set(desk, issue.id);
    const next = PATH[PATH.indexOf(issue.status as PathStatus) + 1];
    if (next === undefined) this.open.delete(desk);
    else {
      const { id, version } = await driver.next(issue, next);
      this.done.push({ kind: 'close', id, version });
    }
  }

  async upload(): Promise<void> {
    const clerk = await this.program.as('qinghe.clerk');
    const send = clerk.post(`/issues/${this.evidenceIssueId}/evidence`).field('type', 'OTHER');
    const { id } = said<Report>(await send.attach('file', freshPdf(), 'a.pdf'));
    this.done.push({ kind: 'upload', id });
  }

  /** Hands the monthly report of a town without issues in, or, when it is in, sends it back. */
  async seal(): Promise<void> {
    const [clerk, leader, bureau] = (await Promise.all(
      ['wanglan.clerk', 'wanglan.leader', 'div.clerk'].map((name) => this.program.as(name)),
    )) as [TestUser, TestUser, TestUser];
    const key = { campaignId: this.campaignId, ruleCode: 'QJ-M', period: '2020-04' };
    let report = said<Report>(await clerk.post('/reports', key));
    if (report.status === 'SUBMITTED') {
      const demand = '请核对第1项的整改进展，补充佐证后重报。';
      const body = { reasonCode: 'R4', demand };
      report = said(await bureau.post(`/reports/${report.id}/return`, body, report.version));
    } else {
      if (report.preparedByName === '') {
        const path = `/reports/${report.id}/draft`;
        report = said(await clerk.put(path, { narrative: {} }, report.version));
      }
      report = said(await leader.post(`/reports/${report.id}/submission`, {}, report.version));
    }
    this.done.push({ kind: 'seal', id: report.id, version: report.version });
  }

  /** Uploads a workbook and has it applied as soon as it is checked. */
  async import(): Promise<void> {
    const clerk = await this.program.as('div.clerk');
    this.imports += 1;
    const rows = Array.from({ length: 20 }, (_, index) => ({
      ...ROW,
      '问题表述（反馈原文）': `第${this.imports}批第${index + 1}条：低保档案缺页`,
    }));
    const sent = clerk.post('/issue-imports').field('campaignId', this.campaignId);
    const upload = await sent.attach('file', await workbookFrom(rows), 'a.xlsx');
    let found = said<Report>(upload);
    this.done.push({ kind: 'import', id: found.id });
    while (found.status === 'CHECKING') {
      await pause(50);
      found = said(await clerk.get(`/issue-imports/${found.id}`));
    }
    const path = `/issue-imports/${found.id}/application`;
    found = said(await clerk.post(path, { mode: 'ALL_OR_NOTHING' }, found.version));
    this.done.push({ kind: 'import', id: found.id, version: found.version });
  }
}

function said<T>(answer: Response): T {
  if (answer.status >= 500) throw new ProgramFault(answer);
  return ok(answer).body as T;
}
