import { describe, expect, it } from '@jest/globals';
import type { SanctionType } from '../../campaigns/codes/sanction-type.js';
import { UnitTree } from '../../identity/unit-catalog.js';
import type { Unit } from '../../identity/unit.entity.js';
import type { CasePerson } from '../cases/case-person.rules.js';
import { orderedIds } from './bulletin-order.rules.js';
import { defaultReceivers } from './bulletin-receivers.rules.js';

const unit = (
  id: string,
  type: string,
  areaCode: string,
  path: string,
  over: Partial<Unit> = {},
): Unit => {
  const parentId = path.split('/').filter(Boolean).at(-2) ?? null;
  return { id, type, areaCode, path, parentId, disabledAt: null, ...over } as Unit;
};

const tree = new UnitTree(1, [
  unit('city', 'CIVIL_AFFAIRS', '990000', '/city/'),
  unit('anlan', 'CIVIL_AFFAIRS', '990101', '/city/anlan/'),
  unit('rescue', 'DIVISION', '990101', '/city/anlan/rescue/'),
  unit('lanqiao', 'TOWN_GOV', '990101001', '/city/anlan/lanqiao/'),
  unit('qinghe', 'TOWN_GOV', '990101101', '/city/anlan/qinghe/'),
  unit('closed', 'TOWN_GOV', '990101102', '/city/anlan/closed/', { disabledAt: '2020-01-01' }),
  unit('yunqi', 'CIVIL_AFFAIRS', '990102', '/city/yunqi/'),
]);

const person = (type: SanctionType): CasePerson => ({
  id: type,
  publicName: '王某',
  post: '村主任',
  identity: 'VILLAGE_CADRE',
  sanctions: [
    {
      type,
      organ: '镇纪委',
      decidedOn: '2020-05-12',
      effectiveOn: null,
      docNo: null,
      term: null,
      form: null,
    },
  ],
});
const item = (id: string, placeUnitId: string | null, amountFen: number, type: SanctionType) => ({
  id,
  caseNo: id,
  persons: [person(type)],
  amountFen,
  placeUnitId,
  bureauId: 'anlan',
});
const CASES = [
  item('a', 'qinghe', 100, 'CRITICISM'),
  item('b', 'lanqiao', 200, 'CRITICISM'),
  item('c', null, 0, 'PARTY_EXPEL'),
];

describe('orderedIds', () => {
  it.each([
    [null, ['a', 'b', 'c']],
    ['SEVERITY' as const, ['c', 'b', 'a']],
    ['ADMINISTRATIVE' as const, ['c', 'b', 'a']],
  ])('%s', (order, expected) => {
    expect(orderedIds(CASES, order, tree)).toEqual(expected);
  });

  it('falls back on the case number', () => {
    const equal = [item('z', 'qinghe', 1, 'CRITICISM'), item('y', 'qinghe', 1, 'CRITICISM')];
    expect(orderedIds(equal, 'SEVERITY', tree)).toEqual(['y', 'z']);
  });
});

it.each([
  ['anlan', ['lanqiao', 'qinghe']],
  ['city', ['anlan', 'yunqi']],
])('the bulletin of %s is addressed to %j', (bureau, expected) => {
  expect(defaultReceivers(bureau, tree)).toEqual(expected);
});
