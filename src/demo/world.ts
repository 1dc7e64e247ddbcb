import type { AreaLevel, OrgType, Role } from '../identity/codes.js';
import type { OrganisationService } from '../identity/organisation.service.js';

/**
 * The invented world of the demo and the tests: 示例市 with the county bureaus 安澜区 and 云栖区. Area
 * prefix 99 does not exist, nor does any of the names. People appear as posts only.
 */
interface UnitSeed {
  readonly key: string;
  readonly parent: string | null;
  readonly level: AreaLevel;
  readonly type: OrgType;
  readonly name: string;
  readonly shortName: string;
  readonly areaCode: string;
  readonly docCode?: string;
}

interface UserSeed {
  readonly username: string;
  readonly name: string;
  readonly post: string;
  readonly unit: string | null;
  readonly roles: readonly Role[];
}

const unit = (
  key: string,
  parent: string | null,
  level: AreaLevel,
  type: OrgType,
  areaCode: string,
  name: string,
  shortName: string,
  docCode?: string,
): UnitSeed => ({
  key,
  parent,
  level,
  type,
  areaCode,
  name,
  shortName,
  ...(docCode && { docCode }),
});

export const DEMO_PASSWORD = 'Xiaohao-2020';

export const DEMO_UNITS: readonly UnitSeed[] = [
  unit('city', null, 'CITY', 'CIVIL_AFFAIRS', '990000', '示例市民政局', '示例市', '示民'),
  unit('anlan', 'city', 'COUNTY', 'CIVIL_AFFAIRS', '990101', '安澜区民政局', '安澜区', '安民'),
  unit('rescue', 'anlan', 'COUNTY', 'DIVISION', '990101', '社会救助科', '救助科'),
  unit('dibao', 'anlan', 'COUNTY', 'DIVISION', '990101', '低保中心', '低保中心'),
  unit('elderly', 'anlan', 'COUNTY', 'DIVISION', '990101', '养老服务科', '养老科'),
  unit('office', 'anlan', 'COUNTY', 'DIVISION', '990101', '办公室', '办公室'),
  unit(
    'discipline',
    'anlan',
    'COUNTY',
    'DISCIPLINE_RESIDENT',
    '990101',
    '派驻区民政局纪检监察组',
    '派驻组',
  ),
  unit('finance', 'anlan', 'COUNTY', 'FINANCE', '990101', '安澜区财政局', '区财政局'),
  unit('qinghe', 'anlan', 'TOWN', 'TOWN_GOV', '990101101', '青禾镇人民政府', '青禾镇'),
  unit('wanglan', 'anlan', 'TOWN', 'TOWN_GOV', '990101102', '望澜镇人民政府', '望澜镇'),
  unit('liping', 'anlan', 'TOWN', 'TOWN_GOV', '990101103', '栗坪镇人民政府', '栗坪镇'),
  unit('wuping', 'anlan', 'TOWN', 'TOWN_GOV', '990101201', '梧坪乡人民政府', '梧坪乡'),
  unit('lanqiao', 'anlan', 'TOWN', 'TOWN_GOV', '990101001', '澜桥街道办事处', '澜桥街道'),
  unit(
    'shaigu',
    'qinghe',
    'VILLAGE',
    'VILLAGE_COMMITTEE',
    '990101101201',
    '晒谷村村民委员会',
    '晒谷村',
  ),
  unit(
    'zhuwan',
    'qinghe',
    'VILLAGE',
    'VILLAGE_COMMITTEE',
    '990101101202',
    '竹湾村村民委员会',
    '竹湾村',
  ),
  unit('home', 'qinghe', 'TOWN', 'SUPPORT_INSTITUTION', '990101101', '青禾镇敬老院', '敬老院'),
  unit(
    'shishu',
    'wanglan',
    'VILLAGE',
    'VILLAGE_COMMITTEE',
    '990101102201',
    '柿树村村民委员会',
    '柿树村',
  ),
  unit(
    'maliu',
    'wanglan',
    'VILLAGE',
    'VILLAGE_COMMITTEE',
    '990101102202',
    '麻柳村村民委员会',
    '麻柳村',
  ),
  unit(
    'shimo',
    'liping',
    'VILLAGE',
    'VILLAGE_COMMITTEE',
    '990101103201',
    '石磨村村民委员会',
    '石磨村',
  ),
  unit(
    'aokou',
    'wuping',
    'VILLAGE',
    'VILLAGE_COMMITTEE',
    '990101201201',
    '坳口村村民委员会',
    '坳口村',
  ),
  unit(
    'community',
    'lanqiao',
    'VILLAGE',
    'VILLAGE_COMMITTEE',
    '990101001001',
    '澜桥社区居民委员会',
    '澜桥社区',
  ),
  unit('yunqi', 'city', 'COUNTY', 'CIVIL_AFFAIRS', '990102', '云栖区民政局', '云栖区', '云民'),
  unit('yunqiRescue', 'yunqi', 'COUNTY', 'DIVISION', '990102', '社会救助科', '救助科'),
  unit('songxi', 'yunqi', 'TOWN', 'TOWN_GOV', '990102101', '松溪镇人民政府', '松溪镇'),
];

/** The short name of a unit, by which files of the demo are called. */
export const shortName = (key: string): string =>
  DEMO_UNITS.find((place) => place.key === key)?.shortName ?? key;

const user = (
  username: string,
  unitKey: string | null,
  name: string,
  post: string,
  ...roles: Role[]
): UserSeed => ({ username, name, post, unit: unitKey, roles });

/** Demo accounts, all with {@link DEMO_PASSWORD}. `admin` exists from the first start. */
export const DEMO_USERS: readonly UserSeed[] = [
  user('security', null, '安全管理员', '安全管理员', 'SECURITY_ADMIN'),
  user('auditor', null, '审计管理员', '审计管理员', 'AUDITOR'),
  user('div.clerk', 'rescue', '经办人甲', '社会救助科经办', 'DIVISION_CLERK'),
  user('div.chief', 'rescue', '科长乙', '社会救助科科长', 'DIVISION_CHIEF'),
  user('deputy', 'anlan', '副局长丙', '分管副局长', 'DEPUTY_DIRECTOR'),
  user('director', 'anlan', '局长丁', '局长', 'DIRECTOR'),
  user('discipline', 'discipline', '组长戊', '派驻组组长', 'RESIDENT_DISCIPLINE'),
  user('finance', 'finance', '股长己', '社保股股长', 'FINANCE_REVIEWER'),
  user('inspector', 'office', '督查员庚', '督查专员', 'INSPECTOR'),
  user('office.clerk', 'office', '文秘壬', '办公室文秘', 'DIVISION_CLERK'),
  user('leadership', 'anlan', '领导辛', '区领导', 'VIEWER_LEADERSHIP'),
  ...(
    [
      ['qinghe', '青禾镇'],
      ['wanglan', '望澜镇'],
      ['liping', '栗坪镇'],
      ['wuping', '梧坪乡'],
      ['lanqiao', '澜桥街道'],
    ] as const
  ).flatMap(([key, place]) => [
    user(`${key}.clerk`, key, `${place}经办人`, '民政办经办', 'TOWN_CLERK'),
    user(`${key}.leader`, key, `${place}分管领导`, '分管副镇长', 'TOWN_LEADER'),
  ]),
  user('city.reviewer', 'city', '市局处长', '社会救助处处长', 'UPPER_REVIEWER'),
  user('yunqi.clerk', 'yunqiRescue', '云栖经办人', '社会救助科经办', 'DIVISION_CLERK'),
];

/** Ids of the created units by their key. */
export type DemoUnits = Readonly<Record<string, string>>;

/** Creates the demo's organisation through the services; returns unit ids by key. */
export async function createOrganisation(organisation: OrganisationService): Promise<DemoUnits> {
  const ids: Record<string, string> = {};
  for (const [position, { key, parent, ...seed }] of DEMO_UNITS.entries()) {
    ids[key] = await organisation.createUnit({
      ...seed,
      position,
      ...(parent === null ? {} : { parentId: ids[parent] }),
    });
  }
  for (const { unit: unitKey, ...seed } of DEMO_USERS) {
    await organisation.createUser({
      ...seed,
      roles: [...seed.roles],
      password: DEMO_PASSWORD,
      ...(unitKey === null ? {} : { unitId: ids[unitKey] }),
    });
  }
  return ids;
}
