import { Injectable } from '@nestjs/common';
import { endOfMonth, startOfMonth } from '../../platform/calendar/business-date.js';
import { empty, inList, sql, type Sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import { lateSql } from '../schedule/report-lateness.rules.js';
import type { Indicator } from './indicator.codes.js';
import type { FigureShape } from './figures.rules.js';
import type { Ratio } from './indicators.rules.js';
import type { StatisticsScope } from './statistics.scope.js';

/** How a unit's reports stand at an instant (domain §3.4). */
export interface ReportFigures {
  /** Reports whose time has come, 免报 left out. */
  readonly due: number;
  readonly onTime: number;
  /** Handed in late, or returned and not back on the day set; not handed in at all. */
  readonly late: number;
  readonly missing: number;
  readonly lateDays: number;
  readonly nil: number;
  /** Reports that stand returned now; of the past it is not kept which did. */
  readonly returned: number;
  readonly dueThisMonth: number;
  readonly submittedThisMonth: number;
  readonly lateThisMonth: number;
}

export interface UnitReportFigures extends ReportFigures {
  readonly unitId: string;
}

export interface ReportIndicator extends FigureShape {
  readonly of: (figures: ReportFigures) => Ratio;
  /** Condition on `reports AS r` for the rows that make the numerator. */
  readonly rows: (scope: StatisticsScope) => Sql;
}

const plain = (numerator: number): Ratio => ({ numerator, denominator: null });
const counted = { kind: 'COUNT', unit: 'REPORT' } as const;

const due = ({ moment }: StatisticsScope): Sql =>
  sql`(r.due_at IS NOT NULL AND r.due_at <= ${moment.instant})`;
const submitted = ({ moment }: StatisticsScope): Sql =>
  sql`(r.first_submitted_at IS NOT NULL AND r.first_submitted_at <= ${moment.instant})`;
/** Of the past it is not kept which reports stood returned: what was handed in counts as it did then. */
const judgedLate = ({ moment }: StatisticsScope): Sql =>
  moment.live ? lateSql(moment.instant) : sql`(r.is_late = 1)`;
const onTime = (scope: StatisticsScope): Sql =>
  sql`(${due(scope)} AND ${submitted(scope)} AND NOT ${judgedLate(scope)})`;
const late = (scope: StatisticsScope): Sql => sql`(${submitted(scope)} AND ${judgedLate(scope)})`;
const missing = (scope: StatisticsScope): Sql => sql`(${due(scope)} AND NOT ${submitted(scope)})`;
const nil = (scope: StatisticsScope): Sql => sql`(${submitted(scope)} AND r.is_nil = 1)`;
/** What is asked for in principle only (原则上) has a day, but is not owed on it. */
const thisMonth = ({ moment }: StatisticsScope): Sql =>
  sql`(r.due_at IS NOT NULL
    AND r.due_on BETWEEN ${startOfMonth(moment.date)} AND ${endOfMonth(moment.date)})`;
const returned = sql`(r.status = 'RETURNED')`;
const lateOrMissing = (scope: StatisticsScope): Sql => sql`(${late(scope)} OR ${missing(scope)})`;

export const REPORT_INDICATORS: readonly ReportIndicator[] = [
  {
    ...{ id: 'onTimeReportRate', kind: 'RATE', unit: 'PERCENT' },
    of: (f) => ({ numerator: f.onTime, denominator: f.due }),
    rows: onTime,
  },
  { id: 'lateReports', ...counted, of: (f) => plain(f.late), rows: late },
  { id: 'missingReports', ...counted, of: (f) => plain(f.missing), rows: missing },
  { id: 'nilReports', ...counted, of: (f) => plain(f.nil), rows: nil },
  { id: 'returnedReports', ...counted, of: (f) => plain(f.returned), rows: () => returned },
  {
    ...{ id: 'reportsDueThisMonth', ...counted },
    of: (f) => plain(f.dueThisMonth),
    rows: thisMonth,
  },
  {
    ...{ id: 'reportsSubmittedThisMonth', ...counted },
    of: (f) => plain(f.submittedThisMonth),
    rows: (scope) => sql`(${thisMonth(scope)} AND ${submitted(scope)})`,
  },
  {
    ...{ id: 'reportsLateThisMonth', ...counted },
    of: (f) => plain(f.lateThisMonth),
    rows: (scope) => sql`(${thisMonth(scope)} AND ${lateOrMissing(scope)})`,
  },
];

export const findReportIndicator = (id: string): ReportIndicator | undefined =>
  REPORT_INDICATORS.find((indicator) => indicator.id === id);

/** 退回重报 is known of the present only. */
export const isKnownAt = (id: Indicator, { moment }: StatisticsScope): boolean =>
  id !== 'returnedReports' || moment.live;

/** Condition on `reports AS r`: the campaign's and the units' of the scope, 免报 left out. */
export const reportsIn = ({ campaign, unitIds }: StatisticsScope): Sql => sql`
  r.campaign_id = ${campaign.id} AND r.status <> 'EXEMPT'
  ${unitIds ? sql`AND r.unit_id IN ${inList(unitIds)}` : empty}`;

const counts = (condition: Sql): Sql => sql`SUM(CASE WHEN ${condition} THEN 1 ELSE 0 END)`;

@Injectable()
export class ReportFigureQueries {
  constructor(private readonly reader: Reader) {}

  /** Units with reports in the scope. */
  byUnit(scope: StatisticsScope): Promise<UnitReportFigures[]> {
    return this.reader.all<UnitReportFigures>(sql`
      SELECT r.unit_id,
        ${counts(due(scope))} AS due,
        ${counts(onTime(scope))} AS on_time,
        ${counts(late(scope))} AS late,
        ${counts(missing(scope))} AS missing,
        SUM(CASE WHEN ${late(scope)} THEN COALESCE(r.late_days, 0) ELSE 0 END) AS late_days,
        ${counts(nil(scope))} AS nil,
        ${counts(returned)} AS returned,
        ${counts(thisMonth(scope))} AS due_this_month,
        ${counts(sql`${thisMonth(scope)} AND ${submitted(scope)}`)} AS submitted_this_month,
        ${counts(sql`${thisMonth(scope)} AND ${lateOrMissing(scope)}`)} AS late_this_month
      FROM reports AS r WHERE ${reportsIn(scope)} GROUP BY r.unit_id`);
  }

  async total(scope: StatisticsScope): Promise<ReportFigures> {
    return sumReports(await this.byUnit(scope));
  }
}

const NO_REPORTS: ReportFigures = {
  due: 0,
  onTime: 0,
  late: 0,
  missing: 0,
  lateDays: 0,
  nil: 0,
  returned: 0,
  dueThisMonth: 0,
  submittedThisMonth: 0,
  lateThisMonth: 0,
};

export function sumReports(rows: readonly ReportFigures[]): ReportFigures {
  const sum: Record<keyof ReportFigures, number> = { ...NO_REPORTS };
  for (const row of rows) {
    for (const key of Object.keys(sum) as (keyof ReportFigures)[]) sum[key] += row[key];
  }
  return sum;
}
