import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { CODE_LISTS } from '../../src/app.parts.js';
import { AUDIT_ACTION, AUDIT_SUBJECT } from '../../src/identity/audit.codes.js';
import { AUDIT_WORDS, auditWords } from '../../src/identity/audit.words.js';
import { ACTIONS } from '../../src/identity/permissions.js';
import { readableLines } from '../../src/platform/http/readable.js';
import { CHECK_JOB } from '../../src/registers/imports/import.record.js';
import { ISSUE_WORKFLOW } from '../../src/registers/issues/issue.transitions.js';
import { MEASURE_WORKFLOW } from '../../src/registers/supervision/measure.transitions.js';
import { NOTICE_WORKFLOW } from '../../src/registers/supervision/notice.transitions.js';
import { REPORT_WORKFLOW } from '../../src/reporting/reports/report.transitions.js';

const WORKFLOWS = {
  issue: ISSUE_WORKFLOW,
  notice: NOTICE_WORKFLOW,
  measure: MEASURE_WORKFLOW,
  report: REPORT_WORKFLOW,
};

/** Steps that are recorded under another name than their own. */
const RECORDED_AS: Readonly<Record<string, string>> = {
  'report.endExemption': 'report.exempt.withdraw',
};

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !/\.spec\.ts$|audit\.codes\.ts$/.test(file))
  .map((file) => readFileSync(join('src', file), 'utf8'))
  .join('\n');
const written = (pattern: RegExp): string[] => [
  ...new Set([...sources.matchAll(pattern)].map(([, code = '']) => code)),
];

const unknownTo = (known: readonly string[], found: readonly string[]): string[] =>
  found.filter((one) => !known.includes(one));

const listsNamed = Object.values(AUDIT_WORDS).flatMap((table) =>
  Object.values(table).flatMap(({ codes }) => (typeof codes === 'string' ? [codes] : [])),
);

describe('words of the audit log', () => {
  it.each<[act: string, subject: string, detail: object, label: string, value: string]>([
    ['issue.assign', 'issue', { from: 'REGISTERED' }, '原状态', '已建账'],
    ['issue.assign', 'issue', { to: 'ASSIGNED' }, '现状态', '已交办'],
    ['issue.assign', 'issue', { deadline: '2020-04-28' }, '整改时限', '2020-04-28'],
    ['issue.requestExtension', 'issue', { deadline: '2020-07-30' }, '申请延至', '2020-07-30'],
    ['issue.requestExtension', 'issue', { reason: '外出' }, '延期理由', '外出'],
    ['issue.void', 'issue', { reason: '不属实' }, '理由', '不属实'],
    ['issue.addProgress', 'issue', { status: 'DONE' }, '完成情况', '已完成'],
    ['issue.recordLookback', 'issue', { result: 'FALSE' }, '回头看结果', '虚假整改'],
    ['issue.close', 'issue', { step: 'FINAL_APPROVAL' }, '销号步骤', '审定'],
    ['notice.issue', 'notice', { to: 'ISSUED' }, '现状态', '已印发，待签收'],
    ['notice.edit', 'notice', { fields: ['dueOn'] }, '修改的栏目', '办理期限'],
    ['report.submit', 'report', { to: 'SUBMITTED' }, '现状态', '已报待审'],
    ['report.exempt', 'report', { reason: '新设' }, '免报原因', '新设'],
    ['report.urge', 'report', { channel: 'AUTOMATIC' }, '催报方式', '自动催报'],
    ['case.submit', 'case', { from: 'DRAFT' }, '原状态', '起草'],
    ['case.handOver', 'case', { to: '示例市民政局' }, '上报至', '示例市民政局'],
    ['bulletin.issue', 'bulletin', { to: 'ISSUED' }, '现状态', '已印发'],
    ['SIGNED_IN', 'USER', { address: '127.0.0.1' }, '网络地址', '127.0.0.1'],
    ['SIGNED_IN', 'USER', { via: 'COOKIE' }, '登录途径', '网页'],
    ['USER_CREATED', 'USER', { roles: ['SYS_ADMIN'] }, '角色', '系统管理员'],
    ['UNIT_CREATED', 'UNIT', { name: '救助科' }, '单位名称', '救助科'],
    ['KEY_ROTATED', 'KEY', { from: 'k1' }, '旧密钥', 'k1'],
    ['issue.assign', 'issue', { from: 'NO_SUCH_CODE' }, '原状态', 'NO_SUCH_CODE'],
  ])('of %s on %s call %j %s, %s', (act, subject, detail, label, value) => {
    expect(readableLines(detail, auditWords(act, subject))).toEqual([{ label, value }]);
  });

  it('are for acts, kinds of records and code lists that there are', () => {
    const known: readonly string[] = [...AUDIT_ACTION.codes, ...AUDIT_SUBJECT.codes];
    expect(unknownTo(known, Object.keys(AUDIT_WORDS))).toEqual([]);
    const lists = CODE_LISTS.map(({ name }) => name);
    expect(listsNamed.length).toBeGreaterThan(20);
    expect(unknownTo(lists, listsNamed)).toEqual([]);
  });

  it.each(Object.entries(WORKFLOWS))('name every step of a %s', (subject, { transitions }) => {
    const steps = transitions
      .map(({ action }) => `${subject}.${action}`)
      .map((step) => RECORDED_AS[step] ?? step);
    expect(unknownTo(AUDIT_ACTION.codes, steps)).toEqual([]);
    expect(AUDIT_SUBJECT.codes).toContain(subject);
  });

  it('name every kind of record that the sources record acts on', () => {
    // The trial message of a robot is about the robot; it is no act.
    const others = ['webhook'];
    const subjects = written(/subjectType: '(\w+)'/g);
    expect(subjects.length).toBeGreaterThan(10);
    expect(unknownTo(AUDIT_SUBJECT.codes, subjects)).toEqual(others);
  });

  it('name every act that the sources spell out', () => {
    const acts = written(/audit\.record\([^;]*?action: '([\w.]+)'/g);
    expect(acts.length).toBeGreaterThan(20);
    expect(unknownTo(AUDIT_ACTION.codes, acts)).toEqual([]);
  });

  it('name every act that the sources hand on to be recorded', () => {
    // What is spelled like an act and is none: permissions, and the checking of an import.
    const others: readonly string[] = [...ACTIONS, CHECK_JOB];
    const kinds = AUDIT_SUBJECT.codes.join('|');
    const spelled = written(new RegExp(`'((?:${kinds})(?:\\.[a-zA-Z]+)+)'`, 'g'));
    expect(spelled).toEqual(expect.arrayContaining(['case.handOver', 'report.exempt.withdraw']));
    expect(unknownTo([...AUDIT_ACTION.codes, ...others], spelled)).toEqual([]);
  });
});
