import { expect, it } from '@jest/globals';
import type { ReportStatus } from '../../campaigns/codes/reporting-codes.js';
import { urgeSkipOf } from './report-urges.rules.js';

const NOW = '2020-05-30T16:00:00.000Z';

it.each<[ReportStatus, string | null, boolean, string | undefined]>([
  ['PENDING', NOW, false, undefined],
  ['DRAFT', NOW, false, undefined],
  ['PENDING', '2020-05-30T16:00:00.001Z', false, 'NOT_DUE'],
  ['PENDING', null, false, undefined],
  ['PENDING', null, true, 'SOFT'],
  ['RETURNED', '2020-06-30T16:00:00.000Z', false, undefined],
  ['SUBMITTED', NOW, false, 'HANDED_IN'],
  ['ACCEPTED', NOW, false, 'HANDED_IN'],
  ['CONSOLIDATED', NOW, true, 'HANDED_IN'],
  ['EXEMPT', NOW, false, 'EXEMPT'],
])('%s, due %s, soft %s: %s', (status, dueAt, soft, expected) =>
  expect(urgeSkipOf({ status, dueAt, terms: { soft } }, NOW)).toBe(expected),
);
