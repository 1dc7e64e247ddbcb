import type { LoadedCampaign } from '../../campaigns/campaign-catalog.js';
import type { ProblemCategory } from '../../campaigns/codes/problem-category.js';
import type { UnitTree } from '../../identity/unit-catalog.js';
import { isClosed, overdueDaysOf } from '../issues/issue.base-sets.js';
import type { IssueRow } from '../issues/issue.lifecycle.js';
import { issueLight } from '../issues/issue.light.js';
import { refOf } from '../issues/issue.views.js';
import type { ProgressRecord } from '../plans/progress.reads.js';
import type { ResponsibilityKind } from '../responsibilities/responsibility.codes.js';
import type { ResponsibilityRecord } from '../responsibilities/responsibility.reads.js';
import type { TaskRecord } from '../tasks/task.reads.js';
import type { LedgerLine, LedgerMeasure, LedgerPerson } from './ledger.body.js';

/** Columns of the issue that the answer shows as they are. */
export const LINE_COLUMNS = [
  'id',
  'issueNo',
  'campaignId',
  'cycleNo',
  'source',
  'sourceDocNo',
  'sourceItemNo',
  'foundOn',
  'category',
  'severity',
  'statement',
  'causeAnalysis',
  'goal',
  'rectificationType',
  'originalDeadline',
  'currentDeadline',
  'percent',
  'latestProgress',
  'lastProgressMonth',
  'effect',
  'rectifiedOn',
  'verdict',
  'status',
  'dueRecoveryFen',
  'recoveredFen',
  'refundedFen',
  'closedOn',
  'closureNo',
  'unresolvedReason',
  'unresolvedNote',
  'nextStep',
  'stageGoal',
  'nextReviewOn',
  'endingNote',
  'remark',
  'version',
] as const satisfies readonly (keyof IssueRow)[];

/** Columns that a line is derived from, on top of those it shows. */
export const DERIVED_FROM = [
  'isKey',
  'responsibleUnitId',
  'assignedOn',
  'planSubmittedBy',
  'returnCount',
] as const satisfies readonly (keyof IssueRow)[];

export type LedgerIssueRow = Pick<
  IssueRow,
  (typeof LINE_COLUMNS)[number] | (typeof DERIVED_FROM)[number]
>;

/** What the latest close-out application says of the lasting effect. */
export interface LatestApplication {
  readonly issueId: string;
  readonly resultPerson: string;
  readonly rulesMade: string | null;
  readonly extendedCheck: string | null;
}

/** What the other registers hold about one issue. */
export interface LedgerParts {
  readonly tasks: readonly TaskRecord[];
  readonly duties: readonly ResponsibilityRecord[];
  readonly progress: readonly ProgressRecord[];
  readonly application: LatestApplication | undefined;
}

/** One line of 整改台账, lights and overdue as they are on `asOf`. */
export function ledgerLine(
  issue: LedgerIssueRow,
  parts: LedgerParts,
  campaign: LoadedCampaign,
  tree: UnitTree,
  asOf: string,
): LedgerLine {
  const { duties, application } = parts;
  const shown = Object.fromEntries(LINE_COLUMNS.map((column) => [column, issue[column]])) as Pick<
    LedgerIssueRow,
    (typeof LINE_COLUMNS)[number]
  >;
  const lead = duties.find(({ kind }) => kind === 'LEAD');
  const overdueDays = overdueDaysOf(issue, asOf);
  return {
    ...shown,
    categoryName:
      issue.category === null ? null : campaign.categoryLabel(issue.category as ProblemCategory),
    isKey: Boolean(issue.isKey),
    measures: parts.tasks.map(measureOf),
    leaders: people(duties, 'RESPONSIBLE_LEADER', tree),
    persons: people(duties, 'RESPONSIBLE_PERSON', tree),
    responsibleUnit: issue.responsibleUnitId === null ? null : refOf(tree, issue.responsibleUnitId),
    leadUnit: lead === undefined ? null : refOf(tree, lead.unitId),
    progressEntries: parts.progress.map((entry) => ({
      asOf: entry.asOf,
      text: entry.text,
      percent: entry.percent,
      recordedByName: entry.recordedByName,
    })),
    resultPerson: application?.resultPerson ?? null,
    rulesMade: application?.rulesMade ?? null,
    extendedCheck: application?.extendedCheck ?? null,
    closed: isClosed(issue.status),
    light: issueLight(issue, asOf, campaign.definition.lightRule),
    overdue: overdueDays > 0,
    overdueDays,
  };
}

function measureOf(task: TaskRecord): LedgerMeasure {
  const { seq, taskNo, measure, dueOn, continues, percent, status, result } = task;
  return { seq, taskNo, measure, dueOn, continues, percent, status, result };
}

function people(
  duties: readonly ResponsibilityRecord[],
  wanted: ResponsibilityKind,
  tree: UnitTree,
): LedgerPerson[] {
  return duties
    .filter(({ kind }) => kind === wanted)
    .map(({ personName, post, unitId }) => ({ name: personName, post, unit: refOf(tree, unitId) }));
}
