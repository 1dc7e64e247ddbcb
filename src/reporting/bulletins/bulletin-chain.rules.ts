import { isBehind, type Person } from '../../identity/caller.js';
import type { Role } from '../../identity/codes.js';
import type { Action } from '../../identity/permissions.js';
import type { UnitTree } from '../../identity/unit-catalog.js';
import type { Disclosure } from '../cases/case.codes.js';
import { BULLETIN_STEP, type BulletinStatus, type BulletinStep } from './bulletin.codes.js';

interface Doer {
  readonly role: Role;
  /** True when only people of the bureau's 办公室 have the duty. */
  readonly office?: true;
}

interface ChainStep {
  readonly action: Action;
  readonly doers: readonly Doer[];
  /** Carries out what others decided: by one person in a row, and never returned. */
  readonly clerical?: true;
  /** The status after the step is done. */
  readonly next: BulletinStatus;
}

const OFFICE_STAFF: readonly Doer[] = [
  { role: 'DIVISION_CLERK', office: true },
  { role: 'DIVISION_CHIEF', office: true },
];
const DISPATCH = { action: 'bulletin.dispatch', doers: OFFICE_STAFF, clerical: true } as const;

/**
 * Who takes which step of the document (domain §5.3). What concerns the facts, 案件事实核实, is a step of
 * each case. Nobody decides what they wrote, nor two steps of one round.
 */
export const BULLETIN_CHAIN: Readonly<Record<BulletinStep, ChainStep>> = {
  DISCIPLINE_COUNTERSIGN: {
    action: 'bulletin.review',
    doers: [{ role: 'RESIDENT_DISCIPLINE' }],
    next: 'REVIEW',
  },
  FINANCE_COUNTERSIGN: {
    action: 'bulletin.review',
    doers: [{ role: 'FINANCE_REVIEWER' }],
    next: 'REVIEW',
  },
  LEGAL_COUNTERSIGN: {
    action: 'bulletin.review',
    doers: [{ role: 'DIVISION_CHIEF' }, { role: 'DIVISION_CLERK', office: true }],
    next: 'REVIEW',
  },
  PROOFREADING: { action: 'bulletin.review', doers: OFFICE_STAFF, next: 'REVIEW' },
  SECRECY_REVIEW: {
    action: 'bulletin.review',
    doers: [...OFFICE_STAFF, { role: 'INSPECTOR', office: true }, { role: 'DIVISION_CHIEF' }],
    next: 'REVIEW',
  },
  DEPUTY_REVIEW: {
    action: 'bulletin.review',
    doers: [{ role: 'DEPUTY_DIRECTOR' }],
    next: 'REVIEW',
  },
  SIGNATURE: { action: 'bulletin.issue', doers: [{ role: 'DIRECTOR' }], next: 'SIGNED' },
  NUMBERING: { ...DISPATCH, next: 'NUMBERED' },
  ISSUANCE: { ...DISPATCH, next: 'ISSUED' },
  PUBLICATION: { ...DISPATCH, next: 'ISSUED' },
};

/** The steps of one bulletin, in order. */
export function chainFor(facts: {
  readonly money: boolean;
  readonly legalCheck: boolean;
  readonly disclosure: Disclosure;
}): BulletinStep[] {
  return BULLETIN_STEP.codes.filter((step) => {
    if (step === 'FINANCE_COUNTERSIGN') return facts.money;
    if (step === 'LEGAL_COUNTERSIGN') return facts.legalCheck;
    if (step === 'PUBLICATION') return facts.disclosure === 'PUBLIC';
    return true;
  });
}

export interface StepTaken {
  readonly round: number;
  readonly step: BulletinStep;
  readonly decision: string;
  readonly decidedBy: string;
}

interface Progress {
  readonly status: BulletinStatus;
  readonly round: number;
  readonly chain: readonly BulletinStep[] | null;
}

/** The first step of the round that nobody has taken: none is ever skipped. */
export function awaitedStep(
  { status, round, chain }: Progress,
  taken: readonly StepTaken[],
): BulletinStep | undefined {
  if (status === 'DRAFT' || status === 'RETURNED' || status === 'CANCELLED') return undefined;
  return chain?.find((step) => !taken.some((one) => one.round === round && one.step === step));
}

export type StepBar = 'NOT_REVIEWER' | 'SELF_REVIEW' | 'DECIDED_BEFORE';

interface Doing {
  readonly step: BulletinStep;
  readonly round: number;
  readonly bureauId: string;
  readonly taken: readonly StepTaken[];
  readonly isComposer: boolean;
  readonly reaches: (action: Action) => boolean;
  readonly tree: UnitTree;
}

/** Why somebody may not take the step; null when they may. */
export function stepBar(caller: Omit<Person, 'bureauId'>, doing: Doing): StepBar | null {
  const { action, doers, clerical } = BULLETIN_CHAIN[doing.step];
  const isDoer = doers.some(
    ({ role, office }) =>
      caller.roles.includes(role) &&
      (!office || isOffice(caller.unitId, doing.bureauId, doing.tree)),
  );
  if (!isDoer || !doing.reaches(action)) return 'NOT_REVIEWER';
  if (doing.isComposer) return 'SELF_REVIEW';
  if (clerical) return null;
  const before = doing.taken.some(
    ({ round, decidedBy }) => round === doing.round && isBehind(caller, decidedBy),
  );
  return before ? 'DECIDED_BEFORE' : null;
}

/** True for the bureau's 办公室; in a bureau without one every division does its work. */
export function isOffice(unitId: string, bureauId: string, tree: UnitTree): boolean {
  const divisions = tree.units.filter(
    ({ parentId, type, disabledAt }) =>
      parentId === bureauId && type === 'DIVISION' && disabledAt === null,
  );
  const offices = divisions.filter(({ name }) => name.includes('办公室'));
  return (offices.length > 0 ? offices : divisions).some(({ id }) => id === unitId);
}
