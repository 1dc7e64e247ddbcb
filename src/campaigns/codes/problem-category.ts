import { type CodeOf, codeList } from '../../platform/dictionary/code-list.js';

/** 问题类别, first level. */
export const CATEGORY_GROUP = codeList('CategoryGroup', '问题类别（一级）', {
  A: '低保政策落实',
  B: '临时救助',
  C: '特困供养',
  D: '疫情期间保障',
  E: '资金监管',
  F: '经办程序',
  G: '群众诉求',
  H: '作风与腐败',
  I: '制度机制',
});
export type CategoryGroup = CodeOf<typeof CATEGORY_GROUP>;

/** 问题类别, second level; the first letter is the group. Campaigns choose from these and may relabel. */
export const PROBLEM_CATEGORY = codeList('ProblemCategory', '问题类别', {
  A01_MISSED: '漏保',
  A02_DROPPED: '脱保',
  A03_WRONG: '错保',
  A04_FAVOR: '人情保、关系保',
  A05_SPLIT_HOUSEHOLD: '分户/单人户保障未落实',
  A06_TAPERING: '渐退未实施或未备案',
  A07_AMOUNT: '类别、补差金额核定不准',
  A08_FORCED_EXIT: '指标式、一刀切退保；以3%限额',
  A09_RELAPSE_MARGIN: '返贫、边缘人口未纳入',
  A10_CLASSIFIED_AID: '分类施保未落实',
  B01_NOT_AIDED: '应救未救',
  B02_SLOW: '超时限、先行救助未落实',
  B03_AUTHORITY: '审批权限未下放',
  B04_RESERVE_FUND: '备用金未建立/使用不规范',
  B05_STANDARD: '未分档、平均分配',
  C01_NOT_SUPPORTED: '应养未养',
  C02_THREE_MATCH: '三不一致',
  C03_SELFCARE_EVAL: '自理能力评估不规范',
  C04_CARE_AGREEMENT: '照料协议未签或未履行',
  C05_CENTRAL_SUPPORT: '集中供养需求未满足',
  C06_FACILITY_SAFETY: '敬老院安全管理',
  C07_CARE_SUBSIDY: '护理补贴未分档/未享受',
  D01_EPIDEMIC_POVERTY: '因疫致贫返贫未纳入',
  D02_PATIENT_AID: '确诊困难人口救助',
  D03_PRICE_SUBSIDY: '价格临时补贴未按时足额',
  E01_ALLOCATION: '拨付滞留',
  E02_DECEASED_PAID: '死亡后继续发放',
  E03_PROXY_PASSBOOK: '证折代管、代领',
  E04_DIVERSION: '截留挪用',
  E05_FRAUD: '虚报冒领',
  E06_LEDGER_MISMATCH: '系统与发放表册、财务不一致',
  F01_SURVEY: '入户调查',
  F02_REVIEW_MEETING: '民主评议',
  F03_DISCLOSURE: '公示',
  F04_ARCHIVE: '档案',
  F05_RELATIVE_RECORD: '近亲属备案',
  F06_DYNAMIC: '动态复核',
  F07_SYSTEM_DATA: '信息系统更新',
  F08_ECONOMIC_CHECK: '经济状况核对',
  G01_PHONE: '电话未公开、无人值守',
  G02_RESPONSE: '回应超期',
  G03_CLUE_BACKLOG: '线索积压',
  H01_FORMALISM: '形式主义',
  H02_BUREAUCRACY: '官僚主义、不担当不作为乱作为',
  H03_NEPOTISM: '优亲厚友',
  H04_EXTORTION: '吃拿卡要',
  H05_EMBEZZLE: '贪污侵占',
  H06_FAKE_RECTIFY: '表面/虚假/纸上整改',
  H07_GANG: '涉黑涉恶',
  I01_NO_RULE: '制度缺失',
  I02_CONFLICT: '地方规定与上级政策相抵',
  I03_COORDINATION: '部门协同',
});
export type ProblemCategory = CodeOf<typeof PROBLEM_CATEGORY>;

/** Categories as a definition may name them: single ones, or a whole group by its letter. */
export const CATEGORY_REFERENCE = codeList('CategoryReference', '问题类别或大类', {
  ...CATEGORY_GROUP.labels,
  ...PROBLEM_CATEGORY.labels,
});
export type CategoryReference = CodeOf<typeof CATEGORY_REFERENCE>;

/** Violation types by which typical cases are counted in public bulletins. */
export const VIOLATION_TYPE = codeList('ViolationType', '违纪违法类型', {
  EMBEZZLE: '贪污侵占',
  FRAUD_CLAIM: '虚报冒领',
  DIVERSION: '截留挪用',
  NEPOTISM: '优亲厚友',
  EXTORTION: '吃拿卡要',
  DERELICTION: '失职失责',
  FORMALISM_BUREAUCRACY: '形式主义官僚主义',
  OTHER: '其他',
});
export type ViolationType = CodeOf<typeof VIOLATION_TYPE>;

export function groupOfCategory(category: ProblemCategory): CategoryGroup {
  return category.charAt(0) as CategoryGroup;
}

/** The single categories that a reference means. */
export function expandCategory(reference: CategoryReference): readonly ProblemCategory[] {
  return reference.length === 1
    ? PROBLEM_CATEGORY.codes.filter((code) => code.startsWith(reference))
    : [reference as ProblemCategory];
}
