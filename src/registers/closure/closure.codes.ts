import { type CodeOf, codeList } from '../../platform/dictionary/code-list.js';

export const APPLICATION_STATUS = codeList('ClosureApplicationStatus', '销号申请状态', {
  PENDING: '审核中',
  APPROVED: '同意销号',
  RETURNED: '退回',
  WITHDRAWN: '已撤回',
});
export type ApplicationStatus = CodeOf<typeof APPLICATION_STATUS>;

/** 销号标准 “见人、见事、见结果” and what belongs to it (domain §2.4). */
export const CLOSING_STANDARD = codeList('ClosingStandard', '销号标准', {
  FACTS: '见事：事实查清、原因找准、措施全部落实',
  PERSONS: '见人：责任人明确，应追究责任的已追究或说明理由',
  OUTCOME: '见结果：群众的困难切实解决，有注明日期的凭证',
  MONEY: '资金：应追缴的已追缴，或还款计划已批准',
  EXTENDED_CHECK: '举一反三：同类问题已在全辖区排查',
  RULES: '建章立制：制度已建立，或说明不需要',
  OPINION: '群众认可：已告知当事人并记录意见',
  MATERIALS: '材料规范：签字盖章、编号、清晰可辨',
});
export type ClosingStandard = CodeOf<typeof CLOSING_STANDARD>;

export const STANDARD_ANSWER = codeList('StandardAnswer', '达标情况', {
  MET: '达到',
  NOT_APPLICABLE: '不适用',
});

/** What a reviewer found about a standard that the applicant says is met. */
export const STANDARD_VERDICT = codeList('StandardVerdict', '核对结果', {
  CONFIRMED: '属实',
  REFUTED: '不符',
});
export type StandardVerdict = CodeOf<typeof STANDARD_VERDICT>;

export const BENEFICIARY_OPINION = codeList('BeneficiaryOpinion', '群众意见', {
  SATISFIED: '满意',
  FAIRLY_SATISFIED: '基本满意',
  DISSATISFIED: '不满意',
  NOT_APPLICABLE: '不适用',
});

export const EXTENSION_STATUS = codeList('ExtensionStatus', '延期状态', {
  PENDING: '待审批',
  APPROVED: '同意延期',
  REJECTED: '不同意延期',
});
export type ExtensionStatus = CodeOf<typeof EXTENSION_STATUS>;

export const LOOKBACK_METHOD = codeList('LookbackMethod', '核查方式', {
  LEDGER: '查台账',
  FILES: '查资料',
  HOME_VISIT: '入户',
  ON_SITE: '现场查看',
});

export const LOOKBACK_RESULT = codeList('LookbackResult', '回头看结果', {
  SOLID: '巩固',
  PARTIAL: '不彻底',
  FALSE: '虚假整改',
  REBOUND: '反弹',
});
export type LookbackResult = CodeOf<typeof LOOKBACK_RESULT>;

/** Results after which the issue may be put back on the books. */
export const FAILED_LOOKBACKS: readonly LookbackResult[] = ['PARTIAL', 'FALSE', 'REBOUND'];
