import { describe, expect, it } from '@jest/globals';
import type { NotificationTopic } from '../notification.codes.js';
import { type EmailChoices, wantsEmail } from './preference.rules.js';

const CASES: [NotificationTopic, EmailChoices, boolean][] = [
  ['REPORT_URGE', {}, true],
  ['REPORT_RETURNED', {}, true],
  ['NOTICE_ISSUED', {}, true],
  ['ESCALATION', {}, true],
  ['REPORT_REMINDER', {}, false],
  ['CASE_REVIEW', {}, false],
  ['REPORT_URGE', { REPORT_URGE: false }, false],
  ['REPORT_REMINDER', { REPORT_REMINDER: true }, true],
  ['REPORT_URGE', { REPORT_REMINDER: false }, true],
];

describe('mails by topic', () => {
  it.each(CASES)('%s with choices %j: %s', (topic, choices, wanted) => {
    expect(wantsEmail(choices, topic)).toBe(wanted);
  });
});
