import { setImmediate as othersTurn } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { CampaignCatalog, type LoadedCampaign } from '../../campaigns/campaign-catalog.js';
import { Notifier } from '../../notifications/notifier.js';
import { addDays, chineseDate, daysBetween } from '../../platform/calendar/business-date.js';
import { Clock } from '../../platform/calendar/clock.js';
import { inList, sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import type { Tx } from '../../platform/database/tx.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { IssueRow } from '../issues/issue.lifecycle.js';
import {
  anyOpen,
  type Candidates,
  escalationCandidates,
  expiredDrafts,
  nextIds,
  reminderCandidates,
  staleNotices,
} from './escalation.candidates.js';
import { remaining } from './escalation.texts.js';
import { LadderNotices } from './ladder.notices.js';
import { shortened } from './notice.from-issue.js';
import { NoticeLifecycle } from './notice.lifecycle.js';
import { NoticeMessages } from './notice.messages.js';

/** What one pass has done; all zero when nothing was due. */
export interface EscalationReport {
  /** Messages sent before deadlines. */
  reminded: number;
  /** Notices numbered and sent. */
  issued: number;
  /** Notices that wait for a signature. */
  drafted: number;
  /** Notices that had lost their reason: drafts discarded, issued ones concluded. */
  cleared: number;
  /** Drafts that had waited past the day they ask a reply for, brought up to today. */
  renewed: number;
  /** Issues at which something went wrong; the next pass tries them again. */
  failed: number;
}

interface Pass {
  readonly today: string;
  readonly report: EscalationReport;
  readonly stop: AbortSignal | undefined;
}

const NOTHING: Readonly<EscalationReport> = {
  reminded: 0,
  issued: 0,
  drafted: 0,
  cleared: 0,
  renewed: 0,
  failed: 0,
};
const BATCH = 100;
const REMINDER_BATCH = 25;

/**
 * One pass over the open issues: reminders before the deadline, numbered notices after it. May be run
 * as often as one likes and on several servers at once: what has been done is not done again.
 */
@Injectable()
export class EscalationService {
  private readonly log = new Logger(EscalationService.name);

  constructor(
    private readonly uow: UnitOfWork,
    private readonly reader: Reader,
    private readonly clock: Clock,
    private readonly campaigns: CampaignCatalog,
    private readonly ladder: LadderNotices,
    private readonly lifecycle: NoticeLifecycle,
    private readonly messages: NoticeMessages,
    private readonly notifier: Notifier,
  ) {}

  /**
   * One pass at the clock's today, over every campaign that runs and has the ladder switched on.
   * @param stop breaks the pass off after the issue that is being dealt with.
   */
  async run(stop?: AbortSignal): Promise<EscalationReport> {
    const today = this.clock.today();
    const report: EscalationReport = { ...NOTHING };
    const pass: Pass = { today, report, stop };
    for (const campaign of await this.campaigns.all(this.reader)) {
      if (campaign.status !== 'ACTIVE' || !campaign.definition.escalation.enabled) continue;
      await this.clearStale(campaign, pass);
      await this.renewDrafts(campaign, pass);
      if (!(await anyOpen(this.reader, campaign.id))) continue;
      await this.remind(campaign, pass);
      const { escalation } = campaign.definition;
      for (const candidates of escalationCandidates(campaign.id, today, escalation)) {
        await this.escalate(campaign, candidates, pass);
      }
    }
    return report;
  }

  private async escalate(
    campaign: LoadedCampaign,
    candidates: Candidates,
    pass: Pass,
  ): Promise<void> {
    for await (const ids of this.batches(candidates, BATCH, pass)) {
      for (const id of ids) {
        await this.guarded(pass, id, async () => {
          const { basis } = candidates;
          const notice = await this.uow.run((tx) => this.ladder.make(tx, campaign, id, basis));
          if (notice) pass.report[notice.status === 'DRAFT' ? 'drafted' : 'issued'] += 1;
        });
      }
    }
  }

  private async remind(campaign: LoadedCampaign, pass: Pass): Promise<void> {
    const { today, report } = pass;
    const ahead = campaign.definition.reminders.issueDaysBefore;
    const days = ahead.map((count) => addDays(today, count));
    for (const candidates of reminderCandidates(campaign.id, days)) {
      for await (const ids of this.batches(candidates, REMINDER_BATCH, pass)) {
        await this.guarded(pass, ids[0] ?? '', async () => {
          report.reminded += await this.uow.run((tx) => this.remindAll(tx, candidates, ids, today));
        });
      }
    }
  }

  private async remindAll(
    tx: Tx,
    { basis, where }: Candidates,
    ids: readonly string[],
    today: string,
  ): Promise<number> {
    // Read again with the same condition: one may have been closed since the batch was made.
    const issues = await tx.all<IssueRow>(
      sql`SELECT * FROM issues AS i WHERE ${where} AND i.id IN ${inList(ids)} ORDER BY i.id`,
    );
    const what = basis === 'REVIEW' ? '挂账复评时间' : '整改时限';
    let sent = 0;
    for (const issue of issues) {
      const day = basis === 'REVIEW' ? issue.nextReviewOn : issue.currentDeadline;
      if (day === null) continue;
      const days = daysBetween(today, day);
      const told = await this.notifier.notify(tx, {
        topic: 'ISSUE_REMINDER',
        dedupeKey: `issue-reminder:${issue.id}:${issue.cycleNo}:${basis}:${day}:${days}`,
        to: {
          unitId: issue.responsibleUnitId ?? issue.registeredUnitId,
          anyOf: ['progress.add', 'issue.acknowledge'],
        },
        title: `${what}${remaining(days)}：${issue.issueNo ?? ''} ${shortened(issue.statement)}`,
        body: `${what}为${chineseDate(day)}，请按期完成；确有困难的，请在到期前申请延期。`,
        subject: { type: 'issue', id: issue.id },
      });
      sent += told.length;
    }
    return sent;
  }

  private async clearStale(campaign: LoadedCampaign, pass: Pass): Promise<void> {
    for (const { id } of await staleNotices(this.reader, campaign.id)) {
      await this.guarded(pass, id, async () => {
        if (await this.uow.run((tx) => this.clear(tx, campaign, id))) pass.report.cleared += 1;
      });
    }
  }

  private async renewDrafts(campaign: LoadedCampaign, pass: Pass): Promise<void> {
    const { today, report } = pass;
    for (const { id } of await expiredDrafts(this.reader, campaign.id, today)) {
      await this.guarded(pass, id, async () => {
        if (await this.uow.run((tx) => this.ladder.renew(tx, campaign, id))) report.renewed += 1;
      });
    }
  }

  /** Discards the draft or concludes the notice, if it has still lost its reason. */
  private async clear(tx: Tx, campaign: LoadedCampaign, id: string): Promise<boolean> {
    const notice = await this.lifecycle.hold(tx, id);
    const stale = await staleNotices(tx, campaign.id, id);
    if (!notice || stale.length === 0) return false;
    const draft = notice.status === 'DRAFT';
    const closingNote = draft
      ? '所涉问题已办结、已签收或时限已变更，草稿自动作废。'
      : '所涉问题已销号或已不在本轮整改中，自动办结。';
    const action = draft ? 'withdraw' : 'conclude';
    const after = await this.lifecycle.endBySystem(tx, notice, action, closingNote);
    if (!draft) await this.messages.ended(tx, after);
    return true;
  }

  /** Ids of a set in portions. */
  private async *batches(
    candidates: Candidates,
    size: number,
    { stop }: Pass,
  ): AsyncGenerator<string[]> {
    for (let after = ''; !stop?.aborted;) {
      const ids = await nextIds(this.reader, candidates, after, size);
      if (ids.length > 0) yield ids;
      if (ids.length < size) return;
      after = ids.at(-1) ?? after;
    }
  }

  /**
   * One issue that cannot be dealt with must not keep the others waiting; and after each one requests
   * have their turn, because SQLite blocks while it works.
   */
  private async guarded(
    { report, stop }: Pass,
    id: string,
    work: () => Promise<void>,
  ): Promise<void> {
    if (stop?.aborted) return;
    try {
      await work();
    } catch (error) {
      report.failed += 1;
      this.log.error(`Escalation failed at ${id}`, error instanceof Error ? error.stack : error);
    }
    await othersTurn();
  }
}
