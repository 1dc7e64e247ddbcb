import type { RouteLocationRaw } from 'vue-router';
import type { Schemas } from '@/api/client';
import { money } from '@/components/format';
import { may } from '@/session/session';
import type { StatisticsQuery } from './useStatisticsFilter';

export type Figure = Schemas['FigureBody'];

/**
 * The screen of the rows behind a figure. The server gives each figure the address of its rows; those
 * who see sums only (leadership) may not open it.
 */
export function rowsScreen(rows: string | null | undefined): RouteLocationRaw | undefined {
  if (!rows || !may('issue.read')) return undefined;
  const { searchParams } = new URL(rows, window.location.origin);
  return { path: '/statistics/rows', query: Object.fromEntries(searchParams) };
}

/** The list of issues as it is now: only where the figures are of now, too. */
export function issuesScreen(
  { campaignId, asOf }: StatisticsQuery,
  query: Readonly<Record<string, string>>,
): RouteLocationRaw | undefined {
  if (asOf || !may('issue.read')) return undefined;
  return { path: '/issues', query: { campaignId, ...query } };
}

export const figureOf = (
  figures: readonly Figure[],
  id: Schemas['Indicator'],
): Figure | undefined => figures.find((figure) => figure.id === id);

/** 6/28: small denominators mislead when only the percentage is shown. */
export function basisOf(figure: Figure | undefined): string {
  if (figure?.unit !== 'PERCENT' || figure.denominator === null) return '';
  const { id, numerator, denominator } = figure;
  // Money is counted in fen.
  return id === 'recoveryRate'
    ? `${money(numerator)}/${money(denominator)}元`
    : `${numerator}/${denominator}`;
}

export const unitName = (row: { unit: { name: string }; ownLevel?: boolean }): string =>
  row.ownLevel ? `${row.unit.name}（本级）` : row.unit.name;
