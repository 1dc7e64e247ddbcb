import { computed, type ComputedRef } from 'vue';
import { useCampaigns } from '@/api/campaigns';
import type { Choice } from '@/api/dictionary';

const NUMERALS = ['一', '二', '三', '四'];
const MONTHS_IN_QUARTER = 3;

/** `2020Q2` as people say it: 2020年第二季度. */
export function quarterLabel(quarter: string): string {
  const [year, number] = quarter.split('Q');
  const numeral = NUMERALS[Number(number) - 1];
  return numeral ? `${year}年第${numeral}季度` : quarter;
}

/** The quarter of a day `2020-05-03`. */
export const quarterOf = (date: string): string =>
  `${date.slice(0, 4)}Q${Math.ceil(Number(date.slice(5, 7)) / MONTHS_IN_QUARTER)}`;

/** Quarters from one to another, the newest first; `2020Q2` sorts as text. */
export function quartersBetween(first: string, last: string): string[] {
  const quarters: string[] = [];
  for (let year = Number(first.slice(0, 4)); year <= Number(last.slice(0, 4)); year += 1) {
    for (let number = 1; number <= NUMERALS.length; number += 1) quarters.push(`${year}Q${number}`);
  }
  return quarters.filter((quarter) => quarter >= first && quarter <= last).reverse();
}

/** The quarters that the campaigns run through, or one of them. */
export function useQuarters(campaignId?: () => string | undefined): ComputedRef<Choice[]> {
  const { all: campaigns } = useCampaigns();
  return computed(() => {
    const wanted = campaignId?.();
    const spans = campaigns.value.filter(({ id }) => !wanted || id === wanted);
    const quarters = spans.flatMap(({ startsOn, endsOn }) =>
      quartersBetween(quarterOf(startsOn), quarterOf(endsOn)),
    );
    const unique = [...new Set(quarters)].sort().reverse();
    return unique.map((value) => ({ value, label: quarterLabel(value) }));
  });
}

/** The months of `2020Q2`: `2020-04` to `2020-06`. */
export function monthsOf(quarter: string): string[] {
  const [year, number] = quarter.split('Q');
  const first = (Number(number) - 1) * MONTHS_IN_QUARTER + 1;
  return [0, 1, 2].map((step) => `${year}-${String(first + step).padStart(2, '0')}`);
}

/** `2020-05` as 2020年5月. */
export const monthLabel = (month: string): string =>
  `${month.slice(0, 4)}年${Number(month.slice(5))}月`;

/** A period of a report or a hand-over, month or quarter. */
export const periodLabel = (period: string): string => {
  if (/^\d{4}Q\d$/.test(period)) return quarterLabel(period);
  return /^\d{4}-\d{2}$/.test(period) ? monthLabel(period) : period;
};
