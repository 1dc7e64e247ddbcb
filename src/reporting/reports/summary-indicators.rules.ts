import type { IndicatorModel, QuarterlySummaryModel } from '../../documents/models-official.js';
import type { Balance } from '../../registers/entries/balance.queries.js';
import { yuan } from '../../registers/ledger/sheet.printing.js';
import { type CountPair, percentText, type SummaryFigures } from './summary-figures.rules.js';

export interface IndicatorFacts {
  readonly figures: SummaryFigures;
  readonly balance: Balance;
  /** Figures of the period before, for what came in during this one. */
  readonly previous: SummaryFigures | undefined;
}

type Group = QuarterlySummaryModel['indicators']['groups'][number];

/** The indicator block (D11): always from the books, never typed. */
export function indicatorGroups(facts: IndicatorFacts): Group[] {
  const groups = [
    balanceGroup(facts),
    progressGroup(facts),
    categoryGroup(facts),
    moneyGroup(facts),
  ];
  return groups.filter(({ indicators }) => indicators.length > 0);
}

function balanceGroup({ balance }: IndicatorFacts): Group {
  return {
    name: '对账',
    indicators: [
      line('上期未销号', { current: balance.opening }),
      line('本期新增', { current: balance.opened }),
      line('本期重开（反弹）', { current: balance.reopened }),
      line('移入', { current: balance.transferredIn }),
      line('本期销号', { current: balance.closed }),
      line('移出', { current: balance.transferredOut }),
      line('撤销、并案', { current: balance.removed }),
      line('期末未销号', { current: balance.closing }),
    ],
  };
}

function progressGroup({ figures }: IndicatorFacts): Group {
  const { total, closed, rectified, open, overdueNos, carriedOver, extended, byType } = figures;
  return {
    name: '整改进度',
    indicators: [
      line('问题总数', { cumulative: total }),
      line('已整改', { cumulative: rectified }),
      rate('整改率', rectified, total),
      line('已销号', { cumulative: closed }),
      rate('销号率', closed, total),
      line('未销号', { cumulative: open }),
      line('其中：逾期', { cumulative: overdueNos.length }),
      line('其中：持续整改', { cumulative: carriedOver }),
      line('延期', { cumulative: extended }),
      pairLine('立行立改', byType.IMMEDIATE),
      pairLine('限期整改', byType.TIME_LIMITED),
      pairLine('长期坚持', byType.LONG_TERM),
    ],
  };
}

function categoryGroup({ figures }: IndicatorFacts): Group {
  return {
    name: '问题类别',
    indicators: figures.byGroup.map((pair) => pairLine(pair.name, pair)),
  };
}

function moneyGroup({ figures, previous }: IndicatorFacts): Group {
  const sums = (name: string, now: number, before: number): IndicatorModel =>
    line(name, { unit: '元', current: yuan(now - before), cumulative: yuan(now) });
  return {
    name: '资金',
    indicators: [
      sums('追缴资金', figures.recoveredFen, previous?.recoveredFen ?? 0),
      sums('退还群众', figures.refundedFen, previous?.refundedFen ?? 0),
    ],
  };
}

interface Values {
  readonly unit?: string;
  readonly current?: string | number;
  readonly cumulative?: string | number;
  readonly remark?: string;
}

function line(name: string, values: Values): IndicatorModel {
  const { unit = '个', current = '', cumulative = '', remark = '' } = values;
  return { name, unit, current: String(current), cumulative: String(cumulative), remark };
}

/** A rate with its numerator and denominator, because small ones mislead (domain §4.4). */
const rate = (name: string, part: number, whole: number): IndicatorModel =>
  line(name, { unit: '%', cumulative: percentText(part, whole), remark: `${part}/${whole}` });

const pairLine = (name: string, { total, closed }: CountPair): IndicatorModel =>
  line(name, { cumulative: total, remark: `已销号${closed}` });
