import { randomInt } from 'node:crypto';
import { sha256Of } from '../platform/crypto/digest.js';
import { ADMINISTRATOR_ROLES, type Role } from './codes.js';

/**
 * Who cannot do without a second factor where the setting is `required`: administrators, and whoever
 * decides (returns, countersigns, approves, signs) instead of only filling in.
 */
export const SECOND_FACTOR_ROLES: readonly Role[] = [
  ...ADMINISTRATOR_ROLES,
  'TOWN_LEADER',
  'DIVISION_CHIEF',
  'DEPUTY_DIRECTOR',
  'DIRECTOR',
  'RESIDENT_DISCIPLINE',
  'FINANCE_REVIEWER',
  'UPPER_REVIEWER',
];

export const needsSecondFactor = (roles: readonly Role[]): boolean =>
  roles.some((role) => SECOND_FACTOR_ROLES.includes(role));

export const RECOVERY_CODES = 10;
const GROUPS = 4;
const GROUP_LENGTH = 4;

/** Without vowels and what looks alike, so that no code spells a word and none is read wrongly. */
const ALPHABET = '23456789BCDFGHJKMNPQRSTVWXYZ';

/** Ten codes of 16 letters (77 bits each), written in groups: `K7QM-2XWD-…`. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: RECOVERY_CODES }, () =>
    Array.from({ length: GROUPS }, () =>
      Array.from({ length: GROUP_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join(''),
    ).join('-'),
  );

/** As typed from paper: spaces, dashes and small letters make no difference. */
export const recoveryCodeHash = (userId: string, code: string): string =>
  sha256Of(`${userId} ${code.replace(/[\s-]/g, '').toUpperCase()}`);
