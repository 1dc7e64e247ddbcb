const SHANGHAI_OFFSET_MS = 8 * 60 * 60 * 1000;

/** Source of the current time. Tests and the demo use {@link FixedClock}; nothing else calls `Date`. */
export abstract class Clock {
  protected abstract epochMs(): number;

  /** The current instant in UTC, `YYYY-MM-DDTHH:mm:ss.sssZ`. */
  now(): string {
    return new Date(this.epochMs()).toISOString();
  }

  /** The business date in Asia/Shanghai, `YYYY-MM-DD`, whatever the time zone of the host. */
  today(): string {
    return businessDate(this.now());
  }
}

export class SystemClock extends Clock {
  protected epochMs(): number {
    return Date.now();
  }
}

/** A clock that stands still until it is set. */
export class FixedClock extends Clock {
  private current: number;

  /** @param instant ISO instant with zone, for example `2020-04-01T09:00:00+08:00`. */
  constructor(instant: string) {
    super();
    this.current = parseInstant(instant);
  }

  /** Moves the clock; going back is allowed, tests of late data need it. */
  set(instant: string): void {
    this.current = parseInstant(instant);
  }

  advanceMs(ms: number): void {
    this.current += ms;
  }

  protected epochMs(): number {
    return this.current;
  }
}

/** The real clock moved to another day: it ticks on from the instant it was made for. */
export class ShiftedClock extends Clock {
  private readonly shiftMs: number;

  constructor(instant: string) {
    super();
    this.shiftMs = parseInstant(instant) - Date.now();
  }

  protected epochMs(): number {
    return Date.now() + this.shiftMs;
  }
}

/**
 * The business date of an instant. China has had no daylight saving time since 1991, so a fixed
 * offset is exact for every date this product handles.
 */
export function businessDate(instant: string): string {
  return new Date(Date.parse(instant) + SHANGHAI_OFFSET_MS).toISOString().slice(0, 10);
}

function parseInstant(text: string): number {
  const value = Date.parse(text);
  if (Number.isNaN(value)) throw new RangeError(`"${text}" is not an instant`);
  return value;
}
