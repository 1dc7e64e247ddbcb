import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { AUDIT_ACTION, AUDIT_SUBJECT } from '../../src/identity/audit.codes.js';
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

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
  .map((file) => readFileSync(join('src', file), 'utf8'))
  .filter((text) => /\baudit\b/i.test(text))
  .join('\n');
const written = (pattern: RegExp): string[] => [
  ...new Set([...sources.matchAll(pattern)].map(([, code = '']) => code)),
];

describe('words of the audit log', () => {
  it.each(Object.entries(WORKFLOWS))('name every step of a %s', (subject, { transitions }) => {
    const steps = transitions.map(({ action }) => `${subject}.${action}`);
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
});
