import { ApiProperty } from '@nestjs/swagger';
import {
  OutCode,
  OutDate,
  OutFlag,
  OutInstant,
  OutInteger,
  OutNumber,
  OutObject,
  OutObjects,
  NamedRef,
  OutText,
} from '../../platform/http/output.js';
import { ISSUE_STATUS, type IssueStatus } from '../../registers/codes.js';
import type { Figure, RoundFigure, RoundFigures } from './figures.rules.js';
import { FIGURE_UNIT, type FigureUnit, INDICATOR, type Indicator } from './indicator.codes.js';
import type { Detail } from './indicators.rules.js';
import { COUNTED_STATUSES } from './issue-figures.rules.js';
import type { StatisticsScope } from './statistics.scope.js';

const NULLABLE = { nullable: true } as const;

export class FigureDetail implements Detail {
  @OutText('名称', { example: '最长逾期' }) label: string;
  @OutNumber('数值；没有时为空', NULLABLE) value: number | null;
  @OutText('显示文字', { example: '12天' }) text: string;
}

export class FigureOfRound implements RoundFigure {
  @OutInteger('分子') numerator: number;
  @OutInteger('分母；单一数值时为空', NULLABLE) denominator: number | null;
  @OutNumber('数值；分母为0时为空', NULLABLE) value: number | null;
  @OutText('显示文字') text: string;
}

export class FigureByRound implements RoundFigures {
  @OutObject(() => FigureOfRound, '首轮整改') first: FigureOfRound;
  @OutObject(() => FigureOfRound, '反弹后各轮整改') reopened: FigureOfRound;
}

/** One indicator with its numerator, denominator and the address of its rows. */
export class FigureBody implements Figure {
  @OutCode(INDICATOR) id: Indicator;
  @OutText('指标名称', { example: '销号率' }) label: string;
  @OutCode(FIGURE_UNIT) unit: FigureUnit;
  @OutInteger('分子', { example: 453 }) numerator: number;
  @OutInteger('分母；单一数值时为空', { ...NULLABLE, example: 471 }) denominator: number | null;
  @OutNumber('数值；分母为0时为空', { ...NULLABLE, example: 96.18 }) value: number | null;
  @OutText('显示文字，分母为0时为“—”', { example: '96.18%' }) text: string;
  @OutObject(() => FigureByRound, '按轮次；不分轮次的指标为空', NULLABLE)
  rounds: FigureByRound | null;
  @OutObjects(() => FigureDetail, '附带数值（中位数、最长天数）') details: readonly FigureDetail[];
  @OutText('构成分子的明细地址') rows: string;
}

/** What figures are about: printed with every answer, so that it can be made again. */
export class StatisticsHead {
  @OutObject(() => NamedRef, '专项治理') campaign: NamedRef;
  @OutObject(() => NamedRef, '单位') unit: NamedRef;
  @OutInstant('统计时点') asOf: string;
  @OutDate('统计时点所在日期，逾期按此日判定') date: string;
}

/** With what may be wanting in figures of long ago. */
export class FiguresHead extends StatisticsHead {
  @OutInteger('时点早于状态记录、只能据台账分录推定的问题数（时限、认定等不详）') partial: number;
}

export const headOf = ({ campaign, root, moment }: StatisticsScope): StatisticsHead => ({
  campaign: { id: campaign.id, name: campaign.title },
  unit: { id: root.id, name: root.name },
  asOf: moment.instant,
  date: moment.date,
});

/** Number of issues in each counted status. */
export class StackedStatuses {}
for (const status of COUNTED_STATUSES) {
  OutInteger(ISSUE_STATUS.labels[status])(StackedStatuses.prototype, status);
}
export type StackedNumbers = Readonly<Partial<Record<IssueStatus, number>>>;

export const stackedOf = (byStatus: Readonly<Record<IssueStatus, number>>): StackedNumbers =>
  Object.fromEntries(COUNTED_STATUSES.map((status) => [status, byStatus[status]]));

export class NotMeasured {
  @OutText('指标名称', { example: '线索处置率' }) label: string;
  @OutText('原因', { example: '系统尚无线索登记簿' }) reason: string;
}

export class OverviewBody extends FiguresHead {
  @OutObjects(() => FigureBody, '首页卡片') cards: readonly FigureBody[];
  @OutObjects(() => FigureBody, '全部指标') indicators: readonly FigureBody[];
  @ApiProperty({ type: StackedStatuses, description: '各状态问题数' }) statuses: StackedNumbers;
  @OutObjects(() => NotMeasured, '没有登记依据、因而不统计的指标')
  notMeasured: readonly NotMeasured[];
}

export class UnitFigures {
  @OutObject(() => NamedRef, '单位') unit: NamedRef;
  @OutFlag('是否为上级单位的本级（含内设机构）') ownLevel: boolean;
  @OutInteger('名次；并列同名次', NULLABLE) rank: number | null;
  @ApiProperty({ type: StackedStatuses, description: '各状态问题数' }) statuses: StackedNumbers;
  @OutObjects(() => FigureBody, '全部指标') indicators: readonly FigureBody[];
}

export class UnitStatisticsBody extends FiguresHead {
  @OutText('排名依据', { example: '到期销号率、逾期、平均逾期天数、报送及时率' }) rankedBy: string;
  @OutObjects(() => UnitFigures, '有问题的下一级单位，按名次') rows: readonly UnitFigures[];
  @OutObjects(() => NamedRef, '无问题单位') withoutIssues: readonly NamedRef[];
  @OutObjects(() => FigureBody, '合计') total: readonly FigureBody[];
}

export class BreakdownRow {
  @OutText('代码', { example: 'A05_SPLIT_HOUSEHOLD' }) code: string;
  @OutText('名称') label: string;
  @OutText('所属大类；大类本身和问题来源为空', NULLABLE) group: string | null;
  @ApiProperty({ type: StackedStatuses, description: '各状态问题数' }) statuses: StackedNumbers;
  @OutObjects(() => FigureBody, '全部指标') indicators: readonly FigureBody[];
}

export class BreakdownBody extends FiguresHead {
  @OutObjects(() => BreakdownRow, '没有问题的类别、来源不列') rows: readonly BreakdownRow[];
  @OutObjects(() => FigureBody, '合计') total: readonly FigureBody[];
}

export class PunctualityRow {
  @OutObject(() => NamedRef, '单位') unit: NamedRef;
  @OutObjects(() => FigureBody, '报送指标') indicators: readonly FigureBody[];
  @OutInteger('应报（已到期）') due: number;
  @OutInteger('迟报天数合计') lateDays: number;
}

export class PunctualityBody extends StatisticsHead {
  @OutObjects(() => PunctualityRow, '没有报送任务的单位不列') rows: readonly PunctualityRow[];
  @OutObjects(() => FigureBody, '合计') total: readonly FigureBody[];
}
