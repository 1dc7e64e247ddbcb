import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LoadedCampaign } from '../../campaigns/campaign-catalog.js';
import type { ReportStatus } from '../../campaigns/codes/reporting-codes.js';
import type { UnitTree } from '../../identity/unit-catalog.js';
import { sha256Of } from '../../platform/crypto/digest.js';
import { inList, type Queryable, sql } from '../../platform/database/queryable.js';
import type { Reader } from '../../platform/database/reader.js';
import { conflict } from '../../platform/http/problem.js';
import { owesReport } from '../schedule/report-owners.rules.js';
import { receiverOf } from '../schedule/report-receiver.rules.js';
import { standingOf } from './consolidation.rules.js';
import type { ConsolidatedUnit, UnitFigures } from './consolidation.snapshot.js';
import { ruleNamed } from '../schedule/report-reads.js';
import { figuresIn, parseSnapshot, type VersionSummary } from './report.snapshot.js';
import type { ReportVersion } from './report-version.entity.js';
import type { SummaryFigures } from './summary-figures.rules.js';

/** Which reports a consolidation adds up. */
export interface ConsolidationKey {
  readonly campaignId: string;
  /** The receiver. */
  readonly unitId: string;
  readonly ruleCode: string;
  readonly period: string;
}

/** A report from below as far as a consolidation looks at it. */
export interface Child {
  readonly id: string;
  readonly unitId: string;
  readonly periodLabel: string;
  readonly status: ReportStatus;
  readonly officialVersionNo: number | null;
  readonly firstSubmittedAt: string | null;
  readonly dueAt: string | null;
  readonly isNil: number;
  readonly isLate: number;
  readonly lateDays: number | null;
  readonly isMissed: number;
  readonly version: number;
}

/** The reports that there are for the period, in the order of the organisation. */
export async function childrenOf(
  db: Queryable,
  { campaignId, unitId, ruleCode, period }: ConsolidationKey,
): Promise<Child[]> {
  return db.all<Child>(sql`
    SELECT r.id, r.unit_id, r.period_label, r.status, r.official_version_no, r.first_submitted_at,
           r.due_at, r.is_nil, r.is_late, r.late_days, r.is_missed, r.version
    FROM reports AS r JOIN units AS u ON u.id = r.unit_id
    WHERE r.campaign_id = ${campaignId} AND r.receiver_unit_id = ${unitId}
      AND r.rule_code = ${ruleCode} AND r.period = ${period}
    ORDER BY u.path`);
}

/** Units that owe the receiver such a report, though nobody has opened it. */
export function silentUnits(
  campaign: LoadedCampaign,
  { unitId, ruleCode }: ConsolidationKey,
  children: readonly Child[],
  tree: UnitTree,
): string[] {
  const rule = ruleNamed(campaign, ruleCode);
  if (!rule) return [];
  const heard = new Set(children.map((child) => child.unitId));
  return tree.units
    .filter(
      ({ id }) =>
        !heard.has(id) &&
        owesReport(rule.reporter, id, campaign.ownerUnitId, tree) &&
        receiverOf(rule.receiver, id, campaign.ownerUnitId, tree).unitId === unitId,
    )
    .map(({ id }) => id);
}

/** Contents of one report, read from its official version after its seal has been checked. */
export async function consolidatedChild(
  reader: Reader,
  child: Child,
  tree: UnitTree,
  now: string,
): Promise<AddedUnit> {
  const as = standingOf(child, now);
  const base = {
    ...blankUnit(child.unitId, tree),
    as,
    reportId: child.id,
    status: child.status,
    isNil: Boolean(child.isNil),
    isLate: Boolean(child.isLate),
    lateDays: child.lateDays ?? 0,
  };
  if (as !== 'INCLUDED') return { unit: base, figures: null };
  const version = await sealedBytes(reader, child);
  // Reading and hashing a large snapshot are turns of their own, so that nobody waits for both.
  await nextTurn();
  if (!version || sha256Of(version.bytes) !== version.sha256) throw damaged(base.unitName);
  const { balance, figures, cuts } = summaryOf(version, base.unitName);
  const { versionNo, sha256, asOf } = version;
  const unit = { ...base, versionNo, sha256, asOf, balance, figures: unitFigures(figures), cuts };
  return { unit, figures };
}

/** A unit as the consolidation keeps it, and its figures in full, which are only added up. */
export interface AddedUnit {
  readonly unit: ConsolidatedUnit;
  readonly figures: SummaryFigures | null;
}

/** The numbers of the overdue issues stay in the unit's own version; here their number is enough. */
export function unitFigures(figures: SummaryFigures | null): UnitFigures | null {
  if (!figures) return null;
  const { overdueNos, ...others } = figures;
  return { ...others, overdue: overdueNos.length };
}

type SealedBytes = Pick<
  ReportVersion,
  'versionNo' | 'sha256' | 'asOf' | 'summary' | 'fromSeq' | 'toSeq'
> & { readonly bytes: Buffer };

/** The snapshot as the bytes that were hashed: text would be decoded first and encoded again. */
function sealedBytes(reader: Reader, child: Child): Promise<SealedBytes | undefined> {
  const bytes =
    reader.dialect === 'postgres' ? sql`convert_to(snapshot, 'UTF8')` : sql`CAST(snapshot AS BLOB)`;
  return reader.one<SealedBytes>(sql`
    SELECT version_no, sha256, as_of, summary, from_seq, to_seq, ${bytes} AS bytes
    FROM report_versions
    WHERE report_id = ${child.id} AND version_no = ${child.officialVersionNo}`);
}

/** A unit of which nothing is known. */
export function blankUnit(unitId: string, tree: UnitTree): ConsolidatedUnit {
  return {
    unitId,
    unitName: tree.find(unitId)?.name ?? '',
    as: 'MISSING',
    own: false,
    reportId: null,
    status: null,
    versionNo: null,
    sha256: null,
    asOf: null,
    cuts: [],
    isNil: false,
    isLate: false,
    lateDays: 0,
    balance: null,
    figures: null,
  };
}

const damaged = (unitName: string) =>
  conflict('SEAL_BROKEN', `${unitName}的报告封存内容与摘要不符，不能汇总，请先验证该报告。`);

/** The summary beside the snapshot, whose digest the snapshot holds; versions of old have none. */
function summaryOf(version: SealedBytes, unitName: string): VersionSummary {
  const { summary, bytes, fromSeq, toSeq } = version;
  if (summary === null) {
    const { balance, header, ...contents } = parseSnapshot(bytes.toString('utf8'));
    const cuts = [{ unitIds: header.unitIds, fromSeq, toSeq }];
    return { balance, figures: figuresIn(contents) ?? null, cuts };
  }
  if (!bytes.includes(`"summaryHash":"${sha256Of(summary)}"`)) throw damaged(unitName);
  return JSON.parse(summary) as VersionSummary;
}

/** What each issue's postings in the cuts add up to, where it is not nought. One cut is read at a time. */
export async function sumsByIssue(
  db: Queryable,
  campaignId: string,
  cuts: ConsolidatedUnit['cuts'],
): Promise<Map<string, number>> {
  const sums = new Map<string, number>();
  for (const { unitIds, toSeq } of cuts) {
    const rows = await db.all<{ issueId: string; sum: number }>(sql`
      SELECT issue_id, SUM(delta) AS sum FROM ledger_entries
      WHERE campaign_id = ${campaignId} AND unit_id IN ${inList(unitIds)} AND seq <= ${toSeq}
      GROUP BY issue_id HAVING SUM(delta) <> 0`);
    for (const { issueId, sum } of rows) sums.set(issueId, (sums.get(issueId) ?? 0) + sum);
    await nextTurn();
  }
  return sums;
}
