import { describe, expect, it } from '@jest/globals';
import type { Role } from './codes.js';
import { assertRoles, mayAppointSecurityAdmin } from './user.rules.js';

const CASES: [Role[], string | null, string | undefined][] = [
  [[], null, undefined],
  [['SYS_ADMIN'], null, undefined],
  [['AUDITOR'], 'unit', undefined],
  [['DIVISION_CLERK', 'INSPECTOR'], 'unit', undefined],
  [['DIVISION_CLERK'], null, 'UNIT_REQUIRED'],
  [['SYS_ADMIN', 'SECURITY_ADMIN'], null, 'ROLES_INCOMPATIBLE'],
  [['SECURITY_ADMIN', 'AUDITOR'], 'unit', 'ROLES_INCOMPATIBLE'],
  [['SYS_ADMIN', 'AUDITOR'], 'unit', 'ROLES_INCOMPATIBLE'],
  [['DIRECTOR', 'SYS_ADMIN'], 'unit', 'ROLES_INCOMPATIBLE'],
  [['TOWN_CLERK', 'AUDITOR'], 'unit', 'ROLES_INCOMPATIBLE'],
];

describe('roles of one person', () => {
  it.each(CASES)('%j in unit %s: %s', (roles, unitId, code) => {
    const check = () => assertRoles(roles, unitId);
    if (code === undefined) expect(check).not.toThrow();
    else expect(check).toThrow(expect.objectContaining({ status: 422, code }));
  });
});

describe('appointing the first security administrator', () => {
  it.each([
    [[], true],
    [[1], true],
    [[1, 1], true],
    [[0], false],
    [[1, 0], false],
  ])('with officers whose must-change flags are %j: %s', (flags, allowed) => {
    const officers = flags.map((mustChangePassword, index) => ({
      id: String(index),
      mustChangePassword,
    }));
    expect(mayAppointSecurityAdmin(officers)).toBe(allowed);
  });
});
