import type { FixedClock } from '../platform/calendar/clock.js';

/** Something that happens at a moment of the demo's past. */
interface Moment {
  readonly at: string;
  readonly what: string;
  readonly run: () => Promise<void>;
}

/**
 * Plays the demo's past in the order of its days. Within a day things happen in the order in which they
 * were planned, a quarter of an hour apart, so that histories read in sequence.
 */
export class Timeline {
  private readonly moments: Moment[] = [];

  constructor(private readonly clock: FixedClock) {}

  /** Plans something for a day, `YYYY-MM-DD`. `what` names it when it fails. */
  on(day: string, what: string, run: () => Promise<void>): void {
    this.moments.push({ at: day, what, run });
  }

  async play(): Promise<void> {
    const ordered = [...this.moments].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    let day = '';
    let quarter = 0;
    for (const moment of ordered) {
      quarter = moment.at === day ? quarter + 1 : 0;
      day = moment.at;
      this.clock.set(`${day}T09:00:00+08:00`);
      this.clock.advanceMs(quarter * MINUTES_BETWEEN * 60_000);
      try {
        await moment.run();
      } catch (error) {
        throw new Error(`Demo, ${day}: ${moment.what}`, { cause: error });
      }
    }
  }
}

const MINUTES_BETWEEN = 5;
