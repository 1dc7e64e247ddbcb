import { codeList } from '../../platform/dictionary/code-list.js';
import {
  NamedRef,
  OutCode,
  OutDate,
  OutFlag,
  OutId,
  OutInstant,
  OutInteger,
  OutObject,
  OutObjects,
  OutText,
} from '../../platform/http/output.js';

const NULLABLE = { nullable: true } as const;

/** Checks of 对账, in the order in which they are told. */
export const RECONCILIATION_CHECK = codeList('ReconciliationCheck', '对账项目', {
  LEDGER_EQUALS_OPEN: '台账结存等于未销号问题（按单位、类别）',
  TOTALS_EQUAL_ENTRIES: '汇总数等于分录之和，状态计数等于问题数',
  PARENT_EQUALS_CHILDREN: '上级单位数等于本级与下级之和',
  OPENING_EQUALS_CLOSING: '每月期初等于上月期末',
  ENTRY_SEQUENCE: '分录编号连续、借贷方向正确',
  ONE_LEAD: '未销号问题有且只有一个牵头单位',
  AT_LEAST_ONE_MEASURE: '方案批准后至少有一项整改措施',
  MEASURE_WITHIN_DEADLINE: '措施的完成时限不晚于整改时限',
  FIVE_ELEMENTS: '原因、措施、时限、责任单位、责任人五要素齐全',
  DEADLINE_WITHIN_CAMPAIGN: '整改时限不超过专项治理规定的最后期限',
  MONTHLY_PROGRESS: '整改中的问题每月都有进展',
  CLOSED_COMPLETE: '已销号问题审批手续完整、佐证材料齐全',
});
export type ReconciliationCheckCode = (typeof RECONCILIATION_CHECK.codes)[number];

export const RECONCILIATION_BASIS = codeList('ReconciliationBasis', '核对依据', {
  ENTRIES: '截至对账日期的分录',
  CURRENT: '目前的登记内容',
});

/** One issue or account that does not agree. */
export class Offence {
  @OutText('问题编号；账户或分录不符时可能为空', NULLABLE) issueNo: string | null;
  @OutId('问题', NULLABLE) id: string | null;
  @OutText('单位', NULLABLE) unitName: string | null;
  @OutText('不符之处', { example: '缺少佐证材料：首次发放凭证' }) note: string;
}

export class CheckBody {
  @OutCode(RECONCILIATION_CHECK) code: ReconciliationCheckCode;
  @OutText('核对内容') title: string;
  @OutCode(RECONCILIATION_BASIS) basis: 'ENTRIES' | 'CURRENT';
  @OutFlag('是否相符') passed: boolean;
  @OutInteger('核对了多少条（问题、措施、账户或分录）') checked: number;
  @OutInteger('不符的总数') offendingTotal: number;
  @OutObjects(() => Offence, '不符的问题和账户，至多列出500条') offending: Offence[];
}

export class ReconciliationSummary {
  @OutInteger('核对项数') checks: number;
  @OutInteger('相符项数') passed: number;
  @OutInteger('不符项数') failed: number;
  @OutInteger('不符条数合计') offending: number;
}

export class ReconciliationBody {
  @OutObject(() => NamedRef, '专项治理') campaign: NamedRef;
  @OutFlag('是否核对了整个专项治理；否则只核对本单位及下级') wholeCampaign: boolean;
  @OutDate('对账日期') asOf: string;
  @OutInstant('核对时间') checkedAt: string;
  @OutFlag('是否全部相符') passed: boolean;
  @OutObject(() => ReconciliationSummary, '汇总') summary: ReconciliationSummary;
  @OutObjects(() => CheckBody, '各项结果') checks: CheckBody[];
}
