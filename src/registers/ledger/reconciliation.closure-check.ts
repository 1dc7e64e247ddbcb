import { EVIDENCE_TYPE } from '../../campaigns/codes/issue-codes.js';
import type { ProblemCategory } from '../../campaigns/codes/problem-category.js';
import { missingEvidence, requiredEvidenceFor } from '../../campaigns/evidence.rules.js';
import { join, raw, sql, type Sql } from '../../platform/database/queryable.js';
import {
  askIssues,
  type Check,
  type CheckContext,
  type Finding,
  found,
  IS_CLOSED,
  issuesIn,
  merged,
  OFFENDING_MAX,
  type OffendingRow,
  offenceOf,
  UNIT_OF_ISSUE,
} from './reconciliation.context.js';

/** The approved application of the round in which the issue was closed. */
const APPROVED = sql`closure_applications AS a ON a.issue_id = i.id AND a.cycle_no = i.cycle_no
  AND a.status = 'APPROVED'`;

/** Applications of the one-step close answer no standards; any evidence is enough for them (T17). */
const ONE_STEP = sql`a.standards = '[]'`;

interface ApprovalRow {
  approved: number;
  numbered: number;
  steps: number;
  undecided: number;
  deciders: number;
  self: number;
}

/**
 * Approvals: every step decided in favour, by different people, none of them the applicant but for the
 * signature of a leader who applied in person.
 */
async function approvals(context: CheckContext): Promise<Finding> {
  const step = sql`FROM closure_steps AS s WHERE s.application_id = a.id`;
  return askIssues<ApprovalRow>(context, {
    joins: sql`LEFT JOIN ${APPROVED}`,
    among: IS_CLOSED,
    columns: [
      sql`CASE WHEN a.id IS NULL THEN 0 ELSE 1 END AS approved`,
      sql`CASE WHEN i.closed_on IS NOT NULL AND i.closure_no = a.closure_no THEN 1 ELSE 0 END
        AS numbered`,
      sql`(SELECT COUNT(*) ${step}) AS steps`,
      sql`(SELECT COUNT(*) ${step} AND (s.decision IS NULL OR s.decision <> 'APPROVED'
        OR s.decided_by IS NULL OR s.decided_at IS NULL)) AS undecided`,
      sql`(SELECT COUNT(DISTINCT s.decided_by) ${step}) AS deciders`,
      sql`(SELECT COUNT(*) ${step} AND s.decided_by = a.applicant_id
        AND s.kind <> 'UNIT_CONFIRMATION') AS self`,
    ],
    wrong: sql`(q.approved = 0 OR q.numbered = 0 OR q.steps = 0 OR q.undecided > 0
      OR q.deciders < q.steps OR q.self > 0)`,
    note: (row) => approvalFaults(row).join('；'),
  });
}

function approvalFaults(row: ApprovalRow): string[] {
  if (row.approved === 0) return ['没有经批准的销号申请'];
  return [
    ...(row.numbered === 0 ? ['销号编号或销号时间与申请不一致'] : []),
    ...(row.steps === 0 ? ['没有审核步骤'] : []),
    ...(row.undecided > 0 ? [`${row.undecided}个步骤没有同意意见`] : []),
    ...(row.undecided === 0 && row.deciders < row.steps ? ['有人审核了不止一步'] : []),
    ...(row.self > 0 ? ['申请人审核了自己的申请'] : []),
  ];
}

const EVIDENCE = sql`evidence AS e
  WHERE e.issue_id = i.id AND e.cycle_no = i.cycle_no AND e.withdrawn_at IS NULL`;

/** One bit for each type of evidence, so that what is on file for an issue is one number. */
const BIT_OF = new Map(EVIDENCE_TYPE.codes.map((type, place) => [type, 2 ** place]));

const ON_FILE = sql`(SELECT COALESCE(SUM(DISTINCT CASE e.type
  ${join(
    [...BIT_OF].map(([type, bit]) => sql`WHEN ${type} THEN ${raw(String(bit))}`),
    ' ',
  )} ELSE 0 END), 0) FROM ${EVIDENCE})`;

/** What decides which proof is needed and what there is of it. */
interface ProofCase {
  readonly category: string;
  readonly due: number;
  readonly files: number;
}

/** Closed issues, each with its {@link ProofCase}. */
const proofs = (context: CheckContext): Sql => sql`
  SELECT i.id, i.issue_no, ${UNIT_OF_ISSUE} AS unit_id, COALESCE(i.category, '') AS category,
         CASE WHEN COALESCE(i.due_recovery_fen, 0) > 0 THEN 1 ELSE 0 END AS due,
         CAST(${ON_FILE} AS INTEGER) AS files
  FROM issues AS i JOIN ${APPROVED}
  WHERE ${issuesIn(context)} AND ${IS_CLOSED} AND NOT ${ONE_STEP}`;

/**
 * Evidence of the closed round against the campaign's own rule. Issues that are alike in category,
 * recovery and files are judged once, together.
 */
async function evidence(context: CheckContext): Promise<Finding> {
  const cases = await context.db.all<ProofCase & { issues: number }>(sql`
    SELECT category, due, files, COUNT(*) AS issues FROM (${proofs(context)}) AS q
    GROUP BY category, due, files`);
  const lacking = cases.filter((proof) => missingLabels(context, proof).length > 0);
  if (lacking.length === 0) return found(0, []);
  const matches = lacking.map(
    ({ category, due, files }) =>
      sql`(q.category = ${category} AND q.due = ${due} AND q.files = ${files})`,
  );
  const rows = await context.db.all<OffendingRow & ProofCase>(sql`
    SELECT q.* FROM (${proofs(context)}) AS q WHERE ${join(matches, ' OR ')}
    ORDER BY q.issue_no, q.id LIMIT ${OFFENDING_MAX}`);
  return {
    checked: 0,
    total: lacking.reduce((sum, { issues }) => sum + issues, 0),
    offending: rows.map((row) =>
      offenceOf(context, row, `缺少佐证材料：${missingLabels(context, row).join('、')}`),
    ),
  };
}

function missingLabels({ campaign }: CheckContext, { category, due, files }: ProofCase): string[] {
  const required = requiredEvidenceFor(campaign.definition, category as ProblemCategory, due === 1);
  const attached = EVIDENCE_TYPE.codes.filter((type) => files & (BIT_OF.get(type) ?? 0));
  return missingEvidence(required, attached).map(({ label }) => label);
}

const oneStepEvidence = (context: CheckContext): Promise<Finding> =>
  askIssues(context, {
    joins: sql`JOIN ${APPROVED}`,
    among: sql`${IS_CLOSED} AND ${ONE_STEP}`,
    columns: [sql`(SELECT COUNT(*) FROM ${EVIDENCE}) AS files`],
    wrong: sql`q.files = 0`,
    note: () => '一步销号没有佐证材料',
  });

export const closedComplete: Check = {
  code: 'CLOSED_COMPLETE',
  basis: 'CURRENT',
  run: async (context) =>
    merged(await approvals(context), await evidence(context), await oneStepEvidence(context)),
};
