import { type Period, periodsBetween } from '../../platform/calendar/period.js';
import { type Balance, columnOf, emptyBalance } from '../../registers/entries/balance.queries.js';
import type { Flow } from './flows.queries.js';

export interface TrendMonth extends Balance {
  readonly period: Period;
}

/** Every month from the first to the last; each opens with what the month before closed with. */
export function trendOf(flows: readonly Flow[], from: string, to: string): TrendMonth[] {
  const first = flows.reduce(
    (month, flow) => (flow.month < month ? flow.month : month),
    from.slice(0, 7),
  );
  let opening = 0;
  return periodsBetween('MONTH', `${first}-01`, to).map((period) => {
    const balance = balanceOf(flows.filter(({ month }) => month === period.id));
    const closing = opening + balance.closing;
    const row = { ...balance, opening, closing, period };
    opening = closing;
    return row;
  });
}

/** Sums of the flows; `closing` is what they add to the books. */
export function balanceOf(flows: readonly Flow[]): Balance {
  const balance = emptyBalance();
  for (const { kind, delta, count } of flows) {
    balance[columnOf(kind, delta)] += count;
    balance.closing += delta * count;
  }
  return balance;
}
