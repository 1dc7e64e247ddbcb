import { addDays, instantAt } from '../../platform/calendar/business-date.js';
import type { Report } from './report.entity.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/** 自动催报: at the due instant, one day and three days after it (domain §3.4). */
export const URGE_AFTER_DAYS = [0, 1, 3] as const;

/** What has fallen due, and when to look again; `null` when nothing is left. */
export interface Call<T> {
  /** The last step that has come; steps that were missed before it are not made up for. */
  readonly due: T | undefined;
  readonly next: string | null;
}

/**
 * Days on which the reporter is reminded, in order: so many days before the due day, and the workday
 * before it when the due day is a day of rest.
 */
export function reminderDays(
  reminders: readonly number[],
  dueOn: string,
  suggestedOn: string | null,
): string[] {
  const days = reminders.map((count) => addDays(dueOn, -count));
  return [...new Set(suggestedOn === null ? days : [...days, suggestedOn])].sort();
}

export function reminderCall(days: readonly string[], today: string): Call<string> {
  return {
    due: days.filter((day) => day <= today).at(-1),
    next: days.find((day) => day > today) ?? null,
  };
}

export interface UrgeStep {
  /** Whole days after the due instant. */
  readonly afterDays: number;
  readonly at: string;
}

export function urgeCall(dueAt: string, now: string): Call<UrgeStep> {
  const steps = URGE_AFTER_DAYS.map((afterDays) => ({
    afterDays,
    at: new Date(Date.parse(dueAt) + afterDays * DAY_MS).toISOString(),
  }));
  return {
    due: steps.filter(({ at }) => at <= now).at(-1),
    next: steps.find(({ at }) => at > now)?.at ?? null,
  };
}

/** 免报 is granted and withdrawn before the report's day is over, not after it. */
export function isPastLimit(report: Pick<Report, 'dueOn' | 'dueTime'>, now: string): boolean {
  const limit = limitOf(report);
  return limit !== null && limit <= now;
}

/**
 * The instant up to which a report can still be handed in as asked, also for what is asked for in
 * principle only; null where there is no day.
 */
export function limitOf({ dueOn, dueTime }: Pick<Report, 'dueOn' | 'dueTime'>): string | null {
  return dueOn === null || dueTime === null ? null : instantAt(dueOn, dueTime);
}
