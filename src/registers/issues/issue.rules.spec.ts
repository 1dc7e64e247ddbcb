import { describe, expect, it } from '@jest/globals';
import { disputeObstacle } from './issue.rules.js';

describe('disputing competence', () => {
  it.each([
    ['on the last day', 0, '2020-04-03', undefined],
    ['a day late', 0, '2020-04-02', 'RECEIPT_CLOCK_OVER'],
    ['without a clock', 0, null, undefined],
    ['a second time', 1, '2020-04-03', 'DISPUTED_BEFORE'],
  ])('%s', (_when, disputeCount, receiptDueOn, code) => {
    expect(disputeObstacle({ disputeCount, receiptDueOn }, '2020-04-03')?.code).toBe(code);
  });
});
