import { DEMO_PASSWORD } from '../../src/demo/world.js';
import type { Role } from '../../src/identity/codes.js';
import { OrganisationService } from '../../src/identity/organisation.service.js';
import type { Response } from 'supertest';
import type { TestApp } from '../support/app.js';

export interface UnitAnswer {
  unitId: string;
  unitName: string;
  as: string;
  own: boolean;
  versionNo: number | null;
  isNil: boolean;
  isLate: boolean;
  balance: Record<string, number> | null;
}

export interface ConsolidationAnswer {
  id: string;
  versionNo: number;
  units: UnitAnswer[];
  sum: Record<string, number>;
  whole: Record<string, number>;
  transitClosing: { issueNo: string; fromUnit: string; toUnit: string; correction: number }[];
  transitOpening: { issueNo: string }[];
  changes: string[];
  sentUp: boolean;
  allowedActions: string[];
  sha256: string;
}

/** Users whom the demo lacks: a city bureau that collects from counties, and the other county’s leaders. */
export async function addUsers(
  app: TestApp,
  users: readonly (readonly [username: string, unit: string, role: Role])[],
): Promise<void> {
  const organisation = app.app.get(OrganisationService);
  for (const [username, unit, role] of users) {
    await organisation.createUser({
      username,
      name: `${unit}${role}`,
      post: role,
      unitId: app.units[unit],
      roles: [role],
      password: DEMO_PASSWORD,
    });
  }
}

export const CITY_USERS = [
  ['city.clerk', 'city', 'DIVISION_CLERK'],
  ['city.chief', 'city', 'DIVISION_CHIEF'],
  ['city.deputy', 'city', 'DEPUTY_DIRECTOR'],
  ['yunqi.deputy', 'yunqi', 'DEPUTY_DIRECTOR'],
] as const;

export async function consolidate(
  app: TestApp,
  body: object,
  user = 'div.clerk',
): Promise<Response> {
  return (await app.as(user)).post('/report-consolidations', body);
}
