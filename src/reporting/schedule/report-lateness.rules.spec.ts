import { describe, expect, it } from '@jest/globals';
import type { ReportStatus } from '../../campaigns/codes/reporting-codes.js';
import { daysLeftOf } from './report-lateness.rules.js';

describe('days left', () => {
  const NOW = '2020-05-28T16:30:00.000Z'; // half past midnight of the 29th in Beijing
  it.each<[ReportStatus, string | null, string | null, number | null]>([
    ['PENDING', '2020-05-30', null, 1],
    ['DRAFT', '2020-05-29', null, 0],
    ['DRAFT', '2020-05-27', null, -2],
    ['RETURNED', '2020-05-27', '2020-06-02', 4],
    ['RETURNED', '2020-05-27', null, -2],
    ['PENDING', null, null, null],
    ['SUBMITTED', '2020-05-30', null, null],
    ['ACCEPTED', '2020-05-30', null, null],
    ['EXEMPT', '2020-05-30', null, null],
  ])('%s, due on %s, again on %s: %s', (status, dueOn, resubmitOn, days) => {
    expect(daysLeftOf({ status, dueOn, resubmitOn }, NOW)).toBe(days);
  });
});
