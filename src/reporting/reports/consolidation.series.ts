import { isBusinessDate } from '../../platform/calendar/business-date.js';
import { type Queryable, sql } from '../../platform/database/queryable.js';
import { conflict } from '../../platform/http/problem.js';
import type { ConsolidationKey } from './consolidation.children.js';
import type { ConsolidatedUnit, ConsolidationSnapshot } from './consolidation.snapshot.js';
import type { BookCut } from './report.snapshot.js';

/** The latest version of a consolidation, without its contents. */
interface LatestVersion {
  readonly id: string;
  readonly period: string;
  readonly periodLabel: string;
}

/** Where a consolidation stands among those that its receiver makes by the same rule. */
export interface ConsolidationSeries {
  /** Of the last period before that was consolidated. */
  readonly before: LatestVersion | undefined;
  readonly current: LatestVersion | undefined;
  /** Of the first period after; the receiver's own accounts then go on there and end here for good. */
  readonly later: LatestVersion | undefined;
}

/** Reports on events come in any order: their consolidations have none after them. */
export async function seriesOf(
  db: Queryable,
  { campaignId, unitId, ruleCode, period }: ConsolidationKey,
): Promise<ConsolidationSeries> {
  const rows = await db.all<LatestVersion>(sql`
    SELECT v.id, c.period, c.period_label
    FROM report_consolidations AS c JOIN consolidation_versions AS v
      ON v.consolidation_id = c.id AND v.version_no = c.version_no
    WHERE c.campaign_id = ${campaignId} AND c.unit_id = ${unitId} AND c.rule_code = ${ruleCode}
    ORDER BY c.period`);
  return {
    before: rows.filter((row) => row.period < period).at(-1),
    current: rows.find((row) => row.period === period),
    later: isBusinessDate(period) ? undefined : rows.find((row) => row.period > period),
  };
}

/** True when a consolidation drafted on the one would be drafted the same way on the other. */
export const sameSeries = (drafted: ConsolidationSeries, now: ConsolidationSeries): boolean =>
  drafted.before?.id === now.before?.id &&
  (drafted.later === undefined) === (now.later === undefined) &&
  (now.later === undefined || drafted.current?.id === now.current?.id);

export async function contentsOf(
  db: Queryable,
  version: LatestVersion | undefined,
): Promise<ConsolidationSnapshot | undefined> {
  const row =
    version &&
    (await db.one<{ snapshot: string }>(
      sql`SELECT snapshot FROM consolidation_versions WHERE id = ${version.id}`,
    ));
  return row && (JSON.parse(row.snapshot) as ConsolidationSnapshot);
}

export const ownUnitIn = ({
  units,
}: Pick<ConsolidationSnapshot, 'units'>): ConsolidatedUnit | undefined =>
  units.find(({ own }) => own);

/** The part of the receiver's own accounts that a consolidation takes in, where there is one. */
export const ownCutIn = (snapshot: Pick<ConsolidationSnapshot, 'units'>): BookCut | undefined =>
  ownUnitIn(snapshot)?.cuts[0];

/** @throws 409 when a later period has taken in the own accounts from where this one begins: they would be in both. */
export function assertNotSkipped(
  { current, later }: ConsolidationSeries,
  draft: Pick<ConsolidationSnapshot, 'units'>,
): void {
  if (!later || current || !ownUnitIn(draft)) return;
  throw conflict(
    'LATER_PERIOD_CONSOLIDATED',
    `${later.periodLabel}已经汇总，本级台账在本期的变动已计入该期，不能再补作本期的汇总。`,
  );
}
