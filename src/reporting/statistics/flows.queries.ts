import { Injectable } from '@nestjs/common';
import { startOfMonth } from '../../platform/calendar/business-date.js';
import { empty, inList, sql, type Sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import type { EntryKind } from '../../registers/codes.js';
import { othersTurn } from '../../registers/ledger/turns.js';
import { stateFilterSql } from './state-batches.js';
import type { StatisticsScope } from './statistics.scope.js';

/** Postings of one kind in a business month. */
export interface Flow {
  readonly month: string;
  readonly kind: EntryKind;
  readonly delta: 1 | -1;
  readonly count: number;
}

/** Postings looked at in one go. */
const BATCH = 5000;

/**
 * What came onto the books and left them, by month. Unit and category are those of the account that was
 * posted to; source, severity and type are the issue's at the instant.
 */
@Injectable()
export class FlowQueries {
  constructor(private readonly reader: Reader) {}

  /** Up to the instant of the scope; several rows of one month and kind add up. */
  byMonth(scope: StatisticsScope): Promise<Flow[]> {
    const { source, severity, rectificationType } = scope.attributes;
    if (source || severity || rectificationType) return this.joined(scope);
    return scope.moment.live ? this.sums(scope) : this.sumsAndEntries(scope);
  }

  private sums(scope: StatisticsScope, before: Sql = empty): Promise<Flow[]> {
    return this.reader.all<Flow>(sql`
      SELECT month, kind, delta, SUM(count) AS count FROM ledger_totals
      WHERE ${accountsSql(scope)} ${before} GROUP BY month, kind, delta`);
  }

  /** Whole months from the sums, the month of the instant from its postings. */
  private async sumsAndEntries(scope: StatisticsScope): Promise<Flow[]> {
    const { instant, date } = scope.moment;
    const month = date.slice(0, 7);
    const whole = await this.sums(scope, sql`AND month < ${month}`);
    await othersTurn(this.reader);
    const cut = await this.reader.all<Flow>(sql`
      SELECT kind, delta, COUNT(*) AS count FROM ledger_entries
      WHERE ${accountsSql(scope)}
        AND business_date BETWEEN ${startOfMonth(date)} AND ${date} AND recorded_at <= ${instant}
      GROUP BY kind, delta`);
    return [...whole, ...cut.map((flow) => ({ ...flow, month }))];
  }

  private async joined(scope: StatisticsScope): Promise<Flow[]> {
    const flows: Flow[] = [];
    const { instant } = scope.moment;
    const { last } = (await this.reader.one<{ last: number | null }>(sql`
      SELECT MAX(seq) AS last FROM ledger_entries WHERE campaign_id = ${scope.campaign.id}`)) ?? {
      last: null,
    };
    for (let from = 0; from < (last ?? 0); from += BATCH) {
      flows.push(
        ...(await this.reader.all<Flow>(sql`
          SELECT SUBSTR(e.business_date, 1, 7) AS month, e.kind, e.delta, COUNT(*) AS count
          FROM ledger_entries AS e
          JOIN issue_states AS s ON s.issue_id = e.issue_id AND s.version = (
            SELECT n.version FROM issue_states AS n
            WHERE n.issue_id = e.issue_id AND n.recorded_at <= ${instant}
            ORDER BY n.version DESC LIMIT 1)
          WHERE ${accountsSql(scope, 'e')} AND e.seq > ${from} AND e.seq <= ${from + BATCH}
            AND e.recorded_at <= ${instant} ${stateFilterSql(attributesOnly(scope))}
          GROUP BY SUBSTR(e.business_date, 1, 7), e.kind, e.delta`)),
      );
      await othersTurn(this.reader);
    }
    return flows;
  }
}

/** Unit and category are judged by the account. */
const attributesOnly = (scope: StatisticsScope): StatisticsScope => ({
  ...scope,
  unitIds: undefined,
  attributes: { ...scope.attributes, category: undefined },
});

function accountsSql({ campaign, unitIds, attributes }: StatisticsScope, alias?: 'e'): Sql {
  const { category } = attributes;
  if (alias) {
    return sql`e.campaign_id = ${campaign.id}
      ${unitIds ? sql`AND e.unit_id IN ${inList(unitIds)}` : empty}
      ${category ? sql`AND e.category IN ${inList(category)}` : empty}`;
  }
  return sql`campaign_id = ${campaign.id}
    ${unitIds ? sql`AND unit_id IN ${inList(unitIds)}` : empty}
    ${category ? sql`AND category IN ${inList(category)}` : empty}`;
}
