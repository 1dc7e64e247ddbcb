import { describe, expect, it } from '@jest/globals';
import type { Role } from './codes.js';
import { sampleCaller, sampleTree } from './organisation.fixture.js';
import type { Action } from './permissions.js';
import { Scope } from './scope.js';

const ALL_UNITS = [
  'city',
  'county',
  'county2',
  'discipline',
  'division',
  'town',
  'town2',
  'town3',
  'village',
];
const BUREAU_UNITS = ['county', 'discipline', 'division', 'town', 'town2', 'village'];

const CASES: [Role[], string, Action, string[] | undefined][] = [
  [['VILLAGE_REPORTER'], 'village', 'issue.read', ['village']],
  [['TOWN_CLERK'], 'town', 'issue.read', ['town', 'village']],
  [['TOWN_CLERK'], 'town', 'issue.acknowledge', ['town']],
  [['TOWN_CLERK'], 'town3', 'issue.read', ['town3']],
  [['TOWN_CLERK'], 'town', 'issue.assign', undefined],
  [['DIVISION_CLERK'], 'division', 'issue.read', BUREAU_UNITS],
  [['DIVISION_CLERK'], 'division', 'issue.acknowledge', ['division']],
  [['DIVISION_CLERK'], 'town3', 'issue.read', ['county2', 'town3']],
  [['RESIDENT_DISCIPLINE'], 'discipline', 'issue.read', BUREAU_UNITS],
  [['DIRECTOR'], 'county', 'issue.read', BUREAU_UNITS],
  [['DIRECTOR'], 'city', 'issue.transfer', ['city']],
  [['DIVISION_CHIEF'], 'division', 'issue.assign', BUREAU_UNITS],
  [['UPPER_REVIEWER'], 'city', 'closure.review', ALL_UNITS],
  [['UPPER_REVIEWER'], 'city', 'issue.read', ALL_UNITS],
  [['DIRECTOR'], 'city', 'issue.read', ALL_UNITS],
  [['TOWN_CLERK', 'INSPECTOR'], 'town', 'issue.read', BUREAU_UNITS],
  [['SYS_ADMIN'], '', 'issue.read', undefined],
  [['AUDITOR'], '', 'unit.manage', undefined],
  [['TOWN_CLERK'], '', 'issue.read', []],
  [['DIVISION_CLERK'], '', 'issue.read', []],
  [['VILLAGE_REPORTER'], '', 'issue.read', []],
  [[], 'town', 'issue.read', undefined],
];

describe('Scope', () => {
  const tree = sampleTree();

  it.each(CASES)('%j in "%s" for %s: %j', (roles, unitId, action, expected) => {
    const scope = Scope.of(sampleCaller(tree, unitId, ...roles), action, tree);
    expect(scope && [...(scope.unitIds() ?? [])].sort()).toEqual(expected);
    const covered = ALL_UNITS.filter((unit) => scope?.covers(unit));
    expect(covered).toEqual(expected ?? []);
  });

  it('reaches everywhere with ALL, without a list of units', () => {
    const scope = Scope.of(sampleCaller(tree, '', 'SYS_ADMIN'), 'unit.read', tree);
    expect(scope?.unitIds()).toBeUndefined();
    expect(ALL_UNITS.every((unit) => scope?.covers(unit))).toBe(true);
  });

  it.each<[Role, Action, string[]]>([
    ['TOWN_CLERK', 'issue.read', ['town', 'village']],
    ['TOWN_CLERK', 'issue.acknowledge', ['town', 'village']],
    ['TOWN_LEADER', 'report.submit', ['town', 'village']],
    ['UPPER_REVIEWER', 'closure.review', ['town', 'village']],
    ['DIVISION_CLERK', 'issue.read', BUREAU_UNITS],
    ['VILLAGE_REPORTER', 'issue.read', ['town', 'village']],
  ])('lets a %s of a town’s own office %s as the town does', (role, action, expected) => {
    const withOffice = sampleTree({ village: { type: 'TOWN_CA_OFFICE' } });
    const reached = (unitId: string): string[] =>
      ALL_UNITS.filter((unit) =>
        Scope.of(sampleCaller(withOffice, unitId, role), action, withOffice)?.covers(unit),
      );
    expect(reached('village')).toEqual(expected);
    // Never more than the town's own people, but for what is the office's own.
    expect(reached('village').filter((id) => id !== 'village')).toEqual(
      reached('town').filter((id) => id !== 'village'),
    );
  });

  it.each([
    ['a village', 'VILLAGE_COMMITTEE', 'TOWN_GOV'],
    ['an office that stands below no town', 'TOWN_CA_OFFICE', 'SUPPORT_INSTITUTION'],
  ] as const)('does not lift %s to the unit above it', (_what, type, above) => {
    const other = sampleTree({ village: { type }, town: { type: above } });
    const scope = Scope.of(sampleCaller(other, 'village', 'TOWN_CLERK'), 'issue.read', other);
    expect(scope?.unitIds()).toEqual(['village']);
  });

  it('never covers the empty unit of an administrator by a limited grant', () => {
    const scope = Scope.of(sampleCaller(tree, '', 'TOWN_CLERK'), 'issue.read', tree);
    expect(scope?.covers('')).toBe(false);
  });
});
