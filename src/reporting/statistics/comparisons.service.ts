import { Injectable } from '@nestjs/common';
import type { Caller } from '../../identity/caller.js';
import { chineseDate } from '../../platform/calendar/business-date.js';
import { Clock } from '../../platform/calendar/clock.js';
import { comparedRanges, type DateRange, percentChange, pointChange } from './comparison.rules.js';
import { headOf } from './figure.body.js';
import { type Figure, issueFigureList } from './figures.rules.js';
import { FlowQueries } from './flows.queries.js';
import type { Indicator } from './indicator.codes.js';
import { issueFiguresOf } from './issue-figures.rules.js';
import { rowsLink } from './rows-link.js';
import type { ComparisonQuery } from './statistics.dto.js';
import { endOfDay, type Moment } from './statistics.moment.js';
import { atMoment, type StatisticsScope, StatisticsScopes } from './statistics.scope.js';
import { StatisticsTallies } from './statistics.tallies.js';
import type { Change, ComparedValue, ComparisonBody, ComparisonRow } from './trend.body.js';
import { balanceOf } from './trend.rules.js';

/** What stands at the end of a period. */
const SNAPSHOTS: readonly Indicator[] = [
  'total',
  'open',
  'overdueCount',
  'carriedOver',
  'rectifiedRate',
  'closureRate',
  'dueClosureRate',
  'onTimeRate',
  'overdueRate',
  'returnRate',
  'reboundRate',
];

/** What happens during a period: postings of the account book. */
const FLOWS = [
  { id: 'opened', label: '本期新增' },
  { id: 'closed', label: '本期销号' },
  { id: 'reopened', label: '本期重开（反弹）' },
] as const;

interface PeriodFigures {
  readonly flows: Readonly<Record<(typeof FLOWS)[number]['id'], number>>;
  readonly figures: readonly Figure[];
}

/** 环比 and 同比 (domain §4.4). */
@Injectable()
export class Comparisons {
  constructor(
    private readonly scopes: StatisticsScopes,
    private readonly tallies: StatisticsTallies,
    private readonly flows: FlowQueries,
    private readonly clock: Clock,
  ) {}

  async get(caller: Caller, query: ComparisonQuery): Promise<ComparisonBody> {
    const scope = await this.scopes.load(caller, query);
    const ranges = comparedRanges(query.period, scope.moment.date);
    const current = await this.figuresOf(scope, ranges.current);
    const previous = await this.figuresOf(this.endOf(scope, ranges.previous), ranges.previous);
    const lastYear = await this.figuresOf(this.endOf(scope, ranges.lastYear), ranges.lastYear);
    return {
      ...headOf(scope),
      period: query.period,
      current: labelled(ranges.current),
      previous: labelled(ranges.previous),
      lastYear: labelled(ranges.lastYear),
      rows: [
        ...FLOWS.map(({ id, label }) => flowRow(id, label, current, previous, lastYear)),
        ...SNAPSHOTS.map((id) => snapshotRow(id, current, previous, lastYear)),
      ],
    };
  }

  private endOf(scope: StatisticsScope, { to }: DateRange): StatisticsScope {
    const instant = endOfDay(to);
    const moment: Moment = { instant, date: to, live: instant === this.clock.now() };
    return atMoment(scope, moment);
  }

  private async figuresOf(scope: StatisticsScope, range: DateRange): Promise<PeriodFigures> {
    const { tallies } = await this.tallies.total(scope);
    const from = range.from.slice(0, 7);
    const flows = (await this.flows.byMonth(scope)).filter(({ month }) => month >= from);
    return {
      flows: balanceOf(flows),
      figures: issueFigureList(issueFiguresOf(tallies, scope.moment.date), rowsLink(scope)),
    };
  }
}

const labelled = ({ from, to }: DateRange) => ({
  label: `${chineseDate(from)}至${chineseDate(to)}`,
  from,
  to,
});

function flowRow(
  id: (typeof FLOWS)[number]['id'],
  label: string,
  current: PeriodFigures,
  previous: PeriodFigures,
  lastYear: PeriodFigures,
): ComparisonRow {
  const valueOf = ({ flows }: PeriodFigures): ComparedValue => ({
    numerator: flows[id],
    denominator: null,
    value: flows[id],
    text: String(flows[id]),
    rows: null,
  });
  return compared(id, label, percentChange, [current, previous, lastYear].map(valueOf));
}

function snapshotRow(
  id: Indicator,
  current: PeriodFigures,
  previous: PeriodFigures,
  lastYear: PeriodFigures,
): ComparisonRow {
  const values = [current, previous, lastYear].map(({ figures }) => {
    const figure = figures.find((candidate) => candidate.id === id);
    if (!figure) throw new Error(`There is no figure ${id}`);
    return figure;
  });
  const [{ label, unit }] = values as [Figure, Figure, Figure];
  const change = unit === 'PERCENT' ? pointChange : percentChange;
  return compared(id, label, change, values.map(valueOfFigure));
}

const valueOfFigure = ({ numerator, denominator, value, text, rows }: Figure): ComparedValue => ({
  numerator,
  denominator,
  value,
  text,
  rows,
});

function compared(
  id: string,
  label: string,
  change: (current: number | null, base: number | null) => Change,
  values: readonly ComparedValue[],
): ComparisonRow {
  const [current, previous, lastYear] = values as [ComparedValue, ComparedValue, ComparedValue];
  return {
    id,
    label,
    current,
    previous,
    onPrevious: change(current.value, previous.value),
    lastYear,
    onLastYear: change(current.value, lastYear.value),
  };
}
