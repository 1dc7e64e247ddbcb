import { Injectable } from '@nestjs/common';
import { REPORT_STATUS, type ReportStatus } from '../../campaigns/codes/reporting-codes.js';
import type { Caller } from '../../identity/caller.js';
import { may } from '../../identity/permissions.js';
import { daysBetween } from '../../platform/calendar/business-date.js';
import { businessDate } from '../../platform/calendar/clock.js';
import { inList, sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import { labelOf } from '../../platform/dictionary/code-list.js';
import { forbidden } from '../../platform/http/problem.js';
import { ISSUE_STATUS } from '../../registers/codes.js';
import { overdueDaysOf } from '../../registers/issues/issue.base-sets.js';
import { ruleNamed } from '../schedule/report-reads.js';
import { DealtPersonQueries } from './dealt-persons.queries.js';
import { headOf } from './figure.body.js';
import { INDICATOR, type Indicator } from './indicator.codes.js';
import { findIssueIndicator, type IssueIndicator } from './indicators.rules.js';
import {
  findReportIndicator,
  isKnownAt,
  type ReportIndicator,
  reportsIn,
} from './report-figures.queries.js';
import type { StatisticsRow, StatisticsRowsBody } from './rows.body.js';
import { StateBatches, type StateRow } from './state-batches.js';
import type { StatisticsRowsQuery } from './statistics.dto.js';
import { isFiltered, type StatisticsScope, StatisticsScopes } from './statistics.scope.js';
import { byDaysOverdue } from './unresolved.rules.js';

interface Found {
  readonly id: string;
  readonly issueNo: string | null;
  readonly overdueDays: number;
  readonly value: number;
  readonly state: StateRow;
}

interface ReportRow {
  readonly id: string;
  readonly unitId: string;
  readonly ruleCode: string;
  readonly periodLabel: string;
  readonly status: ReportStatus;
  readonly dueOn: string | null;
  readonly firstSubmittedAt: string | null;
  readonly lateDays: number | null;
  readonly resubmitOn: string | null;
}

interface Rows {
  readonly items: readonly StatisticsRow[];
  readonly total: number;
  readonly sum: number;
}

const NO_ROWS: Rows = { items: [], total: 0, sum: 0 };

/** The rows behind a figure, as of its instant: what they add up to is the figure's numerator. */
@Injectable()
export class StatisticsRows {
  constructor(
    private readonly reader: Reader,
    private readonly scopes: StatisticsScopes,
    private readonly states: StateBatches,
    private readonly persons: DealtPersonQueries,
  ) {}

  async list(caller: Caller, query: StatisticsRowsQuery): Promise<StatisticsRowsBody> {
    const scope = await this.scopes.load(caller, query);
    const { page, pageSize } = query;
    return {
      ...headOf(scope),
      indicator: query.indicator,
      label: INDICATOR.labels[query.indicator as Indicator],
      ...(await this.rowsOf(caller, scope, query)),
      page,
      pageSize,
    };
  }

  private rowsOf(
    caller: Caller,
    scope: StatisticsScope,
    query: StatisticsRowsQuery,
  ): Promise<Rows> {
    const issues = findIssueIndicator(query.indicator);
    if (issues) return this.issues(scope, issues, query);
    const reports = findReportIndicator(query.indicator);
    if (!reports) return this.dealtPersons(caller, scope, query);
    const known = isKnownAt(reports.id, scope) && !isFiltered(scope);
    return known ? this.reports(scope, reports, query) : Promise.resolve(NO_ROWS);
  }

  private async issues(
    scope: StatisticsScope,
    { weigh }: IssueIndicator,
    { page, pageSize }: StatisticsRowsQuery,
  ): Promise<Rows> {
    const { date } = scope.moment;
    const found: Found[] = [];
    let sum = 0;
    for await (const batch of this.states.of(scope)) {
      for (const state of batch) {
        const value = weigh(state, date);
        if (value === 0) continue;
        sum += value;
        const { id, issueNo } = state;
        found.push({ id, issueNo, overdueDays: overdueDaysOf(state, date), value, state });
      }
    }
    const shown = found.sort(byDaysOverdue).slice((page - 1) * pageSize, page * pageSize);
    return { items: await this.issueRows(scope, shown), total: found.length, sum };
  }

  private async issueRows(
    scope: StatisticsScope,
    found: readonly Found[],
  ): Promise<StatisticsRow[]> {
    const rows = await this.reader.all<{ id: string; statement: string }>(sql`
      SELECT id, statement FROM issues WHERE id IN ${inList(found.map(({ id }) => id))}`);
    const statements = new Map(rows.map(({ id, statement }) => [id, statement]));
    return found.map(({ id, issueNo, overdueDays, value, state }) => ({
      kind: 'ISSUE',
      id,
      no: issueNo,
      statement: statements.get(id) ?? '',
      unit: unitOf(scope, state.unitId),
      status: labelOf(ISSUE_STATUS, state.status),
      cycleNo: state.cycleNo,
      deadline: state.currentDeadline,
      closedOn: state.closedOn,
      overdueDays,
      value,
    }));
  }

  private async reports(
    scope: StatisticsScope,
    indicator: ReportIndicator,
    { page, pageSize }: StatisticsRowsQuery,
  ): Promise<Rows> {
    const where = sql`${reportsIn(scope)} AND ${indicator.rows(scope)}`;
    const rows = await this.reader.all<ReportRow>(sql`
      SELECT r.id, r.unit_id, r.rule_code, r.period_label, r.status, r.due_on,
        r.first_submitted_at, r.late_days, r.resubmit_on
      FROM reports AS r WHERE ${where} ORDER BY r.due_on, r.id
      LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`);
    const counted = await this.reader.one<{ total: number }>(
      sql`SELECT COUNT(*) AS total FROM reports AS r WHERE ${where}`,
    );
    const total = counted?.total ?? 0;
    return { items: rows.map((row) => reportRow(scope, row)), total, sum: total };
  }

  /** Who was dealt with is told by the cases, which fewer people may read than the figure. */
  private async dealtPersons(
    caller: Caller,
    scope: StatisticsScope,
    { page, pageSize }: StatisticsRowsQuery,
  ): Promise<Rows> {
    if (!may(caller.roles, 'case.read')) throw forbidden('您没有查看典型案例的权限。');
    const persons = await this.persons.list(scope);
    const items = persons.slice((page - 1) * pageSize, page * pageSize).map((person) => ({
      kind: 'PERSON',
      id: person.caseId,
      no: person.caseNos.join('、'),
      statement: `${person.name}（${person.post}）`,
      unit: unitOf(scope, person.unitId),
      status: '已处理',
      cycleNo: null,
      deadline: null,
      closedOn: null,
      overdueDays: 0,
      value: 1,
    }));
    return { items, total: persons.length, sum: persons.length };
  }
}

const unitOf = ({ tree }: StatisticsScope, id: string) => ({
  id,
  name: tree.find(id)?.name ?? '',
});

/** A report that was not there in time is late by the days that have gone by. */
function reportRow(scope: StatisticsScope, row: ReportRow): StatisticsRow {
  const { instant, date } = scope.moment;
  const submittedAt =
    row.firstSubmittedAt !== null && row.firstSubmittedAt <= instant ? row.firstSubmittedAt : null;
  const since = (day: string | null): number =>
    day !== null && day < date ? daysBetween(day, date) : 0;
  const back = scope.moment.live ? since(row.resubmitOn) : 0;
  return {
    kind: 'REPORT',
    id: row.id,
    no: row.periodLabel,
    statement: ruleNamed(scope.campaign, row.ruleCode)?.name ?? row.ruleCode,
    unit: unitOf(scope, row.unitId),
    status: labelOf(REPORT_STATUS, row.status),
    cycleNo: null,
    deadline: row.dueOn,
    closedOn: submittedAt === null ? null : businessDate(submittedAt),
    overdueDays: submittedAt === null ? since(row.dueOn) : Math.max(row.lateDays ?? 0, back),
    value: 1,
  };
}
