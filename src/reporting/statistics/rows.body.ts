import { codeList } from '../../platform/dictionary/code-list.js';
import {
  NamedRef,
  OutCode,
  OutDate,
  OutId,
  OutInteger,
  OutObject,
  OutObjects,
  OutText,
} from '../../platform/http/output.js';
import { StatisticsHead } from './figure.body.js';
import { INDICATOR } from './indicator.codes.js';

const NULLABLE = { nullable: true } as const;

export const ROW_KIND = codeList('StatisticsRowKind', '明细种类', {
  ISSUE: '问题',
  REPORT: '报告',
  PERSON: '处理人员',
});

/** One row that a figure is made of. */
export class StatisticsRow {
  @OutCode(ROW_KIND) kind: string;
  @OutId('问题、报告或（首个）案例') id: string;
  @OutText('问题编号、报送期次或案例编号（涉及几个案例的，各编号并列）', NULLABLE) no:
    string | null;
  @OutText('问题表述、报告名称或人员') statement: string;
  @OutObject(() => NamedRef, '责任单位或报送单位') unit: NamedRef;
  @OutText('状态') status: string;
  @OutInteger('整改轮次；不是问题时为空', NULLABLE) cycleNo: number | null;
  @OutDate('时限', NULLABLE) deadline: string | null;
  @OutDate('销号时间；报告为首次报送日期', NULLABLE) closedOn: string | null;
  @OutInteger('逾期天数；报告为迟报天数') overdueDays: number;
  @OutInteger('计入分子的数', { example: 1 }) value: number;
}

export class StatisticsRowsBody extends StatisticsHead {
  @OutCode(INDICATOR) indicator: string;
  @OutText('指标名称') label: string;
  @OutObjects(() => StatisticsRow, '本页明细，按逾期天数') items: readonly StatisticsRow[];
  @OutInteger('明细行数') total: number;
  @OutInteger('各行计入数之和，即指标的分子') sum: number;
  @OutInteger('页码') page: number;
  @OutInteger('每页条数') pageSize: number;
}
