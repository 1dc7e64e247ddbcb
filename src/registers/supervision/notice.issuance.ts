import { Injectable } from '@nestjs/common';
import { CampaignCatalog } from '../../campaigns/campaign-catalog.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { type Actor, AuditLog } from '../../platform/audit/audit-log.js';
import { businessDate } from '../../platform/calendar/clock.js';
import { addWorkdays } from '../../platform/calendar/workdays.js';
import { newId } from '../../platform/database/ids.js';
import { inList, sql } from '../../platform/database/queryable.js';
import type { Tx } from '../../platform/database/tx.js';
import { nextDocNo } from '../doc-no.js';
import { MeasureProposals } from './measure.proposals.js';
import { NoticeIssue, NoticeUnit } from './notice-addressee.entity.js';
import type { Notice } from './notice.entity.js';
import { NoticeLifecycle, type NoticeStep } from './notice.lifecycle.js';
import { NoticeMessages } from './notice.messages.js';
import { firstFeedbackOn } from './notice.rules.js';
import type { NoticeKind } from './supervision.codes.js';

/** 签发: number, dates, addressees, entries in the history of the issues, messages, consequences. */
@Injectable()
export class NoticeIssuance {
  constructor(
    private readonly campaigns: CampaignCatalog,
    private readonly units: UnitCatalog,
    private readonly lifecycle: NoticeLifecycle,
    private readonly messages: NoticeMessages,
    private readonly proposals: MeasureProposals,
    private readonly audit: AuditLog,
  ) {}

  /** @param byName who has signed it, as the notice shows it. */
  async issue(tx: Tx, step: NoticeStep, byName: string): Promise<Notice> {
    const { notice, actor } = step;
    const { definition } = await this.campaigns.get(tx, notice.campaignId);
    const issuedOn = businessDate(tx.now);
    // The number first: its counter makes issuers of one bureau wait for each other, so that the
    // second sees the red notices of the first when it counts them.
    const bureau = (await this.units.load(tx)).get(notice.bureauId);
    const docNo = await nextDocNo(tx, bureau, WORD[notice.kind], issuedOn.slice(0, 4));
    const after = await this.lifecycle.complete(
      tx,
      step,
      {
        docNo,
        issuedOn,
        issuedAt: tx.now,
        issuedBy: actor.userId,
        issuedByName: byName,
        signDueOn: addWorkdays(issuedOn, definition.parameters.receiptWorkdays),
        feedbackDueOn: firstFeedbackOn({ ...notice, issuedOn }),
      },
      { docNo, level: notice.level, dueOn: notice.dueOn },
    );
    await this.address(tx, after);
    await this.link(tx, actor, after);
    await this.messages.issued(tx, after);
    await this.proposals.afterIssue(tx, after, definition.escalation);
    return after;
  }

  /** True when the bureau has a 机关代字, without which nothing can be numbered. */
  async canNumber(tx: Tx, bureauId: string): Promise<boolean> {
    return (await this.units.load(tx)).get(bureauId).docCode !== '';
  }

  private async address(tx: Tx, notice: Notice): Promise<void> {
    const { id: noticeId, leadUnitId, coUnitIds } = notice;
    await tx.insert(NoticeUnit, [
      { id: newId(), noticeId, unitId: leadUnitId, part: 'LEAD' },
      ...coUnitIds.map((unitId) => ({ id: newId(), noticeId, unitId, part: 'CO' as const })),
    ]);
  }

  private async link(tx: Tx, actor: Actor, notice: Notice): Promise<void> {
    const rows = await tx.all<{ id: string; cycleNo: number; issueNo: string | null }>(sql`
      SELECT id, cycle_no, issue_no FROM issues WHERE id IN ${inList(notice.issueIds)}`);
    for (const { id: issueId, cycleNo, issueNo } of rows) {
      await tx.insert(NoticeIssue, { id: newId(), noticeId: notice.id, issueId, cycleNo });
      this.audit.record(tx, actor, {
        action: notice.kind === 'SUPERVISE' ? 'issue.supervise' : 'issue.assignNotice',
        subjectType: 'issue',
        subjectId: issueId,
        detail: { issueNo, cycleNo, noticeId: notice.id, docNo: notice.docNo, level: notice.level },
      });
    }
  }
}

const WORD: Readonly<Record<NoticeKind, string>> = { SUPERVISE: '督', ASSIGN: '交' };
