import { Injectable } from '@nestjs/common';
import { CampaignCatalog } from '../../campaigns/campaign-catalog.js';
import { canReadCampaign } from '../../campaigns/campaign.scope.js';
import type { Caller } from '../../identity/caller.js';
import { UnitCatalog, type UnitTree } from '../../identity/unit-catalog.js';
import { inList, join, sql, type Sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import { offsetOf, type Page } from '../../platform/http/paging.js';
import { notFound } from '../../platform/http/problem.js';
import { refOf } from '../../registers/issues/issue.views.js';
import { readableSql } from './report-scope.js';
import type { ShiftBody } from './schedule.body.js';
import type { ShiftListQuery } from './schedule.dto.js';
import type { ReportShift } from './schedule.entity.js';

/** The register of 顺延通知, as far as they concern the caller. */
@Injectable()
export class ReportShiftQueries {
  constructor(
    private readonly reader: Reader,
    private readonly units: UnitCatalog,
    private readonly campaigns: CampaignCatalog,
  ) {}

  /** Newest first. @throws 404 for a campaign out of scope. */
  async list(caller: Caller, query: ShiftListQuery): Promise<Page<ShiftBody>> {
    const tree = await this.units.load();
    const campaign = await this.campaigns.get(this.reader, query.campaignId);
    if (!canReadCampaign(caller, campaign.ownerUnitId, tree)) throw notFound();
    const { ruleCode, period } = query;
    const where = join(
      [
        sql`campaign_id = ${campaign.id}`,
        concernsSql(caller, tree),
        ...(ruleCode ? [sql`rule_code = ${ruleCode}`] : []),
        ...(period ? [sql`period = ${period}`] : []),
      ],
      ' AND ',
    );
    const rows = await this.reader.all<ReportShift>(sql`
      SELECT * FROM report_shifts WHERE ${where}
      ORDER BY issued_at DESC, id DESC LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}`);
    const counted = await this.reader.one<{ total: number }>(
      sql`SELECT COUNT(*) AS total FROM report_shifts WHERE ${where}`,
    );
    return {
      items: rows.map((row) => shiftBody(row, tree)),
      total: counted?.total ?? 0,
      page: query.page,
      pageSize: query.pageSize,
    };
  }
}

/** The receiver is one above the caller, or one whose reports he may read. */
function concernsSql(caller: Caller, tree: UnitTree): Sql {
  const above = tree.ancestors(caller.unitId).map(({ id }) => id);
  const readable = readableSql(sql`receiver_unit_id`, caller, tree);
  return sql`(receiver_unit_id IN ${inList(above)} OR ${readable})`;
}

export const shiftBody = (shift: ReportShift, tree: UnitTree): ShiftBody => ({
  id: shift.id,
  campaignId: shift.campaignId,
  ruleCode: shift.ruleCode,
  period: shift.period,
  periodLabel: shift.periodLabel,
  receiver: refOf(tree, shift.receiverUnitId),
  shiftNo: shift.shiftNo,
  printedDueOn: shift.printedDueOn,
  previousDueOn: shift.previousDueOn,
  newDueOn: shift.newDueOn,
  newDueTime: shift.newDueTime,
  noticeNo: shift.noticeNo,
  reason: shift.reason,
  reportCount: shift.reportCount,
  issuedByName: shift.issuedByName,
  issuedAt: shift.issuedAt,
});
