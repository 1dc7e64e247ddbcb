import { expect, it } from '@jest/globals';
import { isAsSent, resendBar } from './hand-over.rules.js';
import type { CaseHandOver } from './hand-over.entity.js';

const NOW = { round: 2, digest: 'now' };

const sent = (
  status: CaseHandOver['status'],
  caseRound = NOW.round,
  caseDigest: string | null = NOW.digest,
) => ({ status, caseRound, caseDigest });

it.each([
  ['as it is', sent('SENT'), true],
  ['in another round', sent('SENT', 1), false],
  ['with other texts or names', sent('SENT', 2, 'before'), false],
  ['before digests were kept, in this round', sent('SENT', 2, null), true],
  ['before digests were kept, in an earlier round', sent('SENT', 1, null), false],
])('compares a case handed up %s', (_what, before, expected) => {
  expect(isAsSent(before, NOW)).toBe(expected);
});

it.each<[string, ReturnType<typeof sent>[], RegExp | undefined]>([
  ['never handed up', [], undefined],
  ['waiting above', [sent('SENT', 1)], /退回或撤回后/],
  ['accepted just as it is', [sent('ACCEPTED')], /修改并重新审核后/],
  ['corrected since it was accepted', [sent('ACCEPTED', 1)], undefined],
  ['corrected, and accepted again', [sent('ACCEPTED', 1), sent('ACCEPTED')], /修改并重新审核后/],
  ['returned and recalled', [sent('RETURNED'), sent('RECALLED')], undefined],
])('a case %s', (_what, before, expected) => {
  const bar = resendBar(before, NOW);
  if (expected) expect(bar).toMatch(expected);
  else expect(bar).toBeUndefined();
});
