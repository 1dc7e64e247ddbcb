import { ROLE, type Role, SCOPE_KIND, type ScopeKind } from './codes.js';
import { type Action, ACTIONS, grantOf, PERMISSIONS } from './permissions.js';

const WORDS: Readonly<Record<ScopeKind, string>> = {
  OWN: '本单位',
  SUBTREE: '含下级',
  BUREAU: '本局',
  ALL: '全部',
};

const ENGLISH_SCOPE: Readonly<Record<ScopeKind, string>> = {
  OWN: "the user's own unit only",
  SUBTREE: "the user's unit and everything below it",
  BUREAU: 'the bureau the unit belongs to, its departments and the units below',
  ALL: 'everywhere',
};

const ENGLISH_ROLE: Readonly<Record<Role, string>> = {
  VILLAGE_REPORTER: 'village reporter',
  TOWN_CLERK: 'town clerk',
  TOWN_LEADER: 'town leader',
  DIVISION_CLERK: 'division clerk',
  DIVISION_CHIEF: 'division chief',
  DEPUTY_DIRECTOR: 'deputy director',
  DIRECTOR: 'director',
  RESIDENT_DISCIPLINE: 'resident discipline group',
  FINANCE_REVIEWER: 'finance reviewer',
  UPPER_REVIEWER: 'upper reviewer',
  INSPECTOR: 'inspector',
  VIEWER_LEADERSHIP: 'leadership (figures only)',
  SYS_ADMIN: 'system administrator',
  SECURITY_ADMIN: 'security administrator',
  AUDITOR: 'auditor',
};

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/**
 * The whole permission policy as a Markdown document in Chinese and English for people who do not
 * read code: one row per action, one column per role.
 */
export function renderPermissionTable(): string {
  return [
    '# 权限表 Permissions',
    '',
    '谁可以办理什么、范围多大，全部由本表决定；本表由 `npm run permissions` 按程序内的权限政策生成，' +
      '请勿手工修改。不能审批自己的申请等规定另由各业务环节检查。',
    '',
    'This table is the whole policy of who may do what and how far it reaches. `npm run permissions` ' +
      'prints it from the program; do not edit it by hand. Rules such as “not the applicant” are checked ' +
      'by each step on top of it.',
    '',
    '| 表中写法 Word | 范围 | Scope |',
    '| :-: | --- | --- |',
    ...SCOPE_KIND.codes.map((kind) =>
      row([WORDS[kind], SCOPE_KIND.labels[kind], ENGLISH_SCOPE[kind]]),
    ),
    '',
    '空白即无权办理。一人兼有数个角色时，权限相加；系统管理员、安全管理员、审计管理员不能兼任其他角色。',
    '',
    'Blank: not permitted. Several roles add up; the three administrators hold no other role.',
    '',
    '## 角色 Roles',
    '',
    '| 序号 No. | 角色 | Role | 代码 Code |',
    '| :-: | --- | --- | --- |',
    ...ROLE.codes.map((role, index) =>
      row([String(index + 1), ROLE.labels[role], ENGLISH_ROLE[role], `\`${role}\``]),
    ),
    '',
    '## 事项 Actions',
    '',
    row([
      '事项',
      'Action',
      ...ROLE.codes.map((role, index) => `${index + 1} ${ROLE.labels[role]}`),
    ]),
    row(['---', '---', ...ROLE.codes.map(() => ':-:')]),
    ...ACTIONS.map((action) =>
      row([
        PERMISSIONS[action].label,
        `\`${action}\``,
        ...ROLE.codes.map((role) => wordOf(action, role)),
      ]),
    ),
    '',
  ].join('\n');
}

function wordOf(action: Action, role: Role): string {
  const kind = grantOf(action, role);
  return kind === undefined ? '' : WORDS[kind];
}
