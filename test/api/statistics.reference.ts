import type { Snapshot } from './statistics.lives.js';

/*
 * The indicators of domain §4.2 computed the slow and plain way, from the tests' own snapshots: no SQL,
 * nothing of the product's code.
 */

export interface ReferenceFilter {
  readonly unitIds?: readonly string[] | undefined;
  readonly category?: readonly string[] | undefined;
  readonly source?: readonly string[] | undefined;
  readonly severity?: readonly string[] | undefined;
  readonly rectificationType?: readonly string[] | undefined;
}

export interface ReferenceFigure {
  readonly numerator: number;
  readonly denominator: number | null;
  readonly text: string;
}

/** What each issue was at an instant; `snapshots` of one issue are in the order of their making. */
export function issuesAt(
  lives: ReadonlyMap<string, readonly Snapshot[]>,
  instant: string,
  filter: ReferenceFilter,
): Snapshot[] {
  const result: Snapshot[] = [];
  for (const snapshots of lives.values()) {
    let state: Snapshot | undefined;
    for (const snapshot of snapshots) if (snapshot.at <= instant) state = snapshot;
    if (!state || state.status === 'DRAFT' || state.registeredOn === null) continue;
    const fits = (list: readonly string[] | undefined, value: string) =>
      list === undefined || list.includes(value);
    if (
      fits(filter.unitIds, state.unitId) &&
      fits(filter.category, state.category) &&
      fits(filter.source, state.source) &&
      fits(filter.severity, state.severity) &&
      fits(filter.rectificationType, state.rectificationType)
    ) {
      result.push(state);
    }
  }
  return result;
}

const OPEN = [
  'REGISTERED',
  'ASSIGNED',
  'PLANNING',
  'PLAN_REVIEW',
  'RECTIFYING',
  'CLOSURE_REVIEW',
  'CARRIED_OVER',
];

const dayNumber = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000;

type Weight = (issue: Snapshot) => number;

/** For each indicator what an issue adds to the numerator and to the denominator. */
function weights(date: string): Record<string, readonly [Weight, Weight | null]> {
  const when = (condition: (issue: Snapshot) => boolean): Weight => {
    return (issue) => (condition(issue) ? 1 : 0);
  };
  const all = when(() => true);
  const isClosed = (issue: Snapshot) => issue.status === 'CLOSED' || issue.status === 'ARCHIVED';
  const isOpen = (issue: Snapshot) => OPEN.includes(issue.status);
  const binds = (issue: Snapshot) =>
    issue.status !== 'CARRIED_OVER' && issue.status !== 'TRANSFERRED';
  const isDue = (issue: Snapshot) =>
    binds(issue) && issue.currentDeadline !== null && issue.currentDeadline <= date;
  const isDueOriginally = (issue: Snapshot) =>
    binds(issue) && issue.originalDeadline !== null && issue.originalDeadline <= date;
  const isOverdue = (issue: Snapshot) =>
    isOpen(issue) && binds(issue) && issue.currentDeadline !== null && issue.currentDeadline < date;
  const daysOver: Weight = (issue) =>
    isOverdue(issue) ? dayNumber(date) - dayNumber(issue.currentDeadline as string) : 0;
  const daysTaken: Weight = (issue) =>
    isClosed(issue)
      ? dayNumber(issue.closedOn as string) - dayNumber(issue.registeredOn as string)
      : 0;
  const wasClosed = (issue: Snapshot) => isClosed(issue) || issue.cycleNo > 1;
  return {
    total: [all, null],
    newInPeriod: [
      when(
        ({ registeredOn }) =>
          registeredOn !== null && registeredOn.slice(0, 7) === date.slice(0, 7),
      ),
      null,
    ],
    open: [when(isOpen), null],
    closed: [when(isClosed), null],
    carriedOver: [when(({ status }) => status === 'CARRIED_OVER'), null],
    transferred: [when(({ status }) => status === 'TRANSFERRED'), null],
    rectifiedRate: [
      when(
        (issue) =>
          isClosed(issue) || (issue.verdict === 'RECTIFIED' && issue.status !== 'CARRIED_OVER'),
      ),
      all,
    ],
    closureRate: [when(isClosed), all],
    dueClosureRate: [when((issue) => isDue(issue) && isClosed(issue)), when(isDue)],
    onTimeRate: [
      when(
        (issue) =>
          isDue(issue) &&
          isClosed(issue) &&
          (issue.closedOn as string) <= (issue.currentDeadline as string),
      ),
      when(isDue),
    ],
    onTimeOriginalRate: [
      when(
        (issue) =>
          isDueOriginally(issue) &&
          isClosed(issue) &&
          (issue.closedOn as string) <= (issue.originalDeadline as string),
      ),
      when(isDueOriginally),
    ],
    overdueCount: [when(isOverdue), null],
    overdueRate: [when(isOverdue), when(isOpen)],
    avgOverdueDays: [daysOver, when(isOverdue)],
    extended: [when(({ extensionCount }) => extensionCount >= 1), null],
    extensionRate: [when(({ extensionCount }) => extensionCount >= 1), all],
    avgDays: [daysTaken, when(isClosed)],
    returnRate: [({ returns }) => returns, ({ applications }) => applications],
    reboundRate: [when(({ cycleNo }) => cycleNo > 1), when(wasClosed)],
    lookbackCoverage: [when(({ lookback }) => lookback !== null), when(wasClosed)],
    lookbackPassRate: [
      when(({ lookback }) => lookback === 'SOLID'),
      when(({ lookback }) => lookback !== null),
    ],
    recoveryRate: [
      ({ dueRecoveryFen, recoveredFen }) => (dueRecoveryFen ? (recoveredFen ?? 0) : 0),
      ({ dueRecoveryFen }) => dueRecoveryFen ?? 0,
    ],
    recovered: [({ recoveredFen }) => recoveredFen ?? 0, null],
    refunded: [({ refundedFen }) => refundedFen ?? 0, null],
  };
}

/** What every issue adds to the numerators, by indicator. */
export function referenceRows(
  issues: readonly Snapshot[],
  date: string,
): Record<string, Map<string, number>> {
  const counted = issues.filter(({ status }) => status !== 'VOIDED' && status !== 'MERGED');
  const result: Record<string, Map<string, number>> = {};
  for (const [id, [part]] of Object.entries(weights(date))) {
    result[id] = new Map(
      counted
        .map((issue) => [issue.issueId, part(issue)] as const)
        .filter(([, value]) => value !== 0),
    );
  }
  return result;
}

export function referenceFigures(
  issues: readonly Snapshot[],
  date: string,
): Record<string, ReferenceFigure> {
  const counted = issues.filter(({ status }) => status !== 'VOIDED' && status !== 'MERGED');
  const sum = (weight: Weight) => counted.reduce((total, issue) => total + weight(issue), 0);
  const result: Record<string, ReferenceFigure> = {};
  for (const [id, [part, whole]] of Object.entries(weights(date))) {
    const numerator = sum(part);
    const denominator = whole === null ? null : sum(whole);
    result[id] = { numerator, denominator, text: textOf(id, numerator, denominator) };
  }
  return result;
}

/** Median days from registration to close-out; null while nothing is closed. */
export function referenceMedian(issues: readonly Snapshot[]): number | null {
  const days = issues
    .filter(({ status }) => status === 'CLOSED' || status === 'ARCHIVED')
    .map(
      ({ closedOn, registeredOn }) =>
        dayNumber(closedOn as string) - dayNumber(registeredOn as string),
    )
    .sort((a, b) => a - b);
  if (days.length === 0) return null;
  const middle = days.length >> 1;
  return days.length % 2 === 1
    ? (days[middle] as number)
    : ((days[middle - 1] as number) + (days[middle] as number)) / 2;
}

/** Rounds begun and closed: of the first, and of all later ones. */
export function referenceRounds(issues: readonly Snapshot[]) {
  const counted = issues.filter(({ status }) => status !== 'VOIDED' && status !== 'MERGED');
  const rounds = counted.flatMap((issue) =>
    Array.from({ length: issue.cycleNo }, (_, index) => ({
      first: index === 0,
      closed: index + 1 < issue.cycleNo || issue.status === 'CLOSED' || issue.status === 'ARCHIVED',
    })),
  );
  const count = (first: boolean, closedOnly: boolean) =>
    rounds.filter((round) => round.first === first && (!closedOnly || round.closed)).length;
  return {
    first: { numerator: count(true, true), denominator: count(true, false) },
    reopened: { numerator: count(false, true), denominator: count(false, false) },
  };
}

const DAYS = ['avgDays', 'avgOverdueDays'];
const MONEY = ['recovered', 'refunded'];

/** Two decimals, half up, in whole numbers. */
function textOf(id: string, numerator: number, denominator: number | null): string {
  if (MONEY.includes(id)) return `${decimals(BigInt(numerator), 1_000_000n)}万元`;
  if (denominator === null) return String(numerator);
  if (denominator === 0) return '—';
  return DAYS.includes(id)
    ? `${decimals(BigInt(numerator), BigInt(denominator))}天`
    : `${decimals(BigInt(numerator) * 100n, BigInt(denominator))}%`;
}

function decimals(numerator: bigint, denominator: bigint): string {
  const hundredths = (numerator * 200n + denominator) / (2n * denominator);
  return `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')}`;
}
