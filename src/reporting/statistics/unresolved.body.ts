import { UNRESOLVED_REASON } from '../../campaigns/codes/issue-codes.js';
import {
  NamedRef,
  OutCode,
  OutDate,
  OutFlag,
  OutId,
  OutInteger,
  OutObject,
  OutObjects,
  OutText,
  OutTexts,
} from '../../platform/http/output.js';
import { StatisticsHead } from './figure.body.js';

const NULLABLE = { nullable: true } as const;

/** One issue whose deadline has passed, or that is carried over (domain §4.5). */
export class UnresolvedLine {
  @OutInteger('序号') seq: number;
  @OutId('问题') id: string;
  @OutText('问题编号', NULLABLE) issueNo: string | null;
  @OutText('问题') statement: string;
  @OutObject(() => NamedRef, '责任单位') unit: NamedRef;
  @OutDate('时限', NULLABLE) currentDeadline: string | null;
  @OutInteger('逾期天数；持续整改的不计') overdueDays: number;
  @OutFlag('是否挂账持续整改') carriedOver: boolean;
  @OutCode(UNRESOLVED_REASON, NULLABLE) reason: string | null;
  @OutText('原因说明', NULLABLE) reasonNote: string | null;
  @OutText('已采取措施（最近进展）', NULLABLE) measures: string | null;
  @OutText('下步打算', NULLABLE) nextStep: string | null;
  @OutDate('预计完成时间', NULLABLE) expectedFinishOn: string | null;
  @OutTexts('责任人') persons: readonly string[];
}

export class UnresolvedSum {
  @OutCode(UNRESOLVED_REASON, NULLABLE) reason: string | null;
  @OutText('原因；未填写时为“未填写”') label: string;
  @OutInteger('问题数') count: number;
  @OutInteger('其中逾期') overdue: number;
  @OutInteger('其中持续整改') carriedOver: number;
}

/** Units of the next level by their rate of rectification; units without issues are left out. */
export class RateDistribution {
  @OutInteger('有问题的单位数') units: number;
  @OutInteger('整改率100%') full: number;
  @OutInteger('整改率80%（含）至100%') most: number;
  @OutInteger('整改率80%以下') less: number;
}

export class UnresolvedBody extends StatisticsHead {
  @OutObjects(() => UnresolvedLine, '本页明细，按逾期天数；无权查看问题的用户为空')
  items: UnresolvedLine[];
  @OutInteger('问题总数') total: number;
  @OutInteger('页码') page: number;
  @OutInteger('每页条数') pageSize: number;
  @OutInteger('其中逾期') overdue: number;
  @OutInteger('其中持续整改') carriedOver: number;
  @OutObjects(() => UnresolvedSum, '按原因合计') reasons: readonly UnresolvedSum[];
  @OutObject(() => RateDistribution, '单位整改率分布') distribution: RateDistribution;
}
