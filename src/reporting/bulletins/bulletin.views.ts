import type { HeadedText } from '../../documents/models-official.js';
import type { Caller } from '../../identity/caller.js';
import type { UnitTree } from '../../identity/unit-catalog.js';
import { businessDate } from '../../platform/calendar/clock.js';
import { refOf } from '../../registers/issues/issue.views.js';
import { reaches } from '../../identity/scope.js';
import type { BulletinBody, BulletinListItem, NoticeRef } from './bulletin.body.js';
import type { Bulletin } from './bulletin.entity.js';
import { type BulletinDocument, GENERATED_PARTS, NOTICE_PARTS } from './bulletin.model.js';
import type { StepRow } from './bulletin.queries.js';
import { awaitedStep, stepBar, type StepTaken } from './bulletin-chain.rules.js';
import { defaultReceivers } from './bulletin-receivers.rules.js';

interface Surroundings {
  readonly tree: UnitTree;
  readonly document: BulletinDocument;
  readonly steps: readonly StepRow[];
  readonly notices: readonly NoticeRef[];
  readonly isComposer: boolean;
}

export function listItem(row: Bulletin, title: string): BulletinListItem {
  const { id, campaignId, status, noticeKind, docNo, quarter, caseIds } = row;
  const { issuedOn, disclosure, version } = row;
  const caseCount = caseIds.length;
  return {
    id,
    campaignId,
    status,
    noticeKind,
    docNo,
    title,
    quarter,
    caseCount,
    issuedOn,
    disclosure,
    version,
  };
}

/** True while the texts may be written. */
export const isEditable = ({ status }: Pick<Bulletin, 'status'>): boolean =>
  status === 'DRAFT' || status === 'RETURNED';

export function bodyOf(caller: Caller, row: Bulletin, around: Surroundings): BulletinBody {
  const { tree, steps, notices } = around;
  const works = worksOn(caller, row, tree);
  const parts = row.noticeKind === null ? GENERATED_PARTS : NOTICE_PARTS;
  const publication = steps.find(({ step }) => step === 'PUBLICATION');
  return {
    ...listItem(row, around.document.document.title),
    ...textsOf(around.document),
    bureau: refOf(tree, row.bureauId),
    caseIds: row.caseIds,
    feedbackOn: row.feedbackOn,
    copies: row.copies,
    coUnits: row.coUnitIds.map((id) => refOf(tree, id)),
    generatedParts:
      row.signedDocument === null && row.snapshot === null
        ? parts.filter((part) => row[part] === null)
        : [],
    composedByName: row.composedByName,
    createdAt: row.createdAt,
    issuedByName: row.issuedByName,
    signedOn: row.signedOn,
    issuedAt: row.issuedAt,
    publishedOn: publication ? businessDate(publication.decidedAt) : null,
    sha256: row.sha256,
    caseOrder: row.caseOrder,
    receiverIds: row.receiverIds ?? defaultReceivers(row.bureauId, tree),
    legalCheck: row.legalCheck,
    targetId: row.targetId,
    reason: row.reason,
    changes: [...(row.changes ?? [])],
    // That a correction or withdrawal is being written is nothing for those who receive the bulletin.
    notices: works ? [...notices] : notices.filter(({ status }) => status === 'ISSUED'),
    withdrawn: isWithdrawn(notices),
    chain: row.chain ?? [],
    awaiting: awaitedStep(row, steps) ?? null,
    steps: (works ? steps : []).map(
      ({ round, step, decision, opinion, demand, decidedByName, decidedByPost, decidedAt }) => ({
        round,
        step,
        decision,
        opinion,
        demand,
        decidedByName,
        decidedByPost,
        decidedAt,
      }),
    ),
    allowedActions: allowedActions(caller, row, around),
  };
}

/** True for those who take part in the bureau's bulletins, or stand above it. */
export const worksOn = (
  caller: Caller,
  { bureauId }: Pick<Bulletin, 'bureauId'>,
  tree: UnitTree,
): boolean =>
  (['case.read', 'bulletin.review', 'bulletin.issue'] as const).some((action) =>
    reaches(caller, action, bureauId, tree),
  );

export const isWithdrawn = (notices: readonly NoticeRef[]): boolean =>
  notices.some(({ kind, status }) => kind === 'WITHDRAWAL' && status === 'ISSUED');

/** The texts of the document; a notice has neither cases nor demands. */
function textsOf(item: BulletinDocument) {
  if (item.kind === 'BULLETIN') {
    const { recipients, opening, cases, analysis, demands, followUp } = item.document;
    return {
      recipients,
      opening,
      cases: cases.map(copyOf),
      analysis,
      demands: demands.map(copyOf),
      followUp,
    };
  }
  const { recipients, opening, closing } = item.document;
  return { recipients, opening, cases: [], analysis: '', demands: [], followUp: closing };
}

const copyOf = ({ title, text }: HeadedText): { title: string; text: string } => ({ title, text });

/** Names of the acts on the steps that have a route of their own; all others are `review`. */
const ACTION_NAMES: Readonly<Record<string, string>> = {
  SIGNATURE: 'sign',
  NUMBERING: 'number',
  ISSUANCE: 'issue',
  PUBLICATION: 'publish',
};

/** What says whose turn a bulletin is. */
export type SteppedBulletin = Pick<Bulletin, 'status' | 'round' | 'chain' | 'bureauId'>;

interface StepsSoFar {
  readonly steps: readonly StepTaken[];
  readonly isComposer: boolean;
  readonly withdrawn: boolean;
  readonly tree: UnitTree;
}

/** True when a step of the document waits and the caller may take it. */
export function mayTakeStep(
  caller: Caller,
  row: SteppedBulletin,
  { steps, isComposer, withdrawn, tree }: StepsSoFar,
): boolean {
  const step = awaitedStep(row, steps);
  if (step === undefined || withdrawn) return false;
  const { round, bureauId } = row;
  const reach = (action: Parameters<typeof reaches>[1]): boolean =>
    reaches(caller, action, bureauId, tree);
  const doing = { step, round, bureauId, taken: steps, isComposer, reaches: reach, tree };
  return stepBar(caller, doing) === null;
}

function allowedActions(caller: Caller, row: Bulletin, around: Surroundings): string[] {
  const { tree, steps, notices, isComposer } = around;
  const reach = (action: Parameters<typeof reaches>[1]): boolean =>
    reaches(caller, action, row.bureauId, tree);
  const step = awaitedStep(row, steps);
  const withdrawn = isWithdrawn(notices);
  const takes = mayTakeStep(caller, row, { steps, isComposer, withdrawn, tree });
  const standing = row.status === 'ISSUED' && row.noticeKind === null && !withdrawn;
  const actions: readonly (readonly [string, boolean])[] = [
    ['edit', isEditable(row) && reach('bulletin.compose')],
    ['submit', isEditable(row) && reach('bulletin.compose')],
    [step === undefined ? '' : (ACTION_NAMES[step] ?? 'review'), takes],
    ['cancel', mayCancel(row, reach)],
    ['correct', standing && reach('bulletin.compose')],
    ['withdraw', standing && reach('bulletin.compose')],
  ];
  return actions.flatMap(([name, allowed]) => (allowed ? [name] : []));
}

/** 撤稿: by the drafting side until the signature, after it only by the one who signs. */
export function mayCancel(
  { status }: Pick<Bulletin, 'status'>,
  reach: (action: 'bulletin.compose' | 'bulletin.issue') => boolean,
): boolean {
  if (status === 'ISSUED' || status === 'CANCELLED') return false;
  const signed = status === 'SIGNED' || status === 'NUMBERED';
  return reach('bulletin.issue') || (!signed && reach('bulletin.compose'));
}
