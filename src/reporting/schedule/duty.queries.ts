import { Injectable } from '@nestjs/common';
import { CampaignCatalog } from '../../campaigns/campaign-catalog.js';
import { canReadCampaign } from '../../campaigns/campaign.scope.js';
import type { Caller } from '../../identity/caller.js';
import { may } from '../../identity/permissions.js';
import { UnitCatalog, type UnitTree } from '../../identity/unit-catalog.js';
import { addDays, daysBetween } from '../../platform/calendar/business-date.js';
import { Clock } from '../../platform/calendar/clock.js';
import { inList, join, sql, type Sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import { offsetOf, type Page } from '../../platform/http/paging.js';
import { fieldBroken, notFound } from '../../platform/http/problem.js';
import { DutyPlans, type PlannedReport } from './duty-plans.js';
import { dutyOfReport, plannedDuty } from './duty.views.js';
import { receiverOf } from './report-receiver.rules.js';
import { SCHEDULE_COLUMNS, scheduledReportOf, type StoredReport } from './report-reads.js';
import { employersOf, reportScopeSql, sightOf, withinSql } from './report-scope.js';
import type { DutiesBody, DutyBody } from './schedule.body.js';
import type { CalendarQuery } from './schedule.dto.js';

const RANGE_DAYS_MAX = 400;
/** How far ahead one's own duties look. */
const SOON_DAYS = 30;
const DUTIES_MAX = 200;

/** What a line of the calendar is sorted by, and what it is made from when its page is asked for. */
interface Line {
  readonly key: string;
  readonly source: string | PlannedReport;
}

/** The duty calendar (domain §3.5): reports that are owed and those still to come. */
@Injectable()
export class DutyQueries {
  constructor(
    private readonly reader: Reader,
    private readonly units: UnitCatalog,
    private readonly campaigns: CampaignCatalog,
    private readonly clock: Clock,
    private readonly plans: DutyPlans,
  ) {}

  /**
   * Reports due in a span of days, in the order of their due days; those without a day appear on the
   * day they open.
   * @throws 404 for a campaign or unit out of scope; 422 for a span that is empty or too long.
   */
  async calendar(caller: Caller, query: CalendarQuery): Promise<Page<DutyBody>> {
    const tree = await this.units.load();
    const campaign = await this.campaigns.get(this.reader, query.campaignId);
    if (!canReadCampaign(caller, campaign.ownerUnitId, tree)) throw notFound();
    const sight = sightOf(caller, tree);
    if (query.unitId && !sight.mayConcern(query.unitId)) throw notFound();
    assertSpan(query);
    const { unitId = campaign.ownerUnitId, ruleCode, from, to } = query;
    const made = await this.made([
      sql`r.campaign_id = ${campaign.id}`,
      reportScopeSql(caller, tree),
      withinSql(sql`r.unit_id`, unitId, tree),
      sql`COALESCE(r.due_on, r.opens_on) BETWEEN ${from} AND ${to}`,
      ...(ruleCode ? [sql`r.rule_code = ${ruleCode}`] : []),
    ]);
    const planned = await this.plans.of(campaign, tree, {
      unit: (id) => tree.isWithin(id, unitId) && sight.mayConcern(id),
      rule: (code) => !ruleCode || code === ruleCode,
      day: (date) => date >= from && date <= to,
    });
    const seen = planned.filter((report) =>
      sight.sees(report.unitId, () => receiverOfPlanned(report, tree)),
    );
    const lines = [...made, ...seen.map(lineOfPlanned)].sort(byKey);
    const offset = offsetOf(query);
    return {
      items: await this.bodies(lines.slice(offset, offset + query.pageSize), tree),
      total: lines.length,
      page: query.page,
      pageSize: query.pageSize,
    };
  }

  /** What the caller's own unit has to do now and soon. */
  async mine(caller: Caller): Promise<DutiesBody> {
    const tree = await this.units.load();
    const own = employersOf(caller, tree);
    const now = this.clock.now();
    const list = async (...conditions: Sql[]): Promise<DutyBody[]> =>
      (await this.reports(conditions, DUTIES_MAX)).map((row) =>
        dutyOfReport(scheduledReportOf(row), tree, now),
      );
    const received = sql`r.receiver_unit_id IN ${inList(own)}`;
    const soon = await this.soon(own, tree);
    return {
      today: this.clock.today(),
      owed: [
        ...(await list(
          sql`r.unit_id IN ${inList(own)}`,
          sql`r.status IN ('PENDING', 'DRAFT', 'RETURNED')`,
        )),
        ...soon,
      ],
      toReceive: await list(received, sql`r.status = 'SUBMITTED'`),
      missing: await list(
        received,
        sql`r.first_submitted_at IS NULL`,
        sql`r.status IN ('PENDING', 'DRAFT')`,
        sql`r.due_at <= ${now}`,
      ),
      mayUrge: may(caller.roles, 'report.urge') && (await this.receives(received)),
    };
  }

  private async receives(received: Sql): Promise<boolean> {
    const one = sql`SELECT 1 AS found FROM reports AS r WHERE ${received} LIMIT 1`;
    return (await this.reader.one(one)) !== undefined;
  }

  private async soon(own: readonly string[], tree: UnitTree): Promise<DutyBody[]> {
    const until = addDays(this.clock.today(), SOON_DAYS);
    const planned: PlannedReport[] = [];
    const wanted = { unit: (id: string) => own.includes(id), rule: () => true, day: () => true };
    for (const campaign of await this.campaigns.all(this.reader)) {
      if (!own.some((id) => tree.isWithin(id, campaign.ownerUnitId))) continue;
      planned.push(...(await this.plans.of(campaign, tree, wanted)));
    }
    const soon = planned.filter(({ slot }) => slot.opensOn <= until);
    return this.bodies(soon.map(lineOfPlanned).sort(byKey), tree);
  }

  private async made(conditions: readonly Sql[]): Promise<Line[]> {
    type Row = Pick<StoredReport, 'id' | 'unitId' | 'ruleCode' | 'period'> & { day: string };
    const rows = await this.reader.all<Row>(sql`
      SELECT r.id, r.unit_id, r.rule_code, r.period, COALESCE(r.due_on, r.opens_on) AS day
      FROM reports AS r WHERE ${join(conditions, ' AND ')}`);
    return rows.map(({ id, unitId, ruleCode, period, day }) => ({
      key: keyOf(day, ruleCode, period, unitId),
      source: id,
    }));
  }

  /** The bodies of a page, in its order. */
  private async bodies(lines: readonly Line[], tree: UnitTree): Promise<DutyBody[]> {
    const ids = lines.flatMap(({ source }) => (typeof source === 'string' ? [source] : []));
    const rows = await this.reports([sql`r.id IN ${inList(ids)}`]);
    const byId = new Map(rows.map((row) => [row.id, row]));
    const now = this.clock.now();
    return lines.flatMap(({ source }) => {
      if (typeof source !== 'string') return [plannedDuty(source, tree, now)];
      const row = byId.get(source);
      return row ? [dutyOfReport(scheduledReportOf(row), tree, now)] : [];
    });
  }

  private reports(conditions: readonly Sql[], limit?: number): Promise<StoredReport[]> {
    const bounded = limit === undefined ? sql`` : sql`LIMIT ${limit}`;
    return this.reader.all<StoredReport>(sql`
      SELECT ${SCHEDULE_COLUMNS} FROM reports AS r WHERE ${join(conditions, ' AND ')}
      ORDER BY COALESCE(r.due_on, r.opens_on), r.rule_code, r.id ${bounded}`);
  }
}

function assertSpan({ from, to }: CalendarQuery): void {
  const days = daysBetween(from, to);
  if (days < 0) throw fieldBroken('to', 'BAD_SPAN', '止期不能早于起期');
  if (days > RANGE_DAYS_MAX) {
    throw fieldBroken('to', 'BAD_SPAN', `起止日期不能超过${RANGE_DAYS_MAX}天`);
  }
}

const keyOf = (day: string, ruleCode: string, period: string, unitId: string): string =>
  `${day} ${ruleCode} ${period} ${unitId}`;

const lineOfPlanned = (source: PlannedReport): Line => ({
  key: keyOf(source.day, source.rule.code, source.slot.periodId, source.unitId),
  source,
});

const receiverOfPlanned = ({ campaign, rule, unitId }: PlannedReport, tree: UnitTree): string =>
  receiverOf({ level: rule.receiver.level }, unitId, campaign.ownerUnitId, tree).unitId;

const byKey = (a: Line, b: Line): number => (a.key < b.key ? -1 : 1);
