import { Injectable } from '@nestjs/common';
import { CampaignCatalog, type LoadedCampaign } from '../../campaigns/campaign-catalog.js';
import { canReadCampaign } from '../../campaigns/campaign.scope.js';
import type { Caller } from '../../identity/caller.js';
import { Scope } from '../../identity/scope.js';
import { UnitCatalog, type UnitTree } from '../../identity/unit-catalog.js';
import { addDays, daysBetween } from '../../platform/calendar/business-date.js';
import { Clock } from '../../platform/calendar/clock.js';
import { inList, join, sql, type Sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import { offsetOf, type Page } from '../../platform/http/paging.js';
import { notFound, ruleBroken } from '../../platform/http/problem.js';
import { reportSlots } from './due-dates.rules.js';
import { dutyOfReport, plannedDuty } from './duty.views.js';
import { owesReport } from './report-owners.rules.js';
import {
  openedKey,
  openedPeriods,
  scheduledReportOf,
  shiftKey,
  shiftsOf,
  type StoredReport,
} from './report-reads.js';
import { receiverOf } from './report-receiver.rules.js';
import { employersOf, readableSql, reaches } from './report-scope.js';
import type { DutiesBody, DutyBody } from './schedule.body.js';
import type { CalendarQuery } from './schedule.dto.js';

const RANGE_DAYS_MAX = 400;
/** How far ahead one's own duties look. */
const SOON_DAYS = 30;
const DUTIES_MAX = 200;

/** Which reports to come are asked for. */
interface Wanted {
  readonly unit: (id: string) => boolean;
  readonly rule: (code: string) => boolean;
  /** The due day, or where there is none the day on which it opens. */
  readonly day: (date: string) => boolean;
}

/** The duty calendar (domain §3.5): reports that are owed and those still to come. */
@Injectable()
export class DutyQueries {
  constructor(
    private readonly reader: Reader,
    private readonly units: UnitCatalog,
    private readonly campaigns: CampaignCatalog,
    private readonly clock: Clock,
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
    if (query.unitId && !reaches(caller, 'report.read', query.unitId, tree)) throw notFound();
    assertSpan(query);
    const within = query.unitId ? tree.subtree(query.unitId) : undefined;
    const { ruleCode } = query;
    const made = await this.reports([
      sql`r.campaign_id = ${campaign.id}`,
      readableSql(sql`r.unit_id`, caller, tree),
      sql`COALESCE(r.due_on, r.opens_on) BETWEEN ${query.from} AND ${query.to}`,
      ...(within ? [sql`r.unit_id IN ${inList(within)}`] : []),
      ...(ruleCode ? [sql`r.rule_code = ${ruleCode}`] : []),
    ]);
    const readable = Scope.of(caller, 'report.read', tree);
    const wanted = new Set(within ?? tree.subtree(campaign.ownerUnitId));
    const planned = await this.planned(campaign, tree, {
      unit: (id) => wanted.has(id) && (readable?.covers(id) ?? false),
      rule: (code) => !ruleCode || code === ruleCode,
      day: (dueOn) => dueOn >= query.from && dueOn <= query.to,
    });
    const now = this.clock.now();
    const duties = [
      ...made.map((row) => dutyOfReport(scheduledReportOf(row), tree, now)),
      ...planned,
    ].sort(byDay);
    const offset = offsetOf(query);
    return {
      items: duties.slice(offset, offset + query.pageSize),
      total: duties.length,
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
    };
  }

  private async soon(own: readonly string[], tree: UnitTree): Promise<DutyBody[]> {
    const until = addDays(this.clock.today(), SOON_DAYS);
    const duties: DutyBody[] = [];
    for (const campaign of await this.campaigns.all(this.reader)) {
      const concerned = own.some((id) => tree.isWithin(id, campaign.ownerUnitId));
      if (!concerned) continue;
      const wanted = { unit: (id: string) => own.includes(id), rule: () => true, day: () => true };
      const planned = await this.planned(campaign, tree, wanted);
      duties.push(...planned.filter(({ opensOn }) => opensOn <= until));
    }
    return duties.sort(byDay);
  }

  private reports(conditions: readonly Sql[], limit?: number): Promise<StoredReport[]> {
    const bounded = limit === undefined ? sql`` : sql`LIMIT ${limit}`;
    return this.reader.all<StoredReport>(sql`
      SELECT r.* FROM reports AS r WHERE ${join(conditions, ' AND ')}
      ORDER BY COALESCE(r.due_on, r.opens_on), r.rule_code, r.id ${bounded}`);
  }

  /** Periods of a running campaign that have not been opened, as far as they are wanted. */
  private async planned(
    campaign: LoadedCampaign,
    tree: UnitTree,
    wanted: Wanted,
  ): Promise<DutyBody[]> {
    if (campaign.status !== 'ACTIVE') return [];
    const opened = await openedPeriods(this.reader, campaign.id);
    const shifts = await shiftsOf(this.reader, campaign.id);
    const made = await this.openedByHand(campaign.id);
    const owner = campaign.ownerUnitId;
    const rules = campaign.definition.reportRules.filter(({ code }) => wanted.rule(code));
    return rules.flatMap((rule) => {
      const slots = reportSlots(rule, campaign.endsOn).filter(
        ({ periodId }) => !opened.has(openedKey(campaign.id, rule.code, periodId)),
      );
      if (slots.length === 0) return [];
      const reporters = tree.units.filter(
        ({ id }) => wanted.unit(id) && owesReport(rule.reporter, id, owner, tree),
      );
      return reporters.flatMap(({ id }) => {
        const receiverUnitId = receiverOf(rule.receiver, id, owner, tree).unitId;
        return slots.flatMap((slot) => {
          if (made.has(`${id} ${rule.code} ${slot.periodId}`)) return [];
          const key = { ruleCode: rule.code, period: slot.periodId, receiverUnitId };
          const shift = shifts.get(shiftKey(key));
          if (!wanted.day(shift?.newDueOn ?? slot.due?.dueOn ?? slot.opensOn)) return [];
          return [plannedDuty(campaign, rule, slot, id, tree, shift)];
        });
      });
    });
  }

  /** Reports of periods that are not marked as opened: somebody was faster than the schedule. */
  private async openedByHand(campaignId: string): Promise<ReadonlySet<string>> {
    const rows = await this.reader.all<{ unitId: string; ruleCode: string; period: string }>(sql`
      SELECT r.unit_id, r.rule_code, r.period FROM reports AS r
      WHERE r.campaign_id = ${campaignId} AND NOT EXISTS (
        SELECT 1 FROM report_openings AS o WHERE o.campaign_id = r.campaign_id
          AND o.rule_code = r.rule_code AND o.period = r.period)`);
    return new Set(rows.map(({ unitId, ruleCode, period }) => `${unitId} ${ruleCode} ${period}`));
  }
}

function assertSpan({ from, to }: CalendarQuery): void {
  const days = daysBetween(from, to);
  if (days >= 0 && days <= RANGE_DAYS_MAX) return;
  const message = days < 0 ? '止期不能早于起期' : `起止日期不能超过${RANGE_DAYS_MAX}天`;
  throw ruleBroken('BAD_SPAN', `${message}。`, [{ path: 'to', code: 'BAD_SPAN', message }]);
}

const dayOf = ({ dueOn, opensOn }: DutyBody): string => dueOn ?? opensOn;

const sortKey = (duty: DutyBody): string =>
  `${dayOf(duty)} ${duty.ruleCode} ${duty.period} ${duty.unit.id}`;

const byDay = (a: DutyBody, b: DutyBody): number => (sortKey(a) < sortKey(b) ? -1 : 1);
