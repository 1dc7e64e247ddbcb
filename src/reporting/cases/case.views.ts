import { type Caller, type Identity, isBehind, type Person } from '../../identity/caller.js';
import type { UnitTree } from '../../identity/unit-catalog.js';
import { refOf } from '../../registers/issues/issue.views.js';
import { reaches } from '../../identity/scope.js';
import type {
  CaseBody,
  CaseListItem,
  CasePersonBody,
  CaseReviewItem,
  MaskingConfirmation,
} from './case.body.js';
import { CASE_CHAIN, type CaseStep, EDITABLE_STATUSES } from './case.codes.js';
import type { TypicalCase } from './case.entity.js';
import { moneyOf } from './case-figures.rules.js';
import { type CasePerson, dealtPersonCount } from './case-person.rules.js';

export interface ReviewRow extends CaseReviewItem {
  readonly decidedBy: string;
}

/** What says who may decide a case. */
export type ReviewedCase = Pick<
  TypicalCase,
  'status' | 'round' | 'bureauId' | 'draftedBy' | 'submittedBy'
>;

/** Who has done what with a case so far. */
export interface CaseActs {
  readonly reviews: readonly ReviewRow[];
  /** Everybody who ever drafted, edited or submitted it. */
  readonly writerIds: readonly string[];
}

interface Surroundings {
  readonly tree: UnitTree;
  readonly acts: CaseActs;
  readonly issueNo: string | null;
  readonly masking: MaskingConfirmation | null;
}

export function listItem(row: TypicalCase): CaseListItem {
  const { id, caseNo, campaignId, quarter, title, violationType, status, disclosure } = row;
  const { amountFen, recoveredFen, concludedOn, version } = row;
  return {
    id,
    caseNo,
    campaignId,
    quarter,
    title,
    violationType,
    status,
    disclosure,
    dealtPersonCount: dealtPersonCount(row.persons),
    amountFen,
    recoveredFen,
    concludedOn,
    version,
  };
}

export function bodyOf(caller: Caller, row: TypicalCase, around: Surroundings): CaseBody {
  const { tree, acts, issueNo, masking } = around;
  const { dueFen, waivedFen, outstandingFen } = moneyOf(row);
  return {
    ...listItem(row),
    bureau: refOf(tree, row.bureauId),
    unit: refOf(tree, row.unitId),
    issueId: row.issueId,
    issueNo,
    placeUnitId: row.placeUnitId,
    persons: row.persons.map(personBody),
    facts: row.facts,
    householdCount: row.householdCount,
    personCount: row.personCount,
    dueFen,
    waivedFen,
    outstandingFen,
    waiverNote: row.waiverNote,
    rectification: row.rectification,
    analysis: row.analysis,
    lesson: row.lesson,
    mode: row.mode,
    masking,
    draftedByName: row.draftedByName,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    reviews: acts.reviews.map(
      ({ round, step, decision, opinion, demand, decidedByName, decidedAt, organ }) => ({
        round,
        step,
        decision,
        opinion,
        demand,
        decidedByName,
        decidedAt,
        organ,
      }),
    ),
    allowedActions: allowedActions(caller, row, around),
  };
}

const personBody = (person: CasePerson): CasePersonBody => ({
  id: person.id,
  publicName: person.publicName,
  post: person.post,
  identity: person.identity,
  partyMember: person.partyMember ?? null,
  handledSeparately: person.handledSeparately ?? false,
  referredToDiscipline: person.referredToDiscipline ?? false,
  naming: person.naming ?? null,
  sanctions: person.sanctions.map((sanction) => ({
    ...sanction,
    underAppeal: sanction.underAppeal ?? false,
  })),
});

/** Why somebody may not decide the step that waits; null when they may. */
export function reviewBar(
  caller: Person,
  row: ReviewedCase,
  { reviews, writerIds }: CaseActs,
  step: CaseStep,
  tree: UnitTree,
): 'NOT_REVIEWER' | 'SELF_REVIEW' | 'DECIDED_BEFORE' | null {
  if (!caller.roles.includes(CASE_CHAIN[step].role)) return 'NOT_REVIEWER';
  if (!reaches(caller, 'case.review', row.bureauId, tree)) return 'NOT_REVIEWER';
  if (hasWritten(caller, row, writerIds)) return 'SELF_REVIEW';
  const decided = reviews.some(
    (review) => review.round === row.round && isBehind(caller, review.decidedBy),
  );
  return decided ? 'DECIDED_BEFORE' : null;
}

export const hasWritten = (
  person: Identity,
  { draftedBy, submittedBy }: Pick<TypicalCase, 'draftedBy' | 'submittedBy'>,
  writerIds: readonly string[],
): boolean => isBehind(person, draftedBy, submittedBy, ...writerIds);

/** The step that waits for a decision. */
export const waitingStep = ({ status }: Pick<TypicalCase, 'status'>): CaseStep | undefined =>
  status === 'VERIFICATION' || status === 'REVIEW' ? status : undefined;

/** True while the masking of a case may be confirmed: it is handed in and cannot be edited. */
export const isMaskable = ({ status }: Pick<TypicalCase, 'status'>): boolean =>
  status === 'VERIFICATION' || status === 'REVIEW' || status === 'APPROVED';

function allowedActions(
  caller: Caller,
  row: TypicalCase,
  { acts, masking, tree }: Surroundings,
): string[] {
  const reach = (action: Parameters<typeof reaches>[1]): boolean =>
    reaches(caller, action, row.bureauId, tree);
  const step = waitingStep(row);
  const actions: readonly (readonly [string, boolean])[] = [
    ['edit', EDITABLE_STATUSES.includes(row.status) && reach('case.edit')],
    ['submit', EDITABLE_STATUSES.includes(row.status) && reach('case.edit')],
    ['void', EDITABLE_STATUSES.includes(row.status) && reach('case.edit')],
    ['review', step !== undefined && reviewBar(caller, row, acts, step, tree) === null],
    [
      'confirmMasking',
      isMaskable(row) &&
        masking === null &&
        reach('case.mask') &&
        !hasWritten(caller, row, acts.writerIds),
    ],
    ['recordAppeal', row.status !== 'VOIDED' && reach('case.edit')],
    ['reopen', row.status === 'APPROVED' && reach('case.review')],
    ['handOver', row.status === 'APPROVED' && reach('case.handOver')],
    ['revealNames', reach('case.reveal')],
  ];
  return actions.flatMap(([name, allowed]) => (allowed ? [name] : []));
}
