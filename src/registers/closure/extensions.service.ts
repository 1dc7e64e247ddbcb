import { Injectable } from '@nestjs/common';
import { CampaignCatalog } from '../../campaigns/campaign-catalog.js';
import type { Caller } from '../../identity/caller.js';
import { facingRecord } from '../../identity/deputies/stand-ins.js';
import { businessDate, Clock } from '../../platform/calendar/clock.js';
import { newId } from '../../platform/database/ids.js';
import { type Queryable, raw, sql } from '../../platform/database/queryable.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import {
  type FieldFault,
  notFound,
  ruleBroken,
  staleVersion,
} from '../../platform/http/problem.js';
import { IssueLifecycle, type IssueRow } from '../issues/issue.lifecycle.js';
import type { ExtensionBody } from './closure.body.js';
import type { ExtensionDecisionInput, ExtensionInput } from './closure.dto.js';
import { Extension } from './closure.entity.js';
import {
  extensionDateFaults,
  extensionDecisionObstacle,
  extensionObstacle,
} from './extension.rules.js';

/** What answers show, and who applied. */
type ExtensionRow = ExtensionBody & { appliedBy: string };

const COLUMNS = raw(
  [
    'id',
    'issue_id',
    'cycle_no',
    'old_deadline',
    'requested_deadline',
    'granted_deadline',
    'reason',
    'progress_so_far',
    'status',
    'applied_by',
    'applied_by_name',
    'applied_at',
    'decided_by_name',
    'opinion',
    'decided_at',
    'version',
  ].join(', '),
);

/** 延期: filed before the deadline, decided by the competent leader, never touching the original deadline. */
@Injectable()
export class Extensions {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly lifecycle: IssueLifecycle,
    private readonly campaigns: CampaignCatalog,
    private readonly clock: Clock,
  ) {}

  apply(
    caller: Caller,
    issueId: string,
    version: number,
    input: ExtensionInput,
  ): Promise<ExtensionBody> {
    return this.uow.run(async (tx) => {
      const step = await this.lifecycle.begin(tx, caller, issueId, 'requestExtension', version);
      const { issue } = step;
      const { definition } = await this.campaigns.get(tx, issue.campaignId);
      const today = businessDate(tx.now);
      const obstacle = extensionObstacle(issue, definition.parameters, today);
      if (obstacle) throw obstacle;
      checkDate(extensionDateFaults(input.newDeadline, 'newDeadline', issue, definition));
      const id = newId();
      await tx.insert(Extension, {
        id,
        issueId,
        bureauId: issue.bureauId,
        cycleNo: issue.cycleNo,
        oldDeadline: issue.currentDeadline ?? today,
        requestedDeadline: input.newDeadline,
        grantedDeadline: null,
        reason: input.reason,
        progressSoFar: input.progressSoFar,
        status: 'PENDING',
        appliedBy: caller.userId,
        appliedByName: caller.name,
        appliedAt: tx.now,
        decidedBy: null,
        decidedByName: null,
        opinion: null,
        decidedAt: null,
        version: 1,
      });
      await this.lifecycle.complete(tx, step, { extensionPending: true }, { ...input });
      return bodyOf(await this.load(tx, caller, id));
    });
  }

  /** Serious issues are decided by the director; nobody decides their own application. */
  decide(
    caller: Caller,
    id: string,
    version: number,
    input: ExtensionDecisionInput,
  ): Promise<ExtensionBody> {
    return this.uow.run(async (tx) => {
      const extension = await this.load(tx, caller, id);
      const step = await this.lifecycle.begin(tx, caller, extension.issueId, 'decideExtension');
      const { issue } = step;
      const asked = await facingRecord(tx, caller, issue.id);
      const obstacle = extensionDecisionObstacle(issue, extension, asked);
      if (obstacle) throw obstacle;
      if (extension.version !== version) throw staleVersion();
      const approved = input.decision === 'APPROVED';
      const granted = input.grantedDeadline ?? extension.requestedDeadline;
      const { definition } = await this.campaigns.get(tx, issue.campaignId);
      if (approved) checkDate(extensionDateFaults(granted, 'grantedDeadline', issue, definition));
      const changed = await tx.update(
        Extension,
        { id, version },
        {
          status: approved ? 'APPROVED' : 'REJECTED',
          grantedDeadline: approved ? granted : null,
          decidedBy: caller.userId,
          decidedByName: caller.name,
          opinion: input.opinion,
          decidedAt: tx.now,
          version: version + 1,
        },
      );
      if (changed === 0) throw staleVersion();
      await this.lifecycle.complete(
        tx,
        step,
        {
          extensionPending: false,
          ...(approved
            ? { currentDeadline: granted, extensionCount: issue.extensionCount + 1 }
            : {}),
        },
        {
          decision: input.decision,
          opinion: input.opinion,
          ...(approved && { deadline: granted }),
        },
      );
      return bodyOf(await this.load(tx, caller, id));
    });
  }

  async ofIssue(db: Queryable, issueId: string): Promise<ExtensionBody[]> {
    const rows = await db.all<ExtensionRow>(
      sql`SELECT ${COLUMNS} FROM extensions WHERE issue_id = ${issueId} ORDER BY applied_at, id`,
    );
    return rows.map(bodyOf);
  }

  /** True when the caller could apply for an extension now. */
  async mayApply(db: Queryable, issue: IssueRow): Promise<boolean> {
    const { definition } = await this.campaigns.get(db, issue.campaignId);
    return extensionObstacle(issue, definition.parameters, this.clock.today()) === undefined;
  }

  /** True when an application waits that the caller could decide. */
  async mayDecide(db: Queryable, issue: IssueRow, caller: Caller): Promise<boolean> {
    if (!issue.extensionPending) return false;
    const extension = await db.one<ExtensionRow>(sql`
      SELECT ${COLUMNS} FROM extensions WHERE issue_id = ${issue.id} AND status = 'PENDING'`);
    return (
      extension !== undefined && extensionDecisionObstacle(issue, extension, caller) === undefined
    );
  }

  private async load(db: Queryable, caller: Caller, id: string): Promise<ExtensionRow> {
    const row = await db.one<ExtensionRow>(sql`SELECT ${COLUMNS} FROM extensions WHERE id = ${id}`);
    if (!row) throw notFound();
    await this.lifecycle.load(db, caller, row.issueId);
    return row;
  }
}

const bodyOf = ({ appliedBy: _applicant, ...body }: ExtensionRow): ExtensionBody => body;

function checkDate(faults: FieldFault[]): void {
  if (faults.length > 0) throw ruleBroken('EXTENSION_DATE', '延期日期有误。', faults);
}
