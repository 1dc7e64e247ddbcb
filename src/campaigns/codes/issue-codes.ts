import { type CodeOf, codeList } from '../../platform/dictionary/code-list.js';

export const ISSUE_NATURE = codeList('IssueNature', '问题性质', {
  POLICY: '政策落实类',
  PROCEDURE: '程序规范类',
  FUND: '资金管理类',
  STYLE: '作风类',
  DISCIPLINE: '涉嫌违纪类',
  CRIMINAL: '涉嫌违法犯罪类',
  SYSTEM: '制度机制类',
});
export type IssueNature = CodeOf<typeof ISSUE_NATURE>;

/** Common issues must also be searched for elsewhere (举一反三). */
export const ISSUE_SCOPE = codeList('IssueScope', '共性/个性', {
  INDIVIDUAL: '个性问题',
  COMMON: '共性问题',
});
export type IssueScope = CodeOf<typeof ISSUE_SCOPE>;

export const SEVERITY = codeList('Severity', '严重程度', {
  GENERAL: '一般',
  PROMINENT: '较重（突出）',
  SERIOUS: '严重（重大）',
});
export type Severity = CodeOf<typeof SEVERITY>;

/** 整改类型, labelled as inspection (巡察) texts do. */
export const RECTIFICATION_TYPE = codeList('RectificationType', '整改类型', {
  IMMEDIATE: '立行立改',
  TIME_LIMITED: '限期整改',
  LONG_TERM: '长期坚持',
});
export type RectificationType = CodeOf<typeof RECTIFICATION_TYPE>;

/** The same codes, labelled as audit offices do since 2021. */
export const RECTIFICATION_TYPE_AUDIT = codeList('RectificationTypeAudit', '整改类型（审计口径）', {
  IMMEDIATE: '立行立改',
  TIME_LIMITED: '分阶段整改',
  LONG_TERM: '持续整改',
} satisfies Record<RectificationType, string>);

export const COMPLETION_VERDICT = codeList('CompletionVerdict', '整改结果认定', {
  RECTIFIED: '已整改（完成）',
  BASICALLY_DONE: '基本完成、取得阶段性成果',
  CONTINUING: '持续整改',
  NOT_RECTIFIED: '未整改',
  NOT_DUE: '未到期正在推进',
});
export type CompletionVerdict = CodeOf<typeof COMPLETION_VERDICT>;

export const VERIFICATION_CONCLUSION = codeList('VerificationConclusion', '核查结论', {
  TRUE: '属实',
  PARTLY_TRUE: '部分属实',
  UNTRUE: '不属实',
  UNVERIFIABLE: '无法查实',
  IN_PROGRESS: '正在核查',
  FALSE_CHARGE: '诬告失实（予以澄清）',
});
export type VerificationConclusion = CodeOf<typeof VERIFICATION_CONCLUSION>;

export const HANDLING_MODE = codeList('HandlingMode', '处置方式', {
  DIRECT: '直查直办',
  JOINT: '协查协办',
  ASSIGN: '交办',
  FORWARD: '转办（转送）',
  SUPERVISE: '督办',
  REFER_DISCIPLINE: '移送纪检监察机关',
  REFER_POLICE: '移送公安机关（涉黑涉恶、犯罪线索）',
});
export type HandlingMode = CodeOf<typeof HANDLING_MODE>;

export const EVIDENCE_TYPE = codeList('EvidenceType', '佐证类型', {
  DOC: '文件、方案、会议纪要',
  APPROVAL: '审批表',
  SURVEY: '入户核查表',
  PHOTO_BEFORE: '整改前照片',
  PHOTO_AFTER: '整改后照片',
  DISCLOSURE_PHOTO: '公示照片',
  PAYMENT: '发放凭证、银行回单',
  RECOVERY: '缴款凭证、票据',
  SYSTEM_SHOT: '系统截图',
  MATCH_REPORT: '比对报告',
  AGREEMENT: '协议',
  RECEIPT: '签收、告知书',
  DECISION: '处分或处理决定',
  TALK_RECORD: '谈话记录',
  RULE: '新建或修订制度',
  SATISFACTION: '群众回访记录',
  OTHER: '其他',
});
export type EvidenceType = CodeOf<typeof EVIDENCE_TYPE>;

export const UNRESOLVED_REASON = codeList('UnresolvedReason', '未整改到位原因', {
  U1: '政策不明确或待上级明确',
  U2: '资金未到位',
  U3: '涉诉涉法',
  U4: '对象不配合/失联',
  U5: '部门协调未到位',
  U6: '历史遗留、时间久远',
  U7: '追缴困难（无偿还能力）',
  U8: '需建章立制、周期长',
  U9: '责任单位推进不力',
  U99: '其他',
});
export type UnresolvedReason = CodeOf<typeof UNRESOLVED_REASON>;

/** Why an application or a report is returned. */
export const RETURN_REASON = codeList('ReturnReason', '退回原因', {
  R1: '佐证不足',
  R2: '措施未落实',
  R3: '结果未达标',
  R4: '数据错误/勾稽不符',
  R5: '未签字盖章',
  R6: '附件缺失',
  R7: '未举一反三',
  R8: '群众不认可',
  R9: '格式不符',
  R99: '其他',
});
export type ReturnReason = CodeOf<typeof RETURN_REASON>;

/** 亮灯, derived when read and never stored. */
export const LIGHT = codeList('Light', '灯', {
  GREEN: '绿灯',
  YELLOW: '黄灯',
  RED: '红灯',
  GRAY: '灰灯（未启动或未到期无进度）',
  DONE: '已销号',
});
export type Light = CodeOf<typeof LIGHT>;

/** 督办等级 of a numbered notice; printed in words, so that a black-and-white copy tells it too. */
export const SUPERVISE_LEVEL = codeList('SuperviseLevel', '督办等级', {
  BLUE: '蓝色（提示）',
  YELLOW: '黄色（提醒催办）',
  RED: '红色（警告）',
});
export type SuperviseLevel = CodeOf<typeof SUPERVISE_LEVEL>;

/** What red notices lead to; proposed by the program, decided by people. */
export const SUPERVISION_MEASURE = codeList('SupervisionMeasureKind', '督办措施', {
  SUMMON_TALK: '约谈分管领导',
  CIRCULATE_CRITICISM: '通报批评',
  REFER_DISCIPLINE: '移送派驻纪检监察组',
});
export type SupervisionMeasureKind = CodeOf<typeof SUPERVISION_MEASURE>;

export const CLOSURE_STEP_KIND = codeList('ClosureStepKind', '销号步骤', {
  UNIT_CONFIRMATION: '单位负责人签字',
  FIRST_REVIEW: '初审',
  COUNTERSIGN: '会签',
  SECOND_REVIEW: '复审',
  FINAL_APPROVAL: '审定',
  UPPER_ACCEPTANCE: '上级验收（备案）',
});
export type ClosureStepKind = CodeOf<typeof CLOSURE_STEP_KIND>;
