import { expect, it } from '@jest/globals';
import type { ReportReporter } from '../../campaigns/definition/report-rule.js';
import { type Unit } from '../../identity/unit.entity.js';
import { UnitTree } from '../../identity/unit-catalog.js';
import { owesReport } from './report-owners.rules.js';

const unit = (id: string, path: string, over: Partial<Unit>): Unit => ({
  id,
  parentId: path.split('/').at(-3) ?? null,
  path,
  level: 'COUNTY',
  type: 'CIVIL_AFFAIRS',
  name: id,
  shortName: id,
  areaCode: '990101',
  docCode: '',
  position: 0,
  disabledAt: null,
  version: 1,
  ...over,
});

const town = { level: 'TOWN', type: 'TOWN_GOV' } as const;
const TREE = new UnitTree(1, [
  unit('city', 'city/', { level: 'CITY', areaCode: '990000' }),
  unit('bureau', 'city/bureau/', {}),
  unit('office', 'city/bureau/office/', { type: 'DIVISION' }),
  unit('qinghe', 'city/bureau/qinghe/', { ...town, areaCode: '990101101' }),
  unit('closed', 'city/bureau/closed/', { ...town, areaCode: '990101104', disabledAt: 'x' }),
  unit('home', 'city/bureau/qinghe/home/', {
    level: 'TOWN',
    type: 'SUPPORT_INSTITUTION',
    areaCode: '990101101',
  }),
  unit('village', 'city/bureau/qinghe/village/', {
    level: 'VILLAGE',
    type: 'VILLAGE_COMMITTEE',
    areaCode: '990101101201',
  }),
  unit('other', 'city/other/', { areaCode: '990102' }),
  unit('songxi', 'city/other/songxi/', { ...town, areaCode: '990102101' }),
]);

const rule = (over: Partial<ReportReporter> = {}): ReportReporter => ({
  level: 'TOWN',
  alsoAreaCodes: [],
  exceptAreaCodes: [],
  ...over,
});

it.each<[string, ReportReporter, string, string, boolean]>([
  ['a town under the owner', rule(), 'qinghe', 'bureau', true],
  ['an institution of a town', rule(), 'home', 'bureau', false],
  ['a town of another county', rule(), 'songxi', 'bureau', false],
  ['that town under the city', rule(), 'songxi', 'city', true],
  ['a village', rule(), 'village', 'bureau', false],
  ['a village under a village rule', rule({ level: 'VILLAGE' }), 'village', 'bureau', true],
  ['a disabled town', rule(), 'closed', 'bureau', false],
  ['a unit that does not exist', rule(), 'nobody', 'bureau', false],
  ['the owner at its own level', rule({ level: 'COUNTY' }), 'bureau', 'bureau', true],
  ['a department at county level', rule({ level: 'COUNTY' }), 'office', 'bureau', false],
  [
    'departments when they are named',
    rule({ level: 'COUNTY', orgType: 'DIVISION' }),
    'office',
    'bureau',
    true,
  ],
  ['an excepted town', rule({ exceptAreaCodes: ['990101101'] }), 'qinghe', 'bureau', false],
  ['an added village', rule({ alsoAreaCodes: ['990101101201'] }), 'village', 'bureau', true],
  [
    'the institution that shares an added code',
    rule({ level: 'VILLAGE', alsoAreaCodes: ['990101101'] }),
    'home',
    'bureau',
    false,
  ],
])('%s', (_what, reporter, unitId, ownerId, expected) => {
  expect(owesReport(reporter, unitId, ownerId, TREE)).toBe(expected);
});
