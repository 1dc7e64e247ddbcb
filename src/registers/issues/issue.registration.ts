import { Injectable, type OnModuleInit } from '@nestjs/common';
import { normalizeDocNo } from '../../campaigns/definition/documents.js';
import { CampaignCatalog } from '../../campaigns/campaign-catalog.js';
import type { Caller } from '../../identity/caller.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { AuditLog } from '../../platform/audit/audit-log.js';
import { businessDate } from '../../platform/calendar/clock.js';
import { newId } from '../../platform/database/ids.js';
import { type Queryable, sql } from '../../platform/database/queryable.js';
import type { Tx } from '../../platform/database/tx.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { conflict, ruleBroken } from '../../platform/http/problem.js';
import { LedgerBook } from '../entries/ledger-book.js';
import { IssueActionRules } from './issue.action-rules.js';
import { blankIssue } from './issue.blank.js';
import { draftFaults } from './issue.draft-check.js';
import type { CreateIssueBody, EditIssueBody, IssueFields } from './issue.dto.js';
import { Issue } from './issue.entity.js';
import { IssueIntake } from './issue.intake.js';
import { IssueLifecycle, type IssueRow, type Step } from './issue.lifecycle.js';
import { holdIssueNumbers, nextIssueNo } from './issue.numbering.js';
import { registrationFaults } from './issue.rules.js';
import { issueScopeSql } from './issue.scope.js';
import { IssueViews } from './issue.views.js';
import type { IssueBody } from './issue.body.js';
import { PersonBook } from './persons/person.book.js';

/** Logging findings: draft, edit, 建账. */
@Injectable()
export class IssueRegistration implements OnModuleInit {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly units: UnitCatalog,
    private readonly campaigns: CampaignCatalog,
    private readonly lifecycle: IssueLifecycle,
    private readonly book: LedgerBook,
    private readonly audit: AuditLog,
    private readonly views: IssueViews,
    private readonly actionRules: IssueActionRules,
    private readonly intake: IssueIntake,
    private readonly persons: PersonBook,
  ) {}

  onModuleInit(): void {
    this.actionRules.add('register', (db, issue) => this.takesIssues(db, issue.campaignId));
  }

  /**
   * Logs a finding as a draft; with `register` also puts it on the books at once.
   * @throws 422 with the field's path when the finding contradicts itself or the campaign.
   */
  create(caller: Caller, body: CreateIssueBody, register: boolean): Promise<IssueBody> {
    return this.uow.run(async (tx) => {
      const draft = await this.insertDraft(tx, caller, body);
      if (!register) return this.views.body(tx, draft, caller);
      const step = await this.lifecycle.begin(tx, caller, draft.id, 'register');
      return this.views.body(tx, await this.registerStep(tx, step), caller);
    });
  }

  /** Changes a finding while it is a draft or newly registered. */
  edit(caller: Caller, id: string, version: number, body: EditIssueBody): Promise<IssueBody> {
    return this.uow.run(async (tx) => {
      const step = await this.lifecycle.begin(tx, caller, id, 'edit', version);
      const patch = definedOf(body);
      if (step.issue.status !== 'DRAFT' && body.statement !== undefined) {
        throw ruleBroken('STATEMENT_FIXED', '建账后不能修改问题表述，可在具体表现中补充。', [
          { path: 'statement', code: 'FIXED', message: '建账后不能修改问题表述' },
        ]);
      }
      const changed = { ...step.issue, ...patch } as IssueRow;
      await this.checkFields(tx, caller, changed, body);
      if (step.issue.status === 'REGISTERED') await this.checkStillRegistrable(tx, step, changed);
      const before = Object.fromEntries(
        Object.keys(patch).map((field) => [field, step.issue[field as keyof IssueRow]]),
      );
      const after = await this.lifecycle.complete(tx, step, patch, { before, after: patch });
      return this.views.body(tx, after, caller);
    });
  }

  /** T01 建账: checks the required columns, gives the number, opens the account. */
  register(caller: Caller, id: string, version: number): Promise<IssueBody> {
    return this.uow.run(async (tx) => {
      const step = await this.lifecycle.begin(tx, caller, id, 'register', version);
      return this.views.body(tx, await this.registerStep(tx, step), caller);
    });
  }

  /** The registration inside a transaction of another room (一步销号 registers and closes). */
  async registerStep(tx: Tx, step: Step): Promise<IssueRow> {
    const { issue, tree } = step;
    if (!(await this.takesIssues(tx, issue.campaignId))) {
      throw conflict('CAMPAIGN_CLOSED', '该专项治理已结束，不能再登记问题。');
    }
    this.checkRegistrable(tx, issue);
    const today = businessDate(tx.now);
    const bureau = tree.get(issue.bureauId);
    // First the number: it makes others wait, so that the look for a twin misses none.
    const issueNo = await nextIssueNo(tx, bureau.areaCode, today.slice(0, 4));
    await this.checkDuplicate(tx, step, issue);
    return this.lifecycle.complete(tx, step, { issueNo, registeredOn: today });
  }

  private async insertDraft(tx: Tx, caller: Caller, body: CreateIssueBody): Promise<IssueRow> {
    const campaign = await this.intake.campaignFor(tx, caller, body.campaignId);
    const { campaignId, persons = [], ...fields } = body;
    const row = {
      ...blankIssue(tx.now, caller),
      ...definedOf(fields),
      id: newId(),
      campaignId,
      bureauId: campaign.ownerUnitId,
    } as IssueRow;
    await this.checkFields(tx, caller, row, fields);
    await tx.insert(Issue, row as unknown as Issue);
    await this.book.countStatus(
      tx,
      null,
      { unitId: row.responsibleUnitId ?? row.registeredUnitId, status: 'DRAFT' },
      campaignId,
    );
    this.audit.record(tx, caller, {
      action: 'issue.create',
      subjectType: 'issue',
      subjectId: row.id,
      detail: { statement: row.statement, to: 'DRAFT', cycleNo: 1 },
    });
    await this.persons.add(tx, caller, row, persons, 'persons');
    return row;
  }

  /** Facts that drafts must keep too: dates, counts, units and items that exist. */
  private async checkFields(
    tx: Tx,
    caller: Caller,
    row: IssueRow,
    given: Partial<IssueFields>,
  ): Promise<void> {
    const faults = draftFaults(row, given, {
      caller,
      tree: await this.units.load(tx),
      campaign: await this.campaigns.get(tx, row.campaignId),
      today: businessDate(tx.now),
    });
    const parent = given.parentIssueId;
    if (parent !== undefined && !(await this.lifecycle.find(tx, caller, parent))) {
      faults.push({ path: 'parentIssueId', code: 'UNKNOWN_ISSUE', message: '没有这条上级问题' });
    }
    if (faults.length > 0) throw ruleBroken('ISSUE_FIELDS', '问题登记内容有误。', faults);
  }

  private async takesIssues(db: Queryable, campaignId: string): Promise<boolean> {
    return (await this.campaigns.get(db, campaignId)).status === 'ACTIVE';
  }

  /** What registration asked for still holds after an edit, the feedback item included. */
  private async checkStillRegistrable(tx: Tx, step: Step, changed: IssueRow): Promise<void> {
    const { issue, tree } = step;
    this.checkRegistrable(tx, changed);
    const sameItem =
      changed.sourceDocNo === issue.sourceDocNo &&
      changed.sourceItemNo === issue.sourceItemNo &&
      changed.parentIssueId === issue.parentIssueId;
    if (sameItem) return;
    const { areaCode } = tree.get(issue.bureauId);
    await holdIssueNumbers(tx, areaCode, businessDate(tx.now).slice(0, 4));
    await this.checkDuplicate(tx, step, changed);
  }

  private checkRegistrable(tx: Tx, row: IssueRow): void {
    const faults = registrationFaults(row, businessDate(tx.now));
    if (faults.length > 0) throw ruleBroken('ISSUE_INCOMPLETE', '还不能建账，请补充。', faults);
  }

  /** One feedback item is registered once; a second source of the same fact is merged (并案). */
  private async checkDuplicate(
    db: Queryable,
    { caller, tree }: Step,
    row: IssueRow,
  ): Promise<void> {
    const splitFromFeedback = row.parentIssueId !== null;
    if (row.sourceDocNo === null || row.sourceItemNo === null || splitFromFeedback) return;
    const readable = issueScopeSql(caller, tree);
    const twin = await db.one<{ issueNo: string; readable: number }>(sql`
      SELECT i.issue_no, CASE WHEN ${readable} THEN 1 ELSE 0 END AS readable FROM issues AS i
      WHERE i.source_doc_no = ${row.sourceDocNo} AND i.source_item_no = ${row.sourceItemNo}
        AND i.bureau_id = ${row.bureauId} AND i.id <> ${row.id}
        AND i.status NOT IN ('DRAFT', 'VOIDED', 'MERGED')
        AND (i.parent_issue_id IS NULL OR i.parent_issue_id <> ${row.id})
      LIMIT 1`);
    if (!twin) return;
    // Which issue it is, only those learn who may read it.
    const [detail, message] = twin.readable
      ? [`该反馈条目已登记为${twin.issueNo}。`, `与${twin.issueNo}的反馈条目重复`]
      : ['该反馈条目已经登记。', '该反馈条目已经登记'];
    throw ruleBroken('DUPLICATE_SOURCE_ITEM', detail, [
      { path: 'sourceItemNo', code: 'DUPLICATE', message },
    ]);
  }
}

/** The fields that were given; a document number in its one spelling, so that twins are found. */
function definedOf(body: Partial<IssueFields>): Partial<IssueFields> {
  const given = Object.fromEntries(
    Object.entries(body).filter(([, value]) => value !== undefined),
  ) as Partial<IssueFields>;
  return given.sourceDocNo ? { ...given, sourceDocNo: normalizeDocNo(given.sourceDocNo) } : given;
}
