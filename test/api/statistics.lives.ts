import { mulberry32 } from './random-walk.js';

/** What an issue was from an instant on, as the tests themselves know it. */
export interface Snapshot {
  readonly issueId: string;
  readonly at: string;
  readonly status: string;
  readonly cycleNo: number;
  readonly unitId: string;
  readonly category: string;
  readonly source: string;
  readonly severity: string;
  readonly rectificationType: string;
  readonly verdict: string | null;
  readonly registeredOn: string | null;
  readonly originalDeadline: string | null;
  readonly currentDeadline: string | null;
  readonly closedOn: string | null;
  readonly extensionCount: number;
  readonly dueRecoveryFen: number | null;
  readonly recoveredFen: number | null;
  readonly refundedFen: number | null;
  readonly applications: number;
  readonly returns: number;
  readonly lookback: string | null;
  readonly unresolvedReason: string | null;
}

export interface Posting {
  readonly kind: string;
  readonly delta: 1 | -1;
  readonly at: string;
  readonly unitId: string;
  readonly category: string;
  readonly cycleNo: number;
}

export interface Life {
  readonly snapshots: readonly Snapshot[];
  readonly postings: readonly Posting[];
}

export const SOURCES = ['SELF_CHECK', 'AUDIT', 'PETITION', 'DATA_MATCHING'] as const;
export const CATEGORIES = [
  'A05_SPLIT_HOUSEHOLD',
  'A06_TAPERING',
  'E02_DECEASED_PAID',
  'F04_ARCHIVE',
  'G01_PHONE',
] as const;
export const SEVERITIES = ['GENERAL', 'PROMINENT', 'SERIOUS'] as const;
export const TYPES = ['IMMEDIATE', 'TIME_LIMITED', 'LONG_TERM'] as const;
const LOOKBACKS = ['SOLID', 'SOLID', 'PARTIAL', 'FALSE', 'REBOUND'] as const;

const DAY_MS = 24 * 60 * 60 * 1000;
const BEGIN = Date.UTC(2020, 2, 30, 1);
const END = Date.UTC(2020, 9, 20, 1);

/** The business date of an instant in China. */
const dayOf = (ms: number): string => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 10);
const later = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** Invents lives of issues: random steps with random gaps, several of them at one instant now and then. */
export class LifeMaker {
  private readonly random: () => number;
  private now = 0;
  private state!: Snapshot;
  private snapshots: Snapshot[] = [];
  private postings: Posting[] = [];

  constructor(
    seed: number,
    private readonly unitIds: readonly string[],
  ) {
    this.random = mulberry32(seed);
  }

  make(issueId: string): Life {
    this.snapshots = [];
    this.postings = [];
    this.now = BEGIN + Math.floor(this.random() * (END - BEGIN));
    this.register(issueId);
    if (this.may(0.15)) this.recategorise();
    if (this.may(0.04)) this.leave('VOIDED', 'VOIDED');
    else if (this.may(0.03)) this.leave('MERGED', 'MERGED');
    else if (this.goesOn()) this.assign();
    return { snapshots: this.snapshots, postings: this.postings };
  }

  private register(issueId: string): void {
    const due = this.may(0.3) ? this.whole(1, 900_000) : null;
    this.state = {
      issueId,
      at: '',
      status: 'REGISTERED',
      cycleNo: 1,
      unitId: this.pick(this.unitIds),
      category: this.pick(CATEGORIES),
      source: this.pick(SOURCES),
      severity: this.pick(SEVERITIES),
      rectificationType: this.pick(TYPES),
      verdict: null,
      registeredOn: dayOf(this.now),
      originalDeadline: null,
      currentDeadline: null,
      closedOn: null,
      extensionCount: 0,
      dueRecoveryFen: due,
      recoveredFen: null,
      refundedFen: null,
      applications: 0,
      returns: 0,
      lookback: null,
      unresolvedReason: null,
    };
    this.become({});
    this.post('OPENED', 1);
  }

  private recategorise(): void {
    this.wait(3);
    const category = this.pick(CATEGORIES);
    if (category === this.state.category) return;
    this.post('CORRECTED', -1);
    this.become({ category });
    this.post('CORRECTED', 1);
  }

  private assign(): void {
    this.wait(8);
    const unitId = this.may(0.25) ? this.pick(this.unitIds) : this.state.unitId;
    const moves = unitId !== this.state.unitId;
    if (moves) this.post('TRANSFERRED_OUT', -1);
    this.become({
      status: 'ASSIGNED',
      unitId,
      currentDeadline: later(dayOf(this.now), this.whole(0, 90)),
    });
    if (moves) this.post('TRANSFERRED_IN', 1);
    for (const status of ['PLANNING', 'PLAN_REVIEW', 'RECTIFYING']) {
      if (!this.goesOn()) return;
      this.wait(6);
      const approved = status === 'RECTIFYING';
      const deadline = later(dayOf(this.now), this.whole(-5, 60));
      this.become({
        status,
        ...(approved && {
          originalDeadline: deadline,
          currentDeadline: deadline,
          rectificationType: this.pick(TYPES),
        }),
      });
    }
    this.rectify();
  }

  private rectify(): void {
    for (let turn = 0; turn < 12 && this.goesOn(); turn += 1) {
      this.wait(15);
      const chance = this.random();
      if (chance < 0.15) this.progress();
      else if (chance < 0.3) this.extend();
      else if (chance < 0.4) this.carryOver();
      else if (chance < 0.43) return this.leave('TRANSFERRED', 'TRANSFERRED_OUT');
      else if (chance < 0.45) return this.leave('VOIDED', 'VOIDED');
      else if (this.closes()) {
        if (!this.afterwards()) return;
      }
    }
  }

  private progress(): void {
    const recovered = this.state.dueRecoveryFen;
    this.become({
      verdict: this.pick(['RECTIFIED', 'BASICALLY_DONE', 'CONTINUING', null]),
      unresolvedReason: this.pick(['U1', 'U5', 'U9', null]),
      recoveredFen: recovered === null ? null : this.whole(0, recovered),
      refundedFen: this.may(0.2) ? this.whole(0, 5000) : this.state.refundedFen,
    });
  }

  private extend(): void {
    const { extensionCount, currentDeadline } = this.state;
    this.become({
      extensionCount: extensionCount + 1,
      currentDeadline: later(currentDeadline ?? dayOf(this.now), this.whole(1, 40)),
    });
  }

  private carryOver(): void {
    this.become({ status: 'CARRIED_OVER', verdict: 'CONTINUING', unresolvedReason: 'U8' });
    if (!this.may(0.6)) return;
    this.wait(20);
    this.become({
      status: 'RECTIFYING',
      verdict: null,
      currentDeadline: later(dayOf(this.now), this.whole(1, 50)),
    });
  }

  /** True when the application led to the close-out. */
  private closes(): boolean {
    if (this.state.status !== 'RECTIFYING') return false;
    this.become({
      status: 'CLOSURE_REVIEW',
      verdict: 'RECTIFIED',
      applications: this.state.applications + 1,
    });
    if (!this.goesOn()) return false;
    this.wait(6);
    if (this.may(0.3)) {
      this.become({ status: 'RECTIFYING', verdict: null, returns: this.state.returns + 1 });
      return false;
    }
    this.become({ status: 'CLOSED', closedOn: dayOf(this.now) });
    this.post('CLOSED', -1);
    return true;
  }

  /** True when the issue was put back on the books. */
  private afterwards(): boolean {
    if (!this.may(0.5)) return false;
    this.wait(25);
    this.become({ lookback: this.pick(LOOKBACKS) });
    if (this.state.lookback === 'SOLID') {
      if (this.may(0.3)) this.become({ status: 'ARCHIVED' });
      return false;
    }
    if (!this.may(0.8)) return false;
    const deadline = later(dayOf(this.now), this.whole(1, 40));
    this.become({
      status: 'RECTIFYING',
      cycleNo: this.state.cycleNo + 1,
      verdict: null,
      originalDeadline: deadline,
      currentDeadline: deadline,
      closedOn: null,
      extensionCount: 0,
    });
    this.post('REOPENED', 1);
    return true;
  }

  private leave(status: string, kind: string): void {
    this.wait(10);
    this.become({ status });
    this.post(kind, -1);
  }

  private become(patch: Partial<Snapshot>): void {
    this.state = { ...this.state, ...patch, at: new Date(this.now).toISOString() };
    this.snapshots.push(this.state);
  }

  private post(kind: string, delta: 1 | -1): void {
    const { unitId, category, cycleNo } = this.state;
    const at = new Date(this.now).toISOString();
    this.postings.push({ kind, delta, at, unitId, category, cycleNo });
  }

  /** Up to so many days pass; now and then none at all. */
  private wait(days: number): void {
    if (this.may(0.1)) return;
    this.now = Math.min(this.now + Math.floor(this.random() * days * DAY_MS), END);
  }

  private goesOn(): boolean {
    return this.now < END && this.may(0.97);
  }

  private may(chance: number): boolean {
    return this.random() < chance;
  }

  private whole(from: number, to: number): number {
    return from + Math.floor(this.random() * (to - from + 1));
  }

  private pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.random() * list.length)] as T;
  }
}
