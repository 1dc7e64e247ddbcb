import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { AUDIT_ACTION, AUDIT_SUBJECT } from '../../src/identity/audit.codes.js';
import { ACTIONS } from '../../src/identity/permissions.js';
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

describe('words of the audit log', () => {
  it.each(Object.entries(WORKFLOWS))('name every step of a %s', (subject, { transitions }) => {
    const steps = transitions
      .map(({ action }) => `${subject}.${action}`)
      .map((step) => RECORDED_AS[step] ?? step);
    expect(
      steps.filter((step) => !(AUDIT_ACTION.codes as readonly string[]).includes(step)),
    ).toEqual([]);
    expect(AUDIT_SUBJECT.codes).toContain(subject);
  });

  it('name every kind of record that the sources record acts on', () => {
    // The trial message of a robot is about the robot; it is no act.
    const others = ['webhook'];
    const subjects = written(/subjectType: '(\w+)'/g);
    expect(subjects.length).toBeGreaterThan(10);
    expect(
      subjects.filter((one) => !(AUDIT_SUBJECT.codes as readonly string[]).includes(one)),
    ).toEqual(others);
  });

  it('name every act that the sources spell out', () => {
    const acts = written(/audit\.record\([^;]*?action: '([\w.]+)'/g);
    expect(acts.length).toBeGreaterThan(20);
    expect(acts.filter((act) => !(AUDIT_ACTION.codes as readonly string[]).includes(act))).toEqual(
      [],
    );
  });

  it('name every act that the sources hand on to be recorded', () => {
    // What is spelled like an act and is none: permissions, and the checking of an import.
    const others: readonly string[] = [...ACTIONS, CHECK_JOB];
    const kinds = AUDIT_SUBJECT.codes.join('|');
    const spelled = written(new RegExp(`'((?:${kinds})(?:\\.[a-zA-Z]+)+)'`, 'g'));
    expect(spelled).toEqual(expect.arrayContaining(['case.handOver', 'report.exempt.withdraw']));
    expect(
      spelled.filter(
        (one) => !(AUDIT_ACTION.codes as readonly string[]).includes(one) && !others.includes(one),
      ),
    ).toEqual([]);
  });
});
