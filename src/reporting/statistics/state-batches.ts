import { Injectable } from '@nestjs/common';
import { empty, inList, raw, sql, type Sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import type { TalliedIssue } from '../../registers/issues/issue.tallies.js';
import { othersTurn } from '../../registers/ledger/turns.js';
import type { StatisticsScope } from './statistics.scope.js';

/** An issue as it was at the instant in question. */
export interface StateRow extends TalliedIssue {
  readonly id: string;
  readonly issueNo: string | null;
  readonly unitId: string;
  readonly category: string;
  readonly source: string;
  readonly unresolvedReason: string | null;
  readonly expectedFinishOn: string | null;
  /** 1 when only ledger entries tell of it. */
  readonly partial: number;
}

/** Issues looked at in one go: SQLite reads block, and a batch takes a few hundredths of a second. */
const BATCH = 2000;

const COLUMNS = raw(
  [
    'status',
    'cycle_no',
    'verdict',
    'registered_on',
    'original_deadline',
    'current_deadline',
    'closed_on',
    'extension_count',
    'due_recovery_fen',
    'recovered_fen',
    'refunded_fen',
    'lookback_result',
    'closure_attempts',
    'closure_returns',
    'unit_id',
    'category',
    'source',
    'unresolved_reason',
    'expected_finish_on',
    'partial',
  ]
    .map((column) => `s.${column}`)
    .join(', '),
);

interface Place {
  readonly createdAt: string;
  readonly id: string;
}

/** Reads what issues were at an instant, from the history that each step leaves. */
@Injectable()
export class StateBatches {
  constructor(private readonly reader: Reader) {}

  /**
   * The issues of the scope as they were at its instant, batch by batch in the order in which they were
   * logged. States are never changed, so the batches fit together although others write meanwhile.
   */
  async *of(scope: StatisticsScope): AsyncGenerator<readonly StateRow[]> {
    let after: Place = { createdAt: '', id: '' };
    for (;;) {
      const last = await this.lastOfBatch(scope, after);
      yield await this.batch(scope, after);
      if (!last) return;
      after = last;
      await othersTurn(this.reader);
    }
  }

  private lastOfBatch(scope: StatisticsScope, after: Place): Promise<Place | undefined> {
    return this.reader.one<Place>(sql`
      SELECT i.created_at, i.id FROM issues AS i
      WHERE ${between(scope, after)} ORDER BY i.created_at, i.id LIMIT 1 OFFSET ${BATCH - 1}`);
  }

  private batch(scope: StatisticsScope, after: Place): Promise<StateRow[]> {
    const { instant } = scope.moment;
    // One probe for each issue: its latest version by then, mostly the latest of all. The limit tells
    // PostgreSQL that they are few, else it would read every state there is for each batch.
    return this.reader.all<StateRow>(sql`
      SELECT i.id, i.issue_no, ${COLUMNS}
      FROM (
        SELECT i.id, i.issue_no FROM issues AS i
        WHERE ${between(scope, after)} ORDER BY i.created_at, i.id LIMIT ${BATCH}
      ) AS i JOIN issue_states AS s ON s.issue_id = i.id AND s.version = (
        SELECT n.version FROM issue_states AS n
        WHERE n.issue_id = i.id AND n.recorded_at <= ${instant}
        ORDER BY n.version DESC LIMIT 1)
      WHERE 1 = 1 ${stateFilterSql(scope)}`);
  }
}

const between = ({ campaign, moment }: StatisticsScope, after: Place): Sql => sql`
  i.campaign_id = ${campaign.id} AND (i.created_at, i.id) > (${after.createdAt}, ${after.id})
  AND i.created_at <= ${moment.instant}`;

/** Conditions on `issue_states AS s`, each beginning with AND. */
export function stateFilterSql({ unitIds, attributes }: StatisticsScope): Sql {
  const { category, source, severity, rectificationType } = attributes;
  return sql`
    ${unitIds ? sql`AND s.unit_id IN ${inList(unitIds)}` : empty}
    ${category ? sql`AND s.category IN ${inList(category)}` : empty}
    ${source ? sql`AND s.source IN ${inList(source)}` : empty}
    ${severity ? sql`AND s.severity IN ${inList(severity)}` : empty}
    ${rectificationType ? sql`AND s.rectification_type IN ${inList(rectificationType)}` : empty}`;
}
