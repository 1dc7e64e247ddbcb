import { Injectable } from '@nestjs/common';
import { CampaignCatalog } from '../../campaigns/campaign-catalog.js';
import { RETURN_REASON, type ReturnReason } from '../../campaigns/codes/issue-codes.js';
import type { Caller } from '../../identity/caller.js';
import { chineseDate } from '../../platform/calendar/business-date.js';
import { businessDate } from '../../platform/calendar/clock.js';
import { addWorkdays } from '../../platform/calendar/workdays.js';
import { newId } from '../../platform/database/ids.js';
import { type Queryable, sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import type { Tx } from '../../platform/database/tx.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { labelOf } from '../../platform/dictionary/code-list.js';
import { fieldBroken } from '../../platform/http/problem.js';
import { receiverUnitOf } from './report.actions.js';
import { closeBookOf } from './report.balance.js';
import type { ReportBody, ReportReviewItem } from './report.body.js';
import type { AcceptanceBody, PaperReceiptBody, ReturnBody } from './report.dto.js';
import { ReportLifecycle, type ReportStep } from './report.lifecycle.js';
import { ReportNotices } from './report.notices.js';
import { ReportQueries } from './report.queries.js';
import { ReportReview } from './report-review.entity.js';

type ReviewFields = Partial<
  Pick<ReportReview, 'reasonCode' | 'items' | 'demand' | 'opinion' | 'day'>
> &
  Pick<ReportReview, 'decision' | 'versionNo'>;

/** 接收、退回重报、纸质件: what the receiver does with a report that has been handed in. */
@Injectable()
export class ReportReviews {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly reader: Reader,
    private readonly campaigns: CampaignCatalog,
    private readonly queries: ReportQueries,
    private readonly lifecycle: ReportLifecycle,
    private readonly notices: ReportNotices,
  ) {}

  /**
   * Sends the report back with a reason, what is to be put right, and a day. An accepted report may be
   * sent back too (逐级退回), as long as no later period is sealed and nothing was sent up.
   */
  sendBack(caller: Caller, id: string, version: number, body: ReturnBody): Promise<ReportBody> {
    return this.uow.run(async (tx) => {
      await closeBookOf(tx, id);
      const step = await this.lifecycle.begin(tx, caller, id, 'return', version);
      const { report } = step;
      const resubmitOn = await this.resubmissionDay(tx, step, body.resubmitOn);
      const versionNo = report.officialVersionNo ?? (await latestVersionNo(tx, report.id));
      const reasonCode = body.reasonCode as ReturnReason;
      const { demand, items = [] } = body;
      const seq = await this.enter(tx, step, {
        decision: 'RETURNED',
        versionNo,
        reasonCode,
        items,
        demand,
        day: resubmitOn,
      });
      const patch = {
        resubmitOn,
        returnCount: report.returnCount + 1,
        officialVersionNo: null,
        // The copy that came in is of the version sent back.
        paperReceivedOn: null,
      };
      const detail = { versionNo, reasonCode, demand, resubmitOn };
      const after = await this.lifecycle.complete(tx, step, patch, detail);
      await this.notices.toReporter(tx, after, (subject) => ({
        topic: 'REPORT_RETURNED',
        occasion: String(seq),
        title: `${subject}被退回，请于${chineseDate(resubmitOn)}前重报`,
        body: `退回原因：${labelOf(RETURN_REASON, reasonCode)}。补充要求：${demand}`,
      }));
      return this.queries.body(tx, caller, after);
    });
  }

  /** Takes the version in hand as the official one. */
  accept(
    caller: Caller,
    id: string,
    version: number,
    { opinion }: AcceptanceBody,
  ): Promise<ReportBody> {
    return this.uow.run(async (tx) => {
      const step = await this.lifecycle.begin(tx, caller, id, 'accept', version);
      const versionNo = await latestVersionNo(tx, id);
      await this.enter(tx, step, { decision: 'ACCEPTED', versionNo, opinion: opinion ?? null });
      const patch = { officialVersionNo: versionNo, resubmitOn: null };
      const after = await this.lifecycle.complete(tx, step, patch, { versionNo });
      await this.notices.toReporter(tx, after, (subject) => ({
        topic: 'REPORT_ACCEPTED',
        occasion: String(versionNo),
        title: `${subject}第${versionNo}版已接收`,
        body: opinion ?? '报告已接收。',
      }));
      return this.queries.body(tx, caller, after);
    });
  }

  /** Registers that the stamped paper copy came in. */
  receivePaper(
    caller: Caller,
    id: string,
    version: number,
    { receivedOn, note }: PaperReceiptBody,
  ): Promise<ReportBody> {
    return this.uow.run(async (tx) => {
      const step = await this.lifecycle.begin(tx, caller, id, 'receivePaper', version);
      if (receivedOn > businessDate(tx.now) || receivedOn < step.report.opensOn) {
        throw fieldBroken('receivedOn', 'RECEIVED_ON', '收到日期应在开始填报以后、今天以前');
      }
      const versionNo = await latestVersionNo(tx, id);
      const entry = { versionNo, opinion: note ?? null, day: receivedOn };
      await this.enter(tx, step, { decision: 'PAPER_RECEIVED', ...entry });
      const patch = { paperReceivedOn: receivedOn };
      const after = await this.lifecycle.complete(tx, step, patch, { versionNo, receivedOn });
      return this.queries.body(tx, caller, after);
    });
  }

  /** The register of everything that receivers did with the report. */
  async list(caller: Caller, id: string): Promise<ReportReviewItem[]> {
    const report = await this.queries.load(this.reader, caller, id);
    const rows = await this.reader.all<Omit<ReportReviewItem, 'items'> & { items: string }>(sql`
      SELECT v.seq, v.version_no, v.decision, v.reason_code, v.items, v.demand, v.opinion, v.day,
             u.name AS unit_name, v.decided_by_name, v.decided_at
      FROM report_reviews AS v JOIN units AS u ON u.id = v.unit_id
      WHERE v.report_id = ${report.id} ORDER BY v.seq`);
    return rows.map((row) => ({ ...row, items: JSON.parse(row.items) as string[] }));
  }

  /** One line of the register. */
  async enter(tx: Tx, { report, caller, tree }: ReportStep, fields: ReviewFields): Promise<number> {
    const seq = await tx.nextNumber(`report-review:${report.id}`);
    await tx.insert(ReportReview, {
      id: newId(),
      reportId: report.id,
      seq,
      reasonCode: null,
      items: [],
      demand: null,
      opinion: null,
      day: null,
      ...fields,
      unitId: receiverUnitOf(report, tree),
      decidedBy: caller.userId,
      decidedByName: caller.name,
      decidedAt: tx.now,
    });
    return seq;
  }

  /** The day asked for, else the campaign's number of workdays from today. */
  private async resubmissionDay(
    tx: Tx,
    { report }: ReportStep,
    wanted: string | undefined,
  ): Promise<string> {
    const today = businessDate(tx.now);
    if (wanted === undefined) {
      const { definition } = await this.campaigns.get(tx, report.campaignId);
      return addWorkdays(today, definition.parameters.resubmissionWorkdays);
    }
    if (wanted >= today) return wanted;
    throw fieldBroken('resubmitOn', 'RESUBMIT_ON', '重报期限不能早于今天');
  }
}

/** Number of the version sealed last; 0 before the first. */
export async function latestVersionNo(db: Queryable, reportId: string): Promise<number> {
  const row = await db.one<{ latest: number | null }>(
    sql`SELECT MAX(version_no) AS latest FROM report_versions WHERE report_id = ${reportId}`,
  );
  return row?.latest ?? 0;
}
