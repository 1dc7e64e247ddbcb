import { DEMO_PASSWORD } from '../../../src/demo/world.js';
import type { AreaLevel, OrgType, Role } from '../../../src/identity/codes.js';
import { OrganisationService } from '../../../src/identity/organisation.service.js';
import type { TestApp } from '../../support/app.js';

/** One unit of the invented province. */
export interface Place {
  readonly id: string;
  readonly key: string;
  readonly parent: string | null;
  readonly level: AreaLevel;
  readonly type: OrgType;
}

/** Counties that a notice names as reporting straight to the province (韩城市、府谷县、神木市). */
const DIRECT = { direct1: '610581', direct2: '610822', direct3: '610881' } as const;
export const DIRECT_COUNTIES: readonly string[] = Object.keys(DIRECT);

/** What somebody does in a unit when it reports or is reported to; a village receives nothing. */
export type Desk = 'clerk' | 'leader' | 'receiver';

const BUREAU_ROLES = {
  clerk: 'DIVISION_CLERK',
  leader: 'DEPUTY_DIRECTOR',
  receiver: 'DIVISION_CHIEF',
} as const;

const DESKS: Readonly<Record<AreaLevel, Readonly<Partial<Record<Desk, Role>>>>> = {
  PROVINCE: BUREAU_ROLES,
  CITY: BUREAU_ROLES,
  COUNTY: BUREAU_ROLES,
  TOWN: { clerk: 'TOWN_CLERK', leader: 'TOWN_LEADER', receiver: 'TOWN_LEADER' },
  VILLAGE: { clerk: 'VILLAGE_REPORTER', leader: 'VILLAGE_REPORTER' },
};

/** User name of who sits there, once {@link Province.staff} has hired. */
export const userOf = (key: string, desk: Desk): string =>
  `${key.replaceAll(' ', '.').toLowerCase()}.${desk}`;

/** The county whose bureau runs the campaigns of county and town. */
export const COUNTY = 'countyA1';

/**
 * An organisation with every level: a province with three cities (the last a 管委会 without counties),
 * their counties, towns with their civil-affairs office, villages, and departments in between.
 */
export class Province {
  readonly places: Place[] = [];

  private constructor(private readonly organisation: OrganisationService) {}

  static async make(app: TestApp): Promise<Province> {
    const province = new Province(app.app.get(OrganisationService));
    await province.build();
    return province;
  }

  of(key: string): Place {
    const place = this.places.find((candidate) => candidate.key === key);
    if (!place) throw new Error(`The province has no ${key}`);
    return place;
  }

  /** Keys from the unit up to the province. */
  chain(key: string): string[] {
    const { parent } = this.of(key);
    return parent === null ? [key] : [key, ...this.chain(parent)];
  }

  /** Administrations of a level at or below a unit: no departments, offices or institutions. */
  at(level: AreaLevel, below: string): string[] {
    const types: readonly OrgType[] = ['CIVIL_AFFAIRS', 'TOWN_GOV', 'VILLAGE_COMMITTEE'];
    return this.places
      .filter((place) => place.level === level && types.includes(place.type))
      .map(({ key }) => key)
      .filter((key) => this.chain(key).includes(below));
  }

  keyOf(id: string): string {
    const place = this.places.find((candidate) => candidate.id === id);
    if (!place) throw new Error(`Unit ${id} is not of the province`);
    return place.key;
  }

  /** Hires for every desk of the units. */
  async staff(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      for (const [desk, role] of Object.entries(DESKS[this.of(key).level])) {
        await this.user(userOf(key, desk as Desk), key, role);
      }
    }
  }

  /** A city bureau with counties that have no towns. */
  async city(key: string, code: string, counties: readonly string[]): Promise<void> {
    await this.add(key, 'province', 'CITY', 'CIVIL_AFFAIRS', `${code}00`, `${key}民政局`);
    for (const [index, county] of counties.entries()) {
      const countyCode = `${code}0${index + 1}`;
      await this.add(county, key, 'COUNTY', 'CIVIL_AFFAIRS', countyCode, `${county}民政局`);
    }
  }

  /** A town with its villages, their offices left out. */
  async town(key: string, county: string, code: string, villages: number): Promise<void> {
    await this.add(key, county, 'TOWN', 'TOWN_GOV', code, `${key}人民政府`);
    for (let number = 1; number <= villages; number += 1) {
      const village = `${key} village${number}`;
      await this.add(village, key, 'VILLAGE', 'VILLAGE_COMMITTEE', `${code}20${number}`, village);
    }
  }

  private async build(): Promise<void> {
    await this.add('province', null, 'PROVINCE', 'CIVIL_AFFAIRS', '990000', '示例省民政厅');
    await this.add(
      'province 社会救助处',
      'province',
      'PROVINCE',
      'DIVISION',
      '990000',
      '社会救助处',
    );
    for (const [index, city] of ['cityA', 'cityB', 'cityC'].entries()) {
      await this.add(
        city,
        'province',
        'CITY',
        'CIVIL_AFFAIRS',
        `990${index + 1}00`,
        `${city}民政局`,
      );
      await this.add(`${city} 救助科`, city, 'CITY', 'DIVISION', `990${index + 1}00`, '社会救助科');
    }
    for (const [index, key] of ['countyA1', 'countyA2', 'countyB1'].entries()) {
      const parent = key.startsWith('countyA') ? 'cityA' : 'cityB';
      await this.county(key, parent, `99010${index + 1}`);
    }
    for (const [key, code] of Object.entries(DIRECT)) await this.county(key, 'cityB', code);
    await this.user('province.chief', 'province 社会救助处');
    await this.user('county.chief', `${COUNTY} 低保中心`);
    await this.user('citya.chief', 'cityA 救助科');
    await this.user('cityb.reviewer', 'cityB', 'UPPER_REVIEWER');
  }

  private async county(key: string, parent: string, code: string): Promise<void> {
    await this.add(key, parent, 'COUNTY', 'CIVIL_AFFAIRS', code, `${key}民政局`);
    for (const name of ['低保中心', '办公室']) {
      await this.add(`${key} ${name}`, key, 'COUNTY', 'DIVISION', code, name);
    }
    await this.add(`${key} 财政局`, key, 'COUNTY', 'FINANCE', code, `${key}财政局`);
    for (const town of [1, 2].map((number) => `${key} town${number}`)) {
      const townCode = `${code}10${town.at(-1)}`;
      await this.town(town, key, townCode, 2);
      await this.add(
        `${town} 民政办`,
        town,
        'TOWN',
        'TOWN_CA_OFFICE',
        townCode,
        '民政和社会事务办',
      );
      await this.add(`${town} 敬老院`, town, 'TOWN', 'SUPPORT_INSTITUTION', townCode, '敬老院');
    }
  }

  private async add(
    key: string,
    parent: string | null,
    level: AreaLevel,
    type: OrgType,
    areaCode: string,
    name: string,
  ): Promise<void> {
    const id = await this.organisation.createUnit({
      level,
      type,
      areaCode,
      name,
      shortName: name.slice(0, 20),
      ...(parent === null ? {} : { parentId: this.of(parent).id }),
    });
    this.places.push({ id, key, parent, level, type });
  }

  private async user(username: string, unit: string, role: Role = 'DIVISION_CHIEF'): Promise<void> {
    await this.organisation.createUser({
      username,
      name: username,
      post: '负责人',
      unitId: this.of(unit).id,
      roles: [role],
      password: DEMO_PASSWORD,
    });
  }
}
