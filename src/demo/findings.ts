import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { programPath } from '../platform/files/program-path.js';
import type { LookbackResult } from '../registers/closure/closure.codes.js';

/** One invented finding and how far its story goes; the file explains the fields. */
export interface FindingSeed {
  readonly no: number;
  readonly unit: string;
  readonly by?: 'town';
  readonly category: string;
  readonly source: string;
  readonly severity: string;
  readonly type: 'IMMEDIATE' | 'TIME_LIMITED' | 'LONG_TERM';
  readonly nature?: string;
  readonly scope?: string;
  readonly days: number;
  readonly area: string;
  readonly households?: number;
  readonly persons?: number;
  readonly amountFen?: number;
  readonly dueRecoveryFen?: number;
  /** What has come back by the progress entry of June. */
  readonly recoveredFen?: number;
  readonly statement: string;
  readonly detail: string;
  readonly cause: string;
  readonly measures: readonly string[];
  readonly register: string;
  readonly stop?: 'DRAFT' | 'REGISTERED' | 'ASSIGNED' | 'PLANNING' | 'PLAN_REVIEW' | 'RECTIFYING';
  /** Day of a first application that is returned. */
  readonly returned?: string;
  readonly apply?: string;
  readonly reviews?: number | 'all';
  readonly extension?: { readonly on: string; readonly until: string; readonly decided?: string };
  readonly lookback?: { readonly on: string; readonly result: LookbackResult };
  readonly reopen?: { readonly on: string; readonly until: string };
  readonly void?: string;
  readonly transfer?: string;
  readonly carryOver?: string;
  readonly mergeInto?: number;
}

/** Reads a data file of the demo from `templates/demo`, wherever the program was compiled to. */
export function readDemoData<T>(name: string): T {
  return parse(readFileSync(programPath('templates', 'demo', name), 'utf8')) as T;
}

export const readFindings = (): FindingSeed[] => readDemoData<FindingSeed[]>('findings.yaml');
