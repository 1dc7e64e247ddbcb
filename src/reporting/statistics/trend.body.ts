import {
  OutCode,
  OutDate,
  OutInteger,
  OutNumber,
  OutObject,
  OutObjects,
  OutText,
} from '../../platform/http/output.js';
import { BalanceFigures } from '../../registers/ledger/balance.body.js';
import { StatisticsHead } from './figure.body.js';
import { COMPARISON_PERIOD } from './statistics.dto.js';

const NULLABLE = { nullable: true } as const;

export class TrendRow extends BalanceFigures {
  @OutText('月份', { example: '2020-05' }) month: string;
  @OutText('名称', { example: '2020年5月' }) label: string;
}

export class TrendBody extends StatisticsHead {
  @OutObjects(() => TrendRow, '各月；期初即上月期末，期末即未销号数') rows: readonly TrendRow[];
}

export class ComparedPeriod {
  @OutText('名称', { example: '2020年5月' }) label: string;
  @OutDate('起') from: string;
  @OutDate('止；本期为统计时点所在日期') to: string;
}

export class ComparedValue {
  @OutInteger('分子') numerator: number;
  @OutInteger('分母；单一数值时为空', NULLABLE) denominator: number | null;
  @OutNumber('数值；分母为0时为空', NULLABLE) value: number | null;
  @OutText('显示文字') text: string;
  @OutText('构成分子的明细地址；期间发生数为空', NULLABLE) rows: string | null;
}

export class Change {
  @OutNumber('变化：率为百分点，其他为百分数；没有基数时为空', NULLABLE) value: number | null;
  @OutText('显示文字；基数为0时为“—”', { example: '+1.25个百分点' }) text: string;
  @OutNumber('增减的绝对数；率为百分点', NULLABLE) absolute: number | null;
}

export class ComparisonRow {
  @OutText('指标代码', { example: 'closureRate' }) id: string;
  @OutText('指标名称') label: string;
  @OutObject(() => ComparedValue, '本期') current: ComparedValue;
  @OutObject(() => ComparedValue, '上期') previous: ComparedValue;
  @OutObject(() => Change, '环比') onPrevious: Change;
  @OutObject(() => ComparedValue, '上年同期') lastYear: ComparedValue;
  @OutObject(() => Change, '同比') onLastYear: Change;
}

export class ComparisonBody extends StatisticsHead {
  @OutCode(COMPARISON_PERIOD) period: string;
  @OutObject(() => ComparedPeriod, '本期') current: ComparedPeriod;
  @OutObject(() => ComparedPeriod, '上期') previous: ComparedPeriod;
  @OutObject(() => ComparedPeriod, '上年同期') lastYear: ComparedPeriod;
  @OutObjects(() => ComparisonRow, '指标') rows: readonly ComparisonRow[];
}
