/**
 * The calendar of report obligations as a person reads it out of a notice, and what must come of each act upon it.
 * Written from the notices alone, so that the computed calendar has something to be checked against.
 */
export interface RegimeRow {
  readonly rule: string;
  /** `2020-05`, `2020Q2`, `2020` or `ONCE`: always the period the report is ABOUT, not the one in which it is made. */
  readonly period: string;
  readonly label: string;
  readonly opensOn: string;
  /** The last day on which the report is on time; null where the notice sets none and none may be assumed. */
  readonly dueOn: string | null;
  readonly weekday: Weekday | null;
  /** 24:00 of `dueOn` in Shanghai: the first instant that is late. */
  readonly dueAtUtc: string | null;
  /** The workday before `dueOn` when `dueOn` is a rest day; null when `dueOn` is itself a workday. */
  readonly suggestedOn: string | null;
  readonly reporter: string;
  readonly receiver: string;
  /** The notice's own words. */
  readonly quote: string;
  /** A soft row has a day to be reminded of, and is never late. */
  readonly soft?: true;
  readonly note?: string;
}

export type Weekday = '周一' | '周二' | '周三' | '周四' | '周五' | '周六' | '周日';

export type ScenarioActName =
  | 'submit'
  | 'submitNil'
  | 'paperReceipt'
  | 'exempt'
  | 'shift'
  | 'return'
  | 'resubmit'
  | 'accept'
  | 'consolidate';

export interface ScenarioAct {
  /** With +08:00. */
  readonly at: string;
  readonly act: ScenarioActName;
  readonly detail?: string;
  /** What is acted upon, when it is not the case's own report (a county's under a city, another period's shift); `*` is all units. */
  readonly on?: { readonly rule: string; readonly period: string; readonly reporter: string };
  /** `shift`: the new last day. */
  readonly newDueOn?: string;
  /** `return`: the last day (24:00) for the resubmission, 2 workdays after the day of the return. */
  readonly limitOn?: string;
  /** The act must be refused and must change nothing. */
  readonly refused?: true;
}

export interface ScenarioCase {
  readonly rule: string;
  readonly period: string;
  /** A letter for a unit, of this case only: every case starts from a fresh PENDING report. */
  readonly reporter: string;
  readonly acts: readonly ScenarioAct[];
  readonly expect: {
    readonly status: 'PENDING' | 'SUBMITTED' | 'RETURNED' | 'ACCEPTED' | 'CONSOLIDATED' | 'EXEMPT';
    readonly isLate: boolean;
    readonly lateDays: number;
    readonly isNil?: boolean;
    /** 漏报 of this reporter at the receiver's consolidation. */
    readonly missing?: boolean;
    /** Units the consolidation names as 漏报, when the case is that of the consolidating unit. */
    readonly missingUnits?: readonly string[];
    readonly note: string;
  };
  /** Neither the notice nor the documented defaults settle it: the expectation is a reading, given in the note. */
  readonly uncertain?: true;
}
