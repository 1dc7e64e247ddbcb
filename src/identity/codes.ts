import { type CodeOf, codeList } from '../platform/dictionary/code-list.js';

/** Administrative level of a unit. Parent links, not levels, decide who reports to whom. */
export const AREA_LEVEL = codeList('AreaLevel', '层级', {
  PROVINCE: '省',
  CITY: '市（州）',
  COUNTY: '区县',
  TOWN: '镇街',
  VILLAGE: '村（社区）',
});
export type AreaLevel = CodeOf<typeof AREA_LEVEL>;

export const ORG_TYPE = codeList('OrgType', '单位类型', {
  CIVIL_AFFAIRS: '民政厅（局）',
  DIVISION: '处（科）室',
  TOWN_GOV: '镇人民政府、街道办事处',
  TOWN_CA_OFFICE: '镇街民政和社会事务办',
  VILLAGE_COMMITTEE: '村（居）民委员会',
  SUPPORT_INSTITUTION: '敬老院、供养服务机构',
  DISCIPLINE_RESIDENT: '派驻纪检监察组',
  DISCIPLINE_COMMISSION: '纪委监委',
  FINANCE: '财政局',
  POVERTY_OFFICE: '扶贫办',
  PUBLIC_SECURITY: '公安局',
  HEALTH: '卫生健康委',
  HOUSING: '住建委',
  AUDIT: '审计局',
  DPF: '残联',
  JOINT_MEETING: '联席会议',
});
export type OrgType = CodeOf<typeof ORG_TYPE>;

export const ROLE = codeList('Role', '角色', {
  VILLAGE_REPORTER: '村级信息员',
  TOWN_CLERK: '镇街经办人',
  TOWN_LEADER: '镇街分管（主要）领导',
  DIVISION_CLERK: '科室经办',
  DIVISION_CHIEF: '科室负责人',
  DEPUTY_DIRECTOR: '分管局领导',
  DIRECTOR: '局长（局党组）',
  RESIDENT_DISCIPLINE: '派驻纪检监察组',
  FINANCE_REVIEWER: '财政会签人',
  UPPER_REVIEWER: '上级民政部门',
  INSPECTOR: '督查（回头看）人员',
  VIEWER_LEADERSHIP: '领导（只看汇总）',
  SYS_ADMIN: '系统管理员',
  SECURITY_ADMIN: '安全管理员',
  AUDITOR: '审计管理员',
});
export type Role = CodeOf<typeof ROLE>;

/** System, security and audit administration: three separate duties, none of which does business. */
export const ADMINISTRATOR_ROLES: readonly Role[] = ['SYS_ADMIN', 'SECURITY_ADMIN', 'AUDITOR'];

/**
 * How far a permission reaches from the caller's unit.
 * OWN: the unit itself. SUBTREE: the unit and everything below it. BUREAU: the bureau the unit belongs
 * to, with its departments and the units below it. ALL: everywhere.
 */
export const SCOPE_KIND = codeList('ScopeKind', '范围', {
  OWN: '本单位',
  SUBTREE: '本单位及下级',
  BUREAU: '本局及下级',
  ALL: '全部',
});
export type ScopeKind = CodeOf<typeof SCOPE_KIND>;
