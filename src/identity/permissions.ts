import { ADMINISTRATOR_ROLES, ROLE, type Role, type ScopeKind } from './codes.js';

type Grants = Readonly<Partial<Record<Role, ScopeKind>>>;

interface Permission {
  /** What the action is called in Chinese, for the printed table. */
  readonly label: string;
  readonly grants: Grants;
}

const READERS = {
  VILLAGE_REPORTER: 'OWN',
  TOWN_CLERK: 'SUBTREE',
  TOWN_LEADER: 'SUBTREE',
  DIVISION_CLERK: 'BUREAU',
  DIVISION_CHIEF: 'BUREAU',
  DEPUTY_DIRECTOR: 'BUREAU',
  DIRECTOR: 'BUREAU',
  RESIDENT_DISCIPLINE: 'BUREAU',
  FINANCE_REVIEWER: 'BUREAU',
  UPPER_REVIEWER: 'SUBTREE',
  INSPECTOR: 'BUREAU',
  VIEWER_LEADERSHIP: 'BUREAU',
} as const satisfies Grants;

/** Leadership sees figures, reports and bulletins, not the single matters (domain §1.2). */
const { VIEWER_LEADERSHIP: _leadership, ...CASE_WORKERS } = READERS;

const DIVISION = { DIVISION_CLERK: 'BUREAU', DIVISION_CHIEF: 'BUREAU' } as const satisfies Grants;

/** People who carry out the rectification, each in the unit that is responsible for the issue. */
const HANDLERS = {
  TOWN_CLERK: 'OWN',
  TOWN_LEADER: 'OWN',
  DIVISION_CLERK: 'OWN',
  DIVISION_CHIEF: 'OWN',
} as const satisfies Grants;

const REPORT_SIGNERS = {
  TOWN_LEADER: 'OWN',
  DIVISION_CHIEF: 'BUREAU',
  DEPUTY_DIRECTOR: 'BUREAU',
} as const satisfies Grants;

/** Staff of the unit that a report goes to: what counts is whom they work for, not the reporter's place. */
const REPORT_RECEIVERS = {
  ...DIVISION,
  UPPER_REVIEWER: 'OWN',
  TOWN_CLERK: 'OWN',
  TOWN_LEADER: 'OWN',
} as const satisfies Grants;

const ADMINISTRATORS_READ = { SYS_ADMIN: 'ALL', SECURITY_ADMIN: 'ALL' } as const satisfies Grants;

/** Whoever does business may be away. */
const BUSINESS = Object.fromEntries(
  ROLE.codes.filter((role) => !ADMINISTRATOR_ROLES.includes(role)).map((role) => [role, 'OWN']),
) as Grants;

/** Everybody reads the messages sent to himself, administrators too. */
const OWN_INBOX = Object.fromEntries(ROLE.codes.map((role) => [role, 'OWN'])) as Grants;

/**
 * The whole policy: who may do what, and how far it reaches. `npm run permissions` prints it as a
 * table for people who do not read code; the printed table is committed and compared in a test.
 * A reviewer's step, "not the applicant" and similar rules are guards of the command, on top of this.
 */
export const PERMISSIONS = {
  'unit.read': {
    label: '查看单位',
    grants: { ...READERS, ...ADMINISTRATORS_READ, AUDITOR: 'ALL' },
  },
  'unit.manage': { label: '维护单位', grants: { SYS_ADMIN: 'ALL' } },
  'user.read': { label: '查看用户', grants: ADMINISTRATORS_READ },
  'user.manage': { label: '维护用户', grants: { SYS_ADMIN: 'ALL' } },
  'user.secure': { label: '授予角色、重置密码、停用用户', grants: { SECURITY_ADMIN: 'ALL' } },
  'delegation.name': { label: '请人代理本人', grants: { ...BUSINESS } },
  'delegation.manage': { label: '为离岗人员设置代理', grants: { SYS_ADMIN: 'ALL' } },
  'audit.read': { label: '查看审计日志', grants: { AUDITOR: 'ALL' } },
  'campaign.read': { label: '查看专项治理', grants: { ...READERS, ...ADMINISTRATORS_READ } },
  'campaign.manage': {
    label: '建立、修改专项治理',
    grants: { DIVISION_CHIEF: 'BUREAU', DEPUTY_DIRECTOR: 'BUREAU', DIVISION_CLERK: 'BUREAU' },
  },
  'issue.read': { label: '查看问题、三张清单、整改台账', grants: CASE_WORKERS },
  'issue.create': { label: '登记问题（草拟）', grants: { ...DIVISION, TOWN_CLERK: 'SUBTREE' } },
  'issue.edit': { label: '修改问题', grants: { ...DIVISION, TOWN_CLERK: 'SUBTREE' } },
  'person.edit': {
    label: '登记、修改、作废涉及对象',
    grants: { ...DIVISION, TOWN_CLERK: 'SUBTREE', TOWN_LEADER: 'SUBTREE' },
  },
  'person.reveal': {
    label: '查看涉及对象的完整信息（须写明原因，每日限次）',
    grants: {
      ...DIVISION,
      TOWN_CLERK: 'SUBTREE',
      TOWN_LEADER: 'SUBTREE',
      DEPUTY_DIRECTOR: 'BUREAU',
      DIRECTOR: 'BUREAU',
      RESIDENT_DISCIPLINE: 'BUREAU',
      INSPECTOR: 'BUREAU',
    },
  },
  'issue.register': { label: '建账', grants: { ...DIVISION, TOWN_CLERK: 'SUBTREE' } },
  'issue.assign': { label: '交办', grants: DIVISION },
  'issue.acknowledge': { label: '签收', grants: HANDLERS },
  'issue.dispute': { label: '提出管辖异议', grants: HANDLERS },
  'issue.merge': { label: '并案', grants: { DIVISION_CHIEF: 'BUREAU' } },
  'issue.void': {
    label: '撤销问题',
    grants: { DIVISION_CHIEF: 'BUREAU', DEPUTY_DIRECTOR: 'BUREAU' },
  },
  'issue.transfer': { label: '移送', grants: { DIRECTOR: 'BUREAU' } },
  'issue.archive': { label: '归档', grants: { DIVISION_CHIEF: 'BUREAU' } },
  'plan.edit': { label: '填写整改方案', grants: HANDLERS },
  'plan.submit': { label: '报送整改方案', grants: HANDLERS },
  'plan.review': { label: '审核整改方案', grants: DIVISION },
  'progress.add': { label: '填报进展', grants: HANDLERS },
  'evidence.add': {
    label: '上传佐证材料',
    grants: {
      TOWN_CLERK: 'SUBTREE',
      TOWN_LEADER: 'SUBTREE',
      ...DIVISION,
      INSPECTOR: 'BUREAU',
    },
  },
  'evidence.read': { label: '查看佐证材料', grants: CASE_WORKERS },
  'evidence.readRestricted': {
    label: '查看敏感佐证材料',
    grants: {
      ...DIVISION,
      DEPUTY_DIRECTOR: 'BUREAU',
      DIRECTOR: 'BUREAU',
      RESIDENT_DISCIPLINE: 'BUREAU',
    },
  },
  'closure.apply': { label: '申请销号', grants: HANDLERS },
  'closure.review': {
    label: '审核销号（按步骤）',
    grants: {
      TOWN_LEADER: 'OWN',
      ...DIVISION,
      DEPUTY_DIRECTOR: 'BUREAU',
      DIRECTOR: 'BUREAU',
      RESIDENT_DISCIPLINE: 'BUREAU',
      FINANCE_REVIEWER: 'BUREAU',
      UPPER_REVIEWER: 'SUBTREE',
    },
  },
  'closure.immediate': {
    label: '立行立改一步销号',
    grants: { DIVISION_CHIEF: 'BUREAU', TOWN_LEADER: 'OWN' },
  },
  'closure.reopen': { label: '反弹重新挂账', grants: { DEPUTY_DIRECTOR: 'BUREAU' } },
  'extension.apply': { label: '申请延期', grants: HANDLERS },
  'extension.decide': {
    label: '审批延期',
    grants: { DEPUTY_DIRECTOR: 'BUREAU', DIRECTOR: 'BUREAU' },
  },
  'carryover.approve': { label: '批准挂账（持续整改）', grants: { DEPUTY_DIRECTOR: 'BUREAU' } },
  'carryover.resume': { label: '恢复整改', grants: DIVISION },
  'lookback.record': {
    label: '登记回头看',
    grants: { INSPECTOR: 'BUREAU', DIVISION_CLERK: 'BUREAU' },
  },
  'issue.urge': { label: '催办', grants: DIVISION },
  'notice.read': { label: '查看督办单、交办单、督办措施', grants: CASE_WORKERS },
  'notice.draft': { label: '草拟督办单、交办单，登记督办措施', grants: DIVISION },
  'notice.issue': {
    label: '签发、撤回蓝色督办单和交办单',
    grants: { DIVISION_CHIEF: 'BUREAU', DEPUTY_DIRECTOR: 'BUREAU', DIRECTOR: 'BUREAU' },
  },
  'notice.issueSevere': {
    label: '签发、撤回黄色、红色督办单，决定督办措施',
    grants: { DEPUTY_DIRECTOR: 'BUREAU', DIRECTOR: 'BUREAU' },
  },
  'notice.sign': { label: '签收督办单、交办单', grants: HANDLERS },
  'notice.reply': { label: '回复督办单、交办单', grants: HANDLERS },
  'notice.signReply': {
    label: '在回复上签字',
    grants: { TOWN_LEADER: 'OWN', DIVISION_CHIEF: 'OWN' },
  },
  'notice.review': { label: '审核督办（交办）回复', grants: DIVISION },
  'report.read': { label: '查看报告', grants: READERS },
  'report.prepare': {
    label: '编制报告',
    grants: {
      VILLAGE_REPORTER: 'OWN',
      TOWN_CLERK: 'OWN',
      DIVISION_CLERK: 'BUREAU',
      DIVISION_CHIEF: 'BUREAU',
    },
  },
  'report.submit': {
    label: '审签报送',
    grants: { VILLAGE_REPORTER: 'OWN', ...REPORT_SIGNERS },
  },
  'report.correct': {
    label: '申请更正报告',
    grants: { VILLAGE_REPORTER: 'OWN', ...REPORT_SIGNERS },
  },
  'report.review': { label: '接收、退回报告', grants: REPORT_RECEIVERS },
  'report.consolidate': { label: '汇总报告', grants: REPORT_RECEIVERS },
  'report.exempt': {
    label: '批准免报',
    grants: { DIVISION_CHIEF: 'BUREAU', DEPUTY_DIRECTOR: 'BUREAU', TOWN_LEADER: 'OWN' },
  },
  'report.urge': {
    label: '催报',
    grants: { ...DIVISION, UPPER_REVIEWER: 'OWN', TOWN_CLERK: 'OWN', TOWN_LEADER: 'OWN' },
  },
  'report.shift': {
    label: '发布顺延通知',
    grants: {
      DIVISION_CHIEF: 'BUREAU',
      DEPUTY_DIRECTOR: 'BUREAU',
      UPPER_REVIEWER: 'OWN',
      TOWN_LEADER: 'OWN',
    },
  },
  'case.read': {
    label: '查看典型案例',
    grants: {
      ...DIVISION,
      DEPUTY_DIRECTOR: 'BUREAU',
      DIRECTOR: 'BUREAU',
      RESIDENT_DISCIPLINE: 'BUREAU',
      UPPER_REVIEWER: 'BUREAU',
    },
  },
  'case.edit': { label: '起草典型案例', grants: DIVISION },
  'case.review': {
    label: '审核典型案例（按步骤）',
    grants: { RESIDENT_DISCIPLINE: 'BUREAU', DEPUTY_DIRECTOR: 'BUREAU' },
  },
  'case.mask': {
    label: '确认案例的公开称谓',
    grants: { ...DIVISION, DEPUTY_DIRECTOR: 'BUREAU', RESIDENT_DISCIPLINE: 'BUREAU' },
  },
  'case.reveal': {
    label: '查看涉案人员真实姓名（须写明原因）',
    grants: {
      DIVISION_CHIEF: 'BUREAU',
      DEPUTY_DIRECTOR: 'BUREAU',
      DIRECTOR: 'BUREAU',
      RESIDENT_DISCIPLINE: 'BUREAU',
    },
  },
  'case.handOver': {
    label: '向上级报送典型案例',
    grants: { DIVISION_CHIEF: 'BUREAU', DEPUTY_DIRECTOR: 'BUREAU' },
  },
  'case.receive': {
    label: '接收、退回下级报送的案例',
    grants: { ...DIVISION, UPPER_REVIEWER: 'BUREAU' },
  },
  'bulletin.read': { label: '查看通报', grants: READERS },
  'bulletin.compose': { label: '编排通报', grants: DIVISION },
  'bulletin.review': {
    label: '会签、核稿、审查、审核通报（按步骤）',
    grants: {
      ...DIVISION,
      DEPUTY_DIRECTOR: 'BUREAU',
      RESIDENT_DISCIPLINE: 'BUREAU',
      FINANCE_REVIEWER: 'BUREAU',
      INSPECTOR: 'BUREAU',
    },
  },
  'bulletin.issue': { label: '签发通报', grants: { DIRECTOR: 'BUREAU' } },
  'notification.read': {
    label: '查看自己的消息',
    grants: { ...OWN_INBOX },
  },
  'outbox.read': { label: '查看消息发送情况', grants: { SYS_ADMIN: 'ALL' } },
  'outbox.manage': { label: '重新发送消息', grants: { SYS_ADMIN: 'ALL' } },
  'webhook.manage': { label: '维护群机器人', grants: { SYS_ADMIN: 'ALL' } },
  'bulletin.dispatch': { label: '通报编号用印、印发、公开', grants: DIVISION },
  'bulletin.answer': {
    label: '签收通报、反馈自查情况',
    grants: {
      TOWN_CLERK: 'OWN',
      TOWN_LEADER: 'OWN',
      DIVISION_CLERK: 'BUREAU',
      DIVISION_CHIEF: 'BUREAU',
    },
  },
  'statistics.read': { label: '查看统计', grants: READERS },
} as const satisfies Record<string, Permission>;

export type Action = keyof typeof PERMISSIONS;

export const ACTIONS = Object.keys(PERMISSIONS) as Action[];

/** The scope a role has for an action; undefined when it may not do it at all. */
export function grantOf(action: Action, role: Role): ScopeKind | undefined {
  return (PERMISSIONS[action].grants as Grants)[role];
}

/** True when one of the roles has the permission in some scope. */
export function may(roles: readonly Role[], action: Action): boolean {
  return roles.some((role) => grantOf(action, role) !== undefined);
}
