import type { Role } from '../../identity/codes.js';
import { type CodeOf, codeList } from '../../platform/dictionary/code-list.js';

export const CASE_STATUS = codeList('CaseStatus', '案例状态', {
  DRAFT: '起草',
  VERIFICATION: '事实核实',
  REVIEW: '审核',
  APPROVED: '审核通过',
  RETURNED: '退回修改',
  VOIDED: '已撤销',
});
export type CaseStatus = CodeOf<typeof CASE_STATUS>;

/** Steps of the review chain (domain §5.3), in order. */
export const CASE_STEP = codeList('CaseStep', '案例审核步骤', {
  VERIFICATION: '案件事实核实',
  REVIEW: '分管领导审核',
});
export type CaseStep = CodeOf<typeof CASE_STEP>;

interface ReviewStep {
  readonly role: Role;
  readonly next: CaseStatus;
}

/** Who decides a step and what an approval leads to; a return always leads to RETURNED. */
export const CASE_CHAIN: Readonly<Record<CaseStep, ReviewStep>> = {
  VERIFICATION: { role: 'RESIDENT_DISCIPLINE', next: 'REVIEW' },
  REVIEW: { role: 'DEPUTY_DIRECTOR', next: 'APPROVED' },
};

/** Statuses in which the drafter may edit and submit. */
export const EDITABLE_STATUSES: readonly CaseStatus[] = ['DRAFT', 'RETURNED'];

export const DISCLOSURE = codeList('Disclosure', '公开方式', {
  INTERNAL: '内部通报',
  PUBLIC: '公开发布',
});
export type Disclosure = CodeOf<typeof DISCLOSURE>;

/** How punished people are named in print; in the register everybody is masked. */
export const NAME_MODE = codeList('NameMode', '称谓方式', {
  REAL_NAME: '实名（须处理机关同意，处理决定已生效）',
  SURNAME: '姓氏（王某、李某某）',
  ROLE: '只写职务',
});
export type NameMode = CodeOf<typeof NAME_MODE>;

/** 上报案例: from a bureau to the one above it. */
export const HAND_OVER_STATUS = codeList('HandOverStatus', '案例上报状态', {
  SENT: '已上报',
  ACCEPTED: '已接收',
  RETURNED: '已退回',
  RECALLED: '已撤回',
  REPLACED: '已被替换',
});
export type HandOverStatus = CodeOf<typeof HAND_OVER_STATUS>;

export const HAND_OVER_DIRECTION = codeList('HandOverDirection', '上报方向', {
  SENT: '本级上报的',
  RECEIVED: '下级上报来的',
});
export type HandOverDirection = CodeOf<typeof HAND_OVER_DIRECTION>;

export const HAND_OVER_DECISION = codeList('HandOverDecision', '处理', {
  ACCEPTED: '接收',
  RETURNED: '退回',
});
export type HandOverDecision = CodeOf<typeof HAND_OVER_DECISION>;

/** Whose conduct it was (seed 004 names these groups), or who was harmed. */
export const CASE_IDENTITY = codeList('CaseIdentity', '人员身份', {
  FISCAL_STAFF: '财政供养人员',
  VILLAGE_CADRE: '村（居）委会干部',
  DIBAO_CLERK: '低保经办人员',
  CIVIL_AFFAIRS_STAFF: '民政干部职工',
  OTHER_OFFICIAL: '其他公职人员',
  VILLAGER: '群众',
  MINOR: '未成年人',
});
export type CaseIdentity = CodeOf<typeof CASE_IDENTITY>;

/** Never named, not even by surname (domain §5.3). */
export const NEVER_NAMED: readonly CaseIdentity[] = ['VILLAGER', 'MINOR'];
