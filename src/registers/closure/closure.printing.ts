import { CLOSURE_STEP_KIND, EVIDENCE_TYPE, SEVERITY } from '../../campaigns/codes/issue-codes.js';
import { PROBLEM_CATEGORY } from '../../campaigns/codes/problem-category.js';
import { PROBLEM_SOURCE } from '../../campaigns/codes/problem-source.js';
import type { ClosureApplicationModel } from '../../documents/models-sheets.js';
import type { UnitTree } from '../../identity/unit-catalog.js';
import { businessDate } from '../../platform/calendar/clock.js';
import { labelOf } from '../../platform/dictionary/code-list.js';
import { DECISION } from '../codes.js';
import type { EvidenceOnFile } from '../evidence/evidence.queries.js';
import type { IssueRow } from '../issues/issue.lifecycle.js';
import type { ResponsibilityRecord } from '../responsibilities/responsibility.reads.js';
import type { TaskRecord } from '../tasks/task.reads.js';
import { BENEFICIARY_OPINION } from './closure.codes.js';
import type { LoadedApplication } from './closure.queries.js';
import type { StepRow } from './review-chain.js';
import { sentenceOf } from './standard-checks.js';

/** Everything that 销号申请（审批）表 (D05) prints. */
export interface ClosureForm {
  readonly application: LoadedApplication;
  readonly issue: IssueRow;
  readonly tasks: readonly TaskRecord[];
  readonly duties: readonly ResponsibilityRecord[];
  readonly evidence: readonly EvidenceOnFile[];
  readonly tree: UnitTree;
  readonly today: string;
}

/** The printed form of an application; steps that wait are printed empty, to be signed by hand. */
export function closureFormModel(form: ClosureForm): ClosureApplicationModel {
  const { application, issue, tree } = form;
  const confirmation = application.steps.find(({ kind }) => kind === 'UNIT_CONFIRMATION');
  const reviews = application.steps.filter((step) => step !== confirmation);
  const siteCheck = application.steps.flatMap((step) => step.siteCheck ?? []).join('\n');
  return {
    title: '整改问题销号申请（审批）表',
    closureNo: application.closureNo,
    applicantOrg: tree.get(application.unitId).name,
    appliedOn: businessDate(application.appliedAt),
    attempt: `第${application.attempt}次`,
    issueNo: issue.issueNo ?? '',
    source: labelOf(PROBLEM_SOURCE, issue.source),
    category: labelOf(PROBLEM_CATEGORY, issue.category),
    severity: labelOf(SEVERITY, issue.severity),
    statement: issue.statement,
    ...responsibleOf(form),
    currentDeadline: application.deadline ?? '',
    originalDeadline:
      application.originalDeadline === application.deadline
        ? ''
        : (application.originalDeadline ?? ''),
    rectifiedOn: application.rectifiedOn,
    measureResults: measuresOf(form),
    resultPerson: application.resultPerson,
    resultFact: application.resultFact,
    resultOutcome: application.resultOutcome,
    recoveredAmount: yuanOf(application.recoveredFen),
    refundedAmount: yuanOf(application.refundedFen),
    dealtPersons: '',
    rulesMade: application.rulesMade ?? '',
    extendedCheck: application.extendedCheck ?? '',
    beneficiaryOpinion: labelOf(BENEFICIARY_OPINION, application.beneficiaryOpinion),
    evidence: form.evidence.map(({ fileName, type, pageCount }) => ({
      name: fileName,
      type: labelOf(EVIDENCE_TYPE, type),
      pages: pageCount === null ? '' : String(pageCount),
    })),
    siteCheck,
    applicantOpinion: confirmation ? wordsOf(confirmation) : '',
    applicantLeader: confirmation?.decidedByName ?? '',
    applicantSignedOn: dateOf(confirmation?.decidedAt),
    reviews: reviews.map(reviewOf),
    closedOn: application.status === 'APPROVED' ? dateOf(application.decidedAt) : '',
    asOf: form.today,
    snapshotHash: '',
  };
}

function responsibleOf({ issue, duties, tree }: ClosureForm) {
  const nameOf = (kind: string) =>
    duties.flatMap((duty) => (duty.kind === kind ? (duty.personName ?? []) : [])).join('、');
  return {
    responsibleOrg: issue.responsibleUnitId ? tree.get(issue.responsibleUnitId).name : '',
    responsibleLeader: nameOf('RESPONSIBLE_LEADER'),
    responsiblePerson: nameOf('RESPONSIBLE_PERSON'),
  };
}

function measuresOf({ application, tasks }: ClosureForm) {
  const wording = new Map(tasks.map(({ id, measure }) => [id, measure]));
  return application.measureResults.map(({ taskId, text }) => ({
    measure: wording.get(taskId) ?? '',
    result: text,
    done: '已落实',
  }));
}

/** What was said at a step, with what was found about the standards. */
const wordsOf = ({ opinion, checks, demand, minutesNo }: StepRow): string =>
  [opinion, sentenceOf(checks), demand, minutesNo && `会议纪要：${minutesNo}`]
    .filter(Boolean)
    .join('\n');

const reviewOf = (step: StepRow) => ({
  step: labelOf(CLOSURE_STEP_KIND, step.kind),
  decision: labelOf(DECISION, step.decision),
  opinion: wordsOf(step),
  reviewer: step.decidedByName ?? '',
  decidedOn: dateOf(step.decidedAt),
});

const dateOf = (instant: string | null | undefined): string =>
  instant ? businessDate(instant) : '';

const yuanOf = (fen: number | null): string => (fen === null ? '' : (fen / 100).toFixed(2));
