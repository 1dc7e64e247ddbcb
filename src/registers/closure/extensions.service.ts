import { Injectable } from '@nestjs/common';
import { CampaignCatalog } from '../../campaigns/campaign-catalog.js';
import type { RectificationType } from '../../campaigns/codes/issue-codes.js';
import { latestDeadline } from '../../campaigns/deadline.rules.js';
import type { CampaignDefinition } from '../../campaigns/definition/campaign-definition.js';
import type { Caller } from '../../identity/caller.js';
import { addDays } from '../../platform/calendar/business-date.js';
import { businessDate } from '../../platform/calendar/clock.js';
import { newId } from '../../platform/database/ids.js';
import { type Queryable, sql } from '../../platform/database/queryable.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import {
  conflict,
  type FieldFault,
  forbidden,
  notFound,
  Problem,
  ruleBroken,
  staleVersion,
} from '../../platform/http/problem.js';
import { IssueLifecycle, type IssueRow } from '../issues/issue.lifecycle.js';
import type { ExtensionBody } from './closure.body.js';
import type { ExtensionDecisionInput, ExtensionInput } from './closure.dto.js';
import { Extension } from './closure.entity.js';

/** 延期: filed before the deadline, decided by the competent leader, never touching the original deadline. */
@Injectable()
export class Extensions {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly lifecycle: IssueLifecycle,
    private readonly campaigns: CampaignCatalog,
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
      if (issue.extensionPending) {
        throw conflict('EXTENSION_PENDING', '该问题已有延期申请正在审批。');
      }
      if (issue.extensionCount >= definition.parameters.extensionsMax) {
        throw conflict(
          'EXTENSIONS_USED_UP',
          `延期次数已达上限（${definition.parameters.extensionsMax}次），可申请挂账（持续整改）。`,
        );
      }
      const oldDeadline = issue.currentDeadline ?? businessDate(tx.now);
      if (businessDate(tx.now) > oldDeadline) {
        throw conflict('DEADLINE_PASSED', '整改时限已过，延期须在到期前申请。');
      }
      this.checkDate(input.newDeadline, 'newDeadline', issue, definition);
      const id = newId();
      await tx.insert(Extension, {
        id,
        issueId,
        bureauId: issue.bureauId,
        cycleNo: issue.cycleNo,
        oldDeadline,
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
      return this.load(tx, caller, id);
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
      if (issue.severity === 'SERIOUS' && !caller.roles.includes('DIRECTOR')) {
        throw forbidden('严重问题的延期须由局长（局党组）审批。');
      }
      if (extension.appliedBy === caller.userId) {
        throw new Problem(403, 'SELF_REVIEW', '申请人不能审批自己的延期申请。');
      }
      if (extension.status !== 'PENDING') throw conflict('ALREADY_DECIDED', '该延期申请已经办结。');
      if (extension.version !== version) throw staleVersion();
      const approved = input.decision === 'APPROVED';
      const granted = input.grantedDeadline ?? extension.requestedDeadline;
      const { definition } = await this.campaigns.get(tx, issue.campaignId);
      if (approved) this.checkDate(granted, 'grantedDeadline', issue, definition);
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
      return this.load(tx, caller, id);
    });
  }

  async ofIssue(db: Queryable, issueId: string): Promise<ExtensionBody[]> {
    return db.all<ExtensionBody>(
      sql`SELECT * FROM extensions WHERE issue_id = ${issueId} ORDER BY applied_at, id`,
    );
  }

  private async load(
    db: Queryable,
    caller: Caller,
    id: string,
  ): Promise<ExtensionBody & { appliedBy: string }> {
    const row = await db.one<ExtensionBody & { appliedBy: string }>(
      sql`SELECT * FROM extensions WHERE id = ${id}`,
    );
    if (!row) throw notFound();
    await this.lifecycle.load(db, caller, row.issueId);
    return row;
  }

  private checkDate(
    deadline: string,
    path: string,
    issue: IssueRow,
    definition: CampaignDefinition,
  ): void {
    const current = issue.currentDeadline ?? '';
    const { extensionDaysMax } = definition.parameters;
    const type = (issue.rectificationType ?? 'TIME_LIMITED') as RectificationType;
    const latest = latestDeadline(definition, type, issue.foundOn ?? '');
    const faults: FieldFault[] = [];
    if (deadline <= current) {
      faults.push({ path, code: 'NOT_LATER', message: `新时限应晚于现时限（${current}）` });
    } else if (deadline > addDays(current, extensionDaysMax)) {
      faults.push({ path, code: 'TOO_LONG', message: `每次延期不能超过${extensionDaysMax}天` });
    } else if (latest !== undefined && deadline > latest) {
      const message = `新时限不能晚于本次专项治理规定的${latest}`;
      faults.push({ path, code: 'AFTER_LATEST', message });
    }
    if (faults.length > 0) throw ruleBroken('EXTENSION_DATE', '延期日期有误。', faults);
  }
}
