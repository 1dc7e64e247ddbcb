import { describe, expect, it } from '@jest/globals';
import { ADMINISTRATOR_ROLES, ROLE, type Role } from './codes.js';
import {
  needsSecondFactor,
  newRecoveryCodes,
  RECOVERY_CODES,
  recoveryCodeHash,
} from './second-factor.rules.js';

describe('who needs a second factor', () => {
  const ONLY_FILL_IN: readonly Role[] = [
    'VILLAGE_REPORTER',
    'TOWN_CLERK',
    'DIVISION_CLERK',
    'INSPECTOR',
    'VIEWER_LEADERSHIP',
  ];

  it('every administrator and everybody who decides, nobody else', () => {
    for (const role of ROLE.codes) {
      expect([role, needsSecondFactor([role])]).toEqual([role, !ONLY_FILL_IN.includes(role)]);
    }
    expect(ADMINISTRATOR_ROLES.every((role) => needsSecondFactor([role]))).toBe(true);
    expect(needsSecondFactor([])).toBe(false);
    expect(needsSecondFactor(['DIVISION_CLERK', 'DIVISION_CHIEF'])).toBe(true);
  });
});

describe('recovery codes', () => {
  it('are ten, different, and legible', () => {
    const codes = newRecoveryCodes();
    expect(new Set(codes).size).toBe(RECOVERY_CODES);
    for (const code of codes)
      expect(code).toMatch(/^[2-9B-DF-HJKMNP-TV-Z]{4}(-[2-9B-DF-HJKMNP-TV-Z]{4}){3}$/);
  });

  it('are the same however they are typed, and only for their user', () => {
    const hash = recoveryCodeHash('u1', 'K7QM-2XWD-PPPP-3333');
    expect(recoveryCodeHash('u1', ' k7qm 2xwd pppp3333 ')).toBe(hash);
    expect(recoveryCodeHash('u2', 'K7QM-2XWD-PPPP-3333')).not.toBe(hash);
    expect(recoveryCodeHash('u1', 'K7QM-2XWD-PPPP-3334')).not.toBe(hash);
  });
});
