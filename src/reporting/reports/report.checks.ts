import { inList, type Queryable, sql } from '../../platform/database/queryable.js';
import {
  conflict,
  type FieldFault,
  type Problem,
  ruleBroken,
} from '../../platform/http/problem.js';
import { ruleNamed } from '../schedule/report-reads.js';
import { childrenOf, silentUnits } from './consolidation.children.js';
import { changesSince } from './consolidation.reads.js';
import { issuesWithoutProgress, movedIssueNos } from './report.balance.js';
import {
  materialFaults,
  narrativeFaults,
  nilCaseFaults,
  nilFaults,
  progressFaults,
  type SealKind,
} from './report.rules.js';
import type { BookFacts } from './report.sealing-facts.js';
import { sealedAfter, unsentBefore } from './report.series.js';

const MONTH = /^\d{4}-\d{2}$/;
const QUARTER_OR_YEAR = /^\d{4}(Q[1-4])?$/;

/**
 * Everything that stands in the way of handing a report in, in the order in which people would put it
 * right. The submission refuses with the first; the trial lists them all.
 */
export async function hindrancesTo(
  db: Queryable,
  facts: BookFacts,
  kind: SealKind,
): Promise<Problem[]> {
  const found = [
    ruleDropped(facts),
    ...(await outOfTurn(db, facts)),
    ...(await withoutChildren(db, facts)),
    openingDiffers(facts, kind),
    await notNil(db, facts, kind),
    incomplete(facts, kind),
    await withoutProgress(db, facts, kind),
  ];
  return found.flatMap((problem) => problem ?? []);
}

function ruleDropped({ campaign, report }: BookFacts): Problem | undefined {
  if (ruleNamed(campaign, report.ruleCode)) return undefined;
  return conflict('RULE_DROPPED', '专项治理已取消这条报送规则，请联系主管科室。');
}

/** Periods are sealed in their order, because each opens with what the one before closed with. */
async function outOfTurn(db: Queryable, { report }: BookFacts): Promise<(Problem | undefined)[]> {
  const earlier = await unsentBefore(db, report);
  const later = await sealedAfter(db, report);
  return [
    earlier === undefined
      ? undefined
      : conflict('EARLIER_PERIOD_OPEN', `请先报送${earlier}的报告，各期应依次封账。`),
    later === undefined
      ? undefined
      : conflict('LATER_PERIOD_SEALED', `${later}已经封账，本期不能再封。`),
  ];
}

/** 先下后上: a report that depends on others is made of their consolidation. */
async function withoutChildren(db: Queryable, facts: BookFacts): Promise<(Problem | undefined)[]> {
  const { report, consolidations } = facts;
  const problems: Problem[] = [];
  for (const ruleCode of report.terms?.dependsOn ?? []) {
    const made = consolidations.find((item) => item.ruleCode === ruleCode);
    if (!made) {
      if (await isReportedTo(db, facts, ruleCode)) {
        problems.push(await notConsolidated(db, report, ruleCode));
      }
      continue;
    }
    const changes = await changesSince(db, made.snapshot);
    if (changes.length === 0) continue;
    const faults = changes.map((message) => fault('consolidation', 'CHANGED_BELOW', message));
    const detail = '汇总以后下级报告有变动，请重新汇总。';
    problems.push(ruleBroken('CONSOLIDATION_OUTDATED', detail, faults));
  }
  return problems;
}

/** A city without counties (管委会) has nothing to consolidate, and reports from its own books. */
async function isReportedTo(
  db: Queryable,
  { report, campaign, tree }: BookFacts,
  ruleCode: string,
): Promise<boolean> {
  const { campaignId, unitId, period } = report;
  const key = { campaignId, unitId, ruleCode, period };
  const children = await childrenOf(db, key);
  return children.length > 0 || silentUnits(campaign, key, children, tree).length > 0;
}

async function notConsolidated(
  db: Queryable,
  { campaignId, unitId, period }: BookFacts['report'],
  ruleCode: string,
): Promise<Problem> {
  const open = await db.all<{ name: string }>(sql`
    SELECT u.name FROM reports AS r JOIN units AS u ON u.id = r.unit_id
    WHERE r.campaign_id = ${campaignId} AND r.receiver_unit_id = ${unitId}
      AND r.rule_code = ${ruleCode} AND r.period = ${period}
      AND r.status NOT IN ('ACCEPTED', 'CONSOLIDATED', 'EXEMPT')
    ORDER BY r.unit_id`);
  const faults = open.map(({ name }) =>
    fault('dependsOn', 'NOT_ACCEPTED', `${name}的报告尚未接收`),
  );
  return ruleBroken('NOT_CONSOLIDATED', `请先汇总下级报送的${ruleCode}，再报送本报告。`, faults);
}

/**
 * The accounts summed are those of the unit and what is below it now. Where that is no longer what the
 * version before summed, its closing is not this one's opening, and sealing would break the chain.
 */
function openingDiffers(
  { previous, balance, consolidations }: BookFacts,
  kind: SealKind,
): Problem | undefined {
  // Sums of reports from below open with what those opened with, whoever was missing before.
  if (kind === 'MATERIAL' || consolidations.length > 0) return undefined;
  if (!previous || previous.balance.closing === balance.opening) return undefined;
  const { periodLabel, versionNo } = previous.header;
  return conflict(
    'OPENING_DIFFERS',
    `本期期初${balance.opening}与${periodLabel}第${versionNo}版封存的期末${previous.balance.closing}不符` +
      '（下级单位的隶属关系可能有变动），不能封账，请联系系统管理员核对单位。',
  );
}

async function notNil(
  db: Queryable,
  { isNil, window, report, attachments }: BookFacts,
  kind: SealKind,
): Promise<Problem | undefined> {
  if (!isNil) return undefined;
  if (kind === 'MATERIAL') {
    const faults = attachments.map(({ fileName }) =>
      fault('isNil', 'FILE_ATTACHED', `已上传“${fileName}”，不能作零报告`),
    );
    const parts = (report.narrative.parts ?? []).map(({ title }) =>
      fault('isNil', 'TEXT_WRITTEN', `已填写“${title}”，不能作零报告`),
    );
    return problemOf('NOT_NIL', '报告已有内容，不能作零报告。', [...faults, ...parts]);
  }
  const faults = [
    ...nilFaults(await movedIssueNos(db, window)),
    ...nilCaseFaults(await caseNosOf(db, report.period, window.campaignId, window.unitIds)),
  ];
  return problemOf('NOT_NIL', '本期台账有变动，不能作零报告。', faults);
}

/** Cases that were handed in for the period; asked by table name, since their room comes after this one. */
async function caseNosOf(
  db: Queryable,
  period: string,
  campaignId: string,
  unitIds: readonly string[],
): Promise<string[]> {
  if (!QUARTER_OR_YEAR.test(period)) return [];
  const rows = await db.all<{ caseNo: string }>(sql`
    SELECT case_no FROM cases
    WHERE campaign_id = ${campaignId} AND unit_id IN ${inList(unitIds)}
      AND quarter LIKE ${`${period}%`} AND status NOT IN ('DRAFT', 'RETURNED')
    ORDER BY case_no`);
  return rows.map(({ caseNo }) => caseNo);
}

function incomplete({ report, isNil, attachments }: BookFacts, kind: SealKind) {
  const { narrative, terms } = report;
  if (kind === 'SUMMARY') {
    return problemOf('NARRATIVE_INCOMPLETE', '报告内容不完整。', narrativeFaults(narrative));
  }
  if (kind !== 'MATERIAL' || isNil) return undefined;
  const slots = attachments.map(({ slot }) => slot);
  const faults = materialFaults(narrative, terms?.attachments ?? [], slots);
  return problemOf('MATERIAL_INCOMPLETE', '报送的材料不齐全。', faults);
}

/** R29: the month's entries of every issue in work are in the books before the month is sealed. */
async function withoutProgress(
  db: Queryable,
  { report, window }: BookFacts,
  kind: SealKind,
): Promise<Problem | undefined> {
  if ((kind !== 'LEDGER' && kind !== 'PROGRESS') || !MONTH.test(report.period)) return undefined;
  const month = report.coversTo.slice(0, 7);
  const missing = await issuesWithoutProgress(db, window, month, report.coversTo);
  const detail = `有${missing.length}个问题本期没有填报整改进展，请先填报。`;
  return problemOf('R29_PROGRESS_MISSING', detail, progressFaults(missing, month));
}

const fault = (path: string, code: string, message: string): FieldFault => ({
  path,
  code,
  message,
});

const problemOf = (
  code: string,
  detail: string,
  faults: readonly FieldFault[],
): Problem | undefined => (faults.length > 0 ? ruleBroken(code, detail, faults) : undefined);
