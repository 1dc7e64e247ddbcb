import { percentText } from '../reports/summary-figures.rules.js';
import { type FigureUnit, INDICATOR, type Indicator } from './indicator.codes.js';
import {
  type Detail,
  type FigureKind,
  ISSUE_INDICATORS,
  type Ratio,
  type RoundRatios,
} from './indicators.rules.js';
import type { IssueFigures } from './issue-figures.rules.js';

/** One figure as it is shown: never a rate without its numerator and denominator (domain §4.4). */
export interface Figure {
  readonly id: Indicator;
  readonly label: string;
  readonly unit: FigureUnit;
  readonly numerator: number;
  readonly denominator: number | null;
  /** Per cent, days, fen or a number; null where there is no denominator to divide by. */
  readonly value: number | null;
  readonly text: string;
  readonly rounds: RoundFigures | null;
  readonly details: readonly Detail[];
  /** Address of the rows that make the numerator. */
  readonly rows: string;
}

export interface RoundFigures {
  readonly first: RoundFigure;
  readonly reopened: RoundFigure;
}

export interface RoundFigure extends Ratio {
  readonly value: number | null;
  readonly text: string;
}

/** Address of the rows of an indicator. */
export type RowsLink = (indicator: Indicator) => string;

export interface FigureShape {
  readonly id: Indicator;
  readonly kind: FigureKind;
  readonly unit: FigureUnit;
}

/** Every indicator that issues feed, from their figures. */
export function issueFigureList(figures: IssueFigures, link: RowsLink): Figure[] {
  return ISSUE_INDICATORS.map((indicator) =>
    figureOf(indicator, indicator.of(figures), link, {
      rounds: indicator.rounds?.(figures),
      details: indicator.details?.(figures),
    }),
  );
}

export function figureOf(
  { id, kind, unit }: FigureShape,
  ratio: Ratio,
  link: RowsLink,
  more: { rounds?: RoundRatios | undefined; details?: readonly Detail[] | undefined } = {},
): Figure {
  const round = (part: Ratio): RoundFigure => ({ ...part, ...shown(kind, unit, part) });
  return {
    id,
    label: INDICATOR.labels[id],
    unit,
    ...ratio,
    ...shown(kind, unit, ratio),
    rounds: more.rounds
      ? { first: round(more.rounds.first), reopened: round(more.rounds.reopened) }
      : null,
    details: more.details ?? [],
    rows: link(id),
  };
}

/** Two decimals, half up; — for a denominator of nought: neither 0% nor 100% (domain §4.2). */
export function shown(
  kind: FigureKind,
  unit: FigureUnit,
  { numerator, denominator }: Ratio,
): Pick<Figure, 'value' | 'text'> {
  if (kind === 'COUNT' || denominator === null) {
    return { value: numerator, text: unit === 'FEN' ? wanYuan(numerator) : String(numerator) };
  }
  if (denominator === 0) return { value: null, text: '—' };
  // A mean has two decimals too: a hundredth of the per cent.
  const text = percentText(numerator, kind === 'MEAN' ? denominator * 100 : denominator);
  return { value: Number(text), text: kind === 'MEAN' ? `${text}天` : `${text}%` };
}

const FEN_PER_WAN_YUAN = 1_000_000;

/** `13.20万元`: sums of money in summaries (domain rule 9). */
export const wanYuan = (fen: number): string => `${percentText(fen, FEN_PER_WAN_YUAN * 100)}万元`;

/** Less is better for these; for all other ranked indicators more is. */
const LESS_IS_BETTER: readonly Indicator[] = [
  'overdueCount',
  'overdueRate',
  'avgOverdueDays',
  'avgDays',
  'extensionRate',
  'returnRate',
  'reboundRate',
];

export const isLessBetter = (id: Indicator): boolean => LESS_IS_BETTER.includes(id);
