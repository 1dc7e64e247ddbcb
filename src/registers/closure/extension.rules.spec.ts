import { describe, expect, it } from '@jest/globals';
import { extensionDecisionObstacle, extensionObstacle } from './extension.rules.js';

const ISSUE = { extensionPending: 0, extensionCount: 0, currentDeadline: '2020-05-20' };

describe('applying for an extension', () => {
  it.each<[string, Partial<typeof ISSUE>, string | undefined]>([
    ['on the last day', {}, undefined],
    ['after the deadline', { currentDeadline: '2020-05-19' }, 'DEADLINE_PASSED'],
    ['while one waits', { extensionPending: 1 }, 'EXTENSION_PENDING'],
    ['once more than allowed', { extensionCount: 2 }, 'EXTENSIONS_USED_UP'],
    ['for the last time', { extensionCount: 1 }, undefined],
  ])('%s', (_what, over, code) => {
    const problem = extensionObstacle({ ...ISSUE, ...over }, { extensionsMax: 2 }, '2020-05-20');
    expect(problem?.code).toBe(code);
  });
});

describe('deciding on an extension', () => {
  const deputy = { userId: 'deputy', roles: ['DEPUTY_DIRECTOR'] as const };
  const director = { userId: 'director', roles: ['DIRECTOR'] as const };
  const pending = { appliedBy: 'clerk', status: 'PENDING' };
  it.each([
    ['a prominent issue by the deputy', 'PROMINENT', pending, deputy, undefined],
    ['a serious issue by the deputy', 'SERIOUS', pending, deputy, 'FORBIDDEN'],
    ['a serious issue by the director', 'SERIOUS', pending, director, undefined],
    ['an own one', 'GENERAL', { ...pending, appliedBy: 'deputy' }, deputy, 'SELF_REVIEW'],
    ['a decided one', 'GENERAL', { ...pending, status: 'REJECTED' }, deputy, 'ALREADY_DECIDED'],
  ])('%s', (_what, severity, extension, caller, code) => {
    expect(extensionDecisionObstacle({ severity }, extension, caller)?.code).toBe(code);
  });
});
