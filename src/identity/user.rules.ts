import { ruleBroken } from '../platform/http/problem.js';
import { ADMINISTRATOR_ROLES, ROLE, type Role } from './codes.js';

/**
 * Which roles one person may hold together: administrator roles stand alone, so that nobody manages
 * the system, grants rights, reads the audit log or does business in one hand (GB/T 22239-2019
 * 三权分立); business roles need a unit.
 * @throws {Problem} 422 ROLES_INCOMPATIBLE or UNIT_REQUIRED
 */
export function assertRoles(roles: readonly Role[], unitId: string | null): void {
  const administrator = roles.find((role) => ADMINISTRATOR_ROLES.includes(role));
  if (administrator && roles.length > 1) {
    const message = `“${ROLE.labels[administrator]}”不能与其他角色由同一人担任`;
    throw ruleBroken('ROLES_INCOMPATIBLE', `${message}。`, [
      { path: 'roles', code: 'ROLES_INCOMPATIBLE', message },
    ]);
  }
  if (roles.length > 0 && !administrator && unitId === null) {
    const message = '业务角色的用户应有所在单位';
    throw ruleBroken('UNIT_REQUIRED', `${message}。`, [
      { path: 'unitId', code: 'UNIT_REQUIRED', message },
    ]);
  }
}

export interface SecurityOfficer {
  readonly id: string;
  readonly mustChangePassword: number;
}

/**
 * A new installation has a system administrator only, who may not grant roles. Until a security
 * administrator has taken office (chosen an own password), the system administrator may therefore
 * appoint one and hand over the first password, and nothing else of that duty.
 * @param officers users with the role SECURITY_ADMIN who are not disabled.
 */
export function mayAppointSecurityAdmin(officers: readonly SecurityOfficer[]): boolean {
  return officers.every((officer) => Boolean(officer.mustChangePassword));
}

export function sameRoles(a: readonly Role[], b: readonly Role[]): boolean {
  return a.length === b.length && a.every((role) => b.includes(role));
}
