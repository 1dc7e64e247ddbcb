import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { ADMINISTRATOR_ROLES, ROLE } from '../../src/identity/codes.js';
import { type Action, ACTIONS, grantOf } from '../../src/identity/permissions.js';
import { renderPermissionTable } from '../../src/identity/permission-table.js';

const ADMINISTRATION: Action[] = [
  'unit.manage',
  'user.read',
  'user.manage',
  'user.secure',
  'audit.read',
  'outbox.read',
  'outbox.manage',
  'webhook.manage',
  'delegation.manage',
];
const SHARED_READS: Action[] = ['notification.read', 'unit.read', 'campaign.read'];

describe('permission policy', () => {
  it('is printed in docs/permissions.md; run `npm run permissions` after changing it', () => {
    const committed = readFileSync(new URL('../../docs/permissions.md', import.meta.url), 'utf8');
    if (committed !== renderPermissionTable()) {
      throw new Error(
        'docs/permissions.md is out of date: run `npm run permissions` and commit it.',
      );
    }
  });

  it.each(ACTIONS)('%s is granted to somebody', (action) => {
    expect(ROLE.codes.some((role) => grantOf(action, role))).toBe(true);
  });

  it.each(ADMINISTRATOR_ROLES.map((role) => [role]))('%s does no business', (role) => {
    const granted = ACTIONS.filter((action) => grantOf(action, role));
    expect(
      granted.filter((action) => ![...ADMINISTRATION, ...SHARED_READS].includes(action)),
    ).toEqual([]);
  });

  it.each(ROLE.codes.filter((role) => !ADMINISTRATOR_ROLES.includes(role)))(
    '%s administers nothing and reaches nowhere beyond its bureau',
    (role) => {
      expect(ADMINISTRATION.filter((action) => grantOf(action, role))).toEqual([]);
      expect(ACTIONS.filter((action) => grantOf(action, role) === 'ALL')).toEqual([]);
    },
  );

  it('keeps the duties of the three administrators apart', () => {
    const holders = (action: Action) => ROLE.codes.filter((role) => grantOf(action, role));
    expect(holders('user.manage')).toEqual(['SYS_ADMIN']);
    expect(holders('unit.manage')).toEqual(['SYS_ADMIN']);
    expect(holders('user.secure')).toEqual(['SECURITY_ADMIN']);
    expect(holders('audit.read')).toEqual(['AUDITOR']);
  });
});
