import { raw, sql, type Sql } from '../../src/platform/database/queryable.js';
import { type Engine, TestApp } from '../support/app.js';
import { createCampaign, type DrivenIssue, IssueDriver, ok, PDF_BYTES } from '../support/issues.js';

export interface ReconciliationResult {
  passed: boolean;
  wholeCampaign: boolean;
  asOf: string;
  summary: { checks: number; passed: number; failed: number; offending: number };
  checks: {
    code: string;
    passed: boolean;
    checked: number;
    offendingTotal: number;
    offending: { issueNo: string | null; id: string | null; unitName: string; note: string }[];
  }[];
}

/** What did not agree: `code: [[number or unit, note] …]`. */
export type Failures = Record<string, [string, string][]>;

export const failures = ({ checks }: ReconciliationResult): Failures =>
  Object.fromEntries(
    checks
      .filter(({ passed }) => !passed)
      .map(({ code, offending }) => [
        code,
        offending.map(({ issueNo, unitName, note }) => [issueNo ?? unitName, note]),
      ]),
  );

/** A campaign from April to 10 June 2020 with every status, door and detour, by the people who would. */
export class ReconciledCampaign {
  working: DrivenIssue;
  closed: DrivenIssue;
  oneStep: DrivenIssue;
  rebound: DrivenIssue;

  private constructor(
    readonly app: TestApp,
    readonly driver: IssueDriver,
  ) {}

  static async start(engine: Engine): Promise<ReconciledCampaign> {
    const app = await TestApp.startWithOrganisation(engine);
    const campaign = new ReconciledCampaign(app, new IssueDriver(app, await createCampaign(app)));
    await campaign.inApril();
    await campaign.afterwards();
    return campaign;
  }

  async reconcile(user = 'div.chief', query = ''): Promise<ReconciliationResult> {
    const caller = await this.app.as(user);
    const path = `/campaigns/${this.driver.campaignId}/reconciliation${query}`;
    return ok(await caller.get(path)).body as ReconciliationResult;
  }

  execute(statements: readonly Sql[]): Promise<void> {
    return this.app.uow.run(async (tx) => {
      for (const statement of statements) await tx.execute(statement);
    });
  }

  /** Corruption means past the triggers that make tables append-only. */
  async dropGuards(): Promise<void> {
    const statements = ['ledger_entries', 'progress_entries'].flatMap((table) =>
      this.app.engine === 'postgres'
        ? [`ALTER TABLE ${table} DISABLE TRIGGER USER`]
        : [`DROP TRIGGER ${table}_no_update`, `DROP TRIGGER ${table}_no_delete`],
    );
    await this.execute(statements.map((statement) => sql`${raw(statement)}`));
  }

  private async inApril(): Promise<void> {
    const { app, driver } = this;
    this.working = await driver.to('RECTIFYING', { statement: '整改中' });
    for (const status of ['DRAFT', 'REGISTERED', 'PLANNING', 'PLAN_REVIEW'] as const) {
      await driver.to(status, { statement: status });
    }
    await driver.to('RECTIFYING', { statement: '四月起审核中' });
    await driver.to('RECTIFYING', { statement: '五月挂账、恢复' });
    this.closed = await driver.to('CLOSED', { statement: '销号' });
    this.rebound = await driver.to('CLOSED', { statement: '销号后反弹' });
    const handedOver = await driver.to('REGISTERED', { statement: '移交望澜' });
    await driver.step('div.chief', handedOver, 'assignment', {
      responsibleUnitId: app.units.wanglan,
      deadline: '2020-06-30',
    });
    const voided = await driver.to('REGISTERED', { statement: '撤销' });
    await driver.step('div.chief', voided, 'void', { reason: '核查不属实，予以撤销该问题。' });
    const twin = await driver.to('REGISTERED', { statement: '并案' });
    await driver.step('div.chief', twin, 'merge', {
      reason: '与另一条问题反映同一事实，一并整改。',
      targetIssueId: this.working.id,
    });
    const minor = {
      severity: 'GENERAL',
      rectificationType: 'IMMEDIATE',
      category: 'F04_ARCHIVE',
      statement: '一步销号',
    };
    this.oneStep = await this.closeAtOnce(await driver.to('REGISTERED', minor));
  }

  private async afterwards(): Promise<void> {
    const { app, driver } = this;
    const found = async (statement: string): Promise<DrivenIssue> => {
      const [row] = await app.rows<{ id: string }>(
        sql`SELECT id FROM issues WHERE statement = ${statement}`,
      );
      return driver.read(row?.id ?? '');
    };
    app.moveTo('2020-04-28T09:00:00+08:00');
    await driver.next(await found('四月起审核中'), 'CLOSURE_REVIEW');
    app.moveTo('2020-05-06T09:00:00+08:00');
    await driver.step('deputy', await found('五月挂账、恢复'), 'carry-over', {
      unresolvedReason: 'U1',
      unresolvedNote: '上级政策尚未明确，期限内难以整改到位。',
      stageGoal: '六月底前明确口径',
      nextReviewOn: '2020-06-20',
      expectedFinishOn: '2020-07-31',
      nextStep: '请示上级后分类处理',
    });
    app.moveTo('2020-05-20T09:00:00+08:00');
    this.working = await driver.addProgress(await driver.read(this.working.id));
    await driver.step('inspector', await found('销号后反弹'), 'lookbacks', {
      checkedOn: '2020-05-20',
      methods: ['FILES'],
      persons: '督查员庚',
      result: 'REBOUND',
      opinion: '问题反弹，须重新整改。',
    });
    await driver.step('deputy', await found('销号后反弹'), 'reopening', {
      reason: '回头看发现问题反弹，须重新整改。',
      basis: '2020年5月20日回头看记录',
      deadline: '2020-07-31',
    });
    app.moveTo('2020-06-02T09:00:00+08:00');
    await driver.step('div.chief', await found('五月挂账、恢复'), 'resumption', {
      assessment: '上级已明确口径，条件具备。',
      deadline: '2020-07-31',
    });
    app.moveTo('2020-06-10T09:00:00+08:00');
  }

  private async closeAtOnce(issue: DrivenIssue): Promise<DrivenIssue> {
    const { app, driver } = this;
    const clerk = await app.as('qinghe.clerk');
    const upload = clerk.post(`/issues/${issue.id}/evidence`).field('type', 'OTHER');
    ok(await upload.attach('file', PDF_BYTES, '证明.pdf'));
    return driver.step('qinghe.leader', await driver.read(issue.id), 'immediate-closure', {
      rectifiedOn: '2020-04-01',
      resultPerson: '责任人已明确。',
      resultFact: '当日已更正。',
      resultOutcome: '群众已知晓。',
      effect: '当日整改到位。',
      opinion: '情况属实，同意销号。',
    });
  }
}
