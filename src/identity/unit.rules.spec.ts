import { describe, expect, it } from '@jest/globals';
import { sampleTree } from './organisation.fixture.js';
import { UnitTree } from './unit-catalog.js';
import { assertMayBeDisabled, assertPlace, type UnitPlan } from './unit.rules.js';

const now = '2020-05-06T01:00:00.000Z';

const REFUSED: [string, UnitPlan][] = [
  ['NO_SUCH_UNIT', { parentId: 'nowhere', level: 'TOWN', name: 'new' }],
  ['UNIT_CIRCLE', { id: 'town', parentId: 'town', level: 'TOWN', name: 'town' }],
  ['UNIT_CIRCLE', { id: 'county', parentId: 'village', level: 'COUNTY', name: 'county' }],
  ['LEVEL_ABOVE_PARENT', { parentId: 'town', level: 'COUNTY', name: 'new' }],
  ['UNIT_NAME_TAKEN', { parentId: 'county', level: 'TOWN', name: 'town2' }],
  ['UNIT_NAME_TAKEN', { id: 'town', parentId: 'county', level: 'TOWN', name: 'town2' }],
  ['UNIT_NAME_TAKEN', { parentId: null, level: 'CITY', name: 'city' }],
];

const ACCEPTED: UnitPlan[] = [
  { parentId: null, level: 'PROVINCE', name: 'new' },
  { parentId: 'county', level: 'COUNTY', name: 'new' },
  { parentId: 'county2', level: 'TOWN', name: 'town' },
  { id: 'town', parentId: 'county2', level: 'TOWN', name: 'town' },
  { id: 'town', parentId: 'county', level: 'TOWN', name: 'town' },
  { id: 'town', parentId: null, level: 'TOWN', name: 'town' },
];

describe('place of a unit', () => {
  it.each(REFUSED)('%s: %j', (code, plan) => {
    expect(() => assertPlace(sampleTree(), plan)).toThrow(expect.objectContaining({ code }));
  });

  it.each(ACCEPTED)('accepts %j', (plan) => {
    expect(() => assertPlace(sampleTree(), plan)).not.toThrow();
  });

  it('refuses a level below a child', () => {
    const tree = sampleTree({ village: { level: 'TOWN' } });
    const plan: UnitPlan = { id: 'town', parentId: 'county', level: 'VILLAGE', name: 'town' };
    expect(() => assertPlace(tree, plan)).toThrow(
      expect.objectContaining({ code: 'LEVEL_BELOW_CHILD' }),
    );
  });

  it('takes no new unit below a disabled one, but leaves the old ones alone', () => {
    const tree = sampleTree({ town: { disabledAt: now } });
    const place = (id?: string) => () =>
      assertPlace(tree, { ...(id ? { id } : {}), parentId: 'town', level: 'VILLAGE', name: 'v' });
    expect(place()).toThrow(expect.objectContaining({ code: 'UNIT_DISABLED' }));
    expect(place('village')).not.toThrow();
  });

  it.each([
    [12, false],
    [13, true],
  ])('below %i levels: refused %s', (depth, refused) => {
    const units = Array.from({ length: depth }, (_, index) => ({
      ...sampleTree().get('village'),
      id: `u${index}`,
      parentId: index === 0 ? null : `u${index - 1}`,
      path: `${Array.from({ length: index + 1 }, (_unit, step) => `u${step}`).join('/')}/`,
    }));
    const plan: UnitPlan = { parentId: `u${depth - 1}`, level: 'VILLAGE', name: 'new' };
    const place = () => assertPlace(new UnitTree(1, units), plan);
    if (refused) expect(place).toThrow(expect.objectContaining({ code: 'TOO_DEEP' }));
    else expect(place).not.toThrow();
  });
});

describe('disabling a unit', () => {
  it.each([
    ['town', 0, 'UNIT_HAS_CHILDREN'],
    ['village', 2, 'UNIT_HAS_USERS'],
  ])('%s with %i users: %s', (id, users, code) => {
    expect(() => assertMayBeDisabled(sampleTree(), id, users)).toThrow(
      expect.objectContaining({ status: 409, code }),
    );
  });

  it('is possible once everything below is disabled', () => {
    const tree = sampleTree({ village: { disabledAt: now } });
    expect(() => assertMayBeDisabled(tree, 'town', 0)).not.toThrow();
  });
});
