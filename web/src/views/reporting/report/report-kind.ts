import type { Schemas } from '@/api/client';

export type Report = Schemas['ReportDetail'];

/** What people write in a report of each kind; figures and their sentences come from the books. */
export type Kind = 'LEDGER' | 'PROGRESS' | 'SUMMARY' | 'MATERIAL';

const KINDS: Readonly<Partial<Record<Schemas['ReportType'], Kind>>> = {
  LEDGER: 'LEDGER',
  PROGRESS: 'PROGRESS',
  QUARTER_SUMMARY: 'SUMMARY',
  ANNUAL: 'SUMMARY',
};

export const kindOf = (type: Schemas['ReportType']): Kind => KINDS[type] ?? 'MATERIAL';

/** Ledgers go through the issues one by one. */
export const listsIssues = (kind: Kind): boolean => kind === 'LEDGER' || kind === 'PROGRESS';

export const titleOf = ({ unit, periodLabel, ruleName }: Report): string =>
  `${unit.name}${periodLabel}${ruleName}`;
