import { DEMO_PASSWORD } from '../../src/demo/world.js';
import type { AreaLevel, OrgType, Role } from '../../src/identity/codes.js';
import { OrganisationService } from '../../src/identity/organisation.service.js';
import type { TestApp } from '../support/app.js';
import type { CasePeople } from './cases.fixture.js';

/** Who does what in a bureau of {@link buildProvince}. */
export const peopleOf = (prefix: string): CasePeople => ({
  clerk: `${prefix}.clerk`,
  chief: `${prefix}.chief`,
  discipline: `${prefix}.discipline`,
  finance: `${prefix}.finance`,
  office: `${prefix}.office`,
  secrecy: `${prefix}.secrecy`,
  deputy: `${prefix}.deputy`,
  director: `${prefix}.director`,
});

/** A province (users `prov.…`) with two cities (`one.…` and `two.…`). @returns the ids of the cities. */
export async function buildProvince(app: TestApp): Promise<string[]> {
  const organisation = app.app.get(OrganisationService);
  const unit = (name: string, level: AreaLevel, type: OrgType, code: string, parentId?: string) =>
    organisation.createUnit({
      name,
      shortName: name.slice(0, 4),
      level,
      type,
      areaCode: code,
      ...(type === 'CIVIL_AFFAIRS' ? { docCode: name.slice(0, 2) } : {}),
      ...(parentId ? { parentId } : {}),
    });
  const staff = async (prefix: string, bureau: string, level: AreaLevel, code: string) => {
    const division = await unit('社会救助处', level, 'DIVISION', code, bureau);
    const office = await unit('办公室', level, 'DIVISION', code, bureau);
    const group = await unit('派驻纪检监察组', level, 'DISCIPLINE_RESIDENT', code, bureau);
    const posts: readonly (readonly [string, Role, string])[] = [
      ['clerk', 'DIVISION_CLERK', division],
      ['chief', 'DIVISION_CHIEF', division],
      ['discipline', 'RESIDENT_DISCIPLINE', group],
      ['finance', 'FINANCE_REVIEWER', bureau],
      ['office', 'DIVISION_CLERK', office],
      ['secrecy', 'INSPECTOR', office],
      ['deputy', 'DEPUTY_DIRECTOR', bureau],
      ['director', 'DIRECTOR', bureau],
    ];
    for (const [post, role, unitId] of posts) {
      await organisation.createUser({
        username: `${prefix}.${post}`,
        name: `${prefix}${post}`,
        post,
        unitId,
        roles: [role],
        password: DEMO_PASSWORD,
      });
    }
  };
  const province = await unit('示范省民政厅', 'PROVINCE', 'CIVIL_AFFAIRS', '980000');
  await staff('prov', province, 'PROVINCE', '980000');
  const cities: string[] = [];
  for (const [prefix, name, code] of [
    ['one', '甲市民政局', '980100'],
    ['two', '乙市民政局', '980200'],
  ] as const) {
    const bureau = await unit(name, 'CITY', 'CIVIL_AFFAIRS', code, province);
    cities.push(bureau);
    await staff(prefix, bureau, 'CITY', code);
  }
  return cities;
}
