import type { Caller } from './caller.js';
import type { AreaLevel, OrgType, Role } from './codes.js';
import { UnitTree } from './unit-catalog.js';
import type { Unit } from './unit.entity.js';

type Row = [id: string, parentId: string | null, level: AreaLevel, type: OrgType];

const ROWS: Row[] = [
  ['city', null, 'CITY', 'CIVIL_AFFAIRS'],
  ['county', 'city', 'COUNTY', 'CIVIL_AFFAIRS'],
  ['division', 'county', 'COUNTY', 'DIVISION'],
  ['discipline', 'county', 'COUNTY', 'DISCIPLINE_RESIDENT'],
  ['town', 'county', 'TOWN', 'TOWN_GOV'],
  ['village', 'town', 'VILLAGE', 'VILLAGE_COMMITTEE'],
  ['town2', 'county', 'TOWN', 'TOWN_GOV'],
  ['county2', 'city', 'COUNTY', 'CIVIL_AFFAIRS'],
  ['town3', 'county2', 'TOWN', 'TOWN_GOV'],
];

/** A small organisation for specs: a city bureau, two county bureaus, departments, towns, a village. */
export function sampleTree(changes: Record<string, Partial<Unit>> = {}): UnitTree {
  const paths = new Map<string, string>();
  const units = ROWS.map(([id, parentId, level, type], index): Unit => {
    const path = `${parentId === null ? '' : (paths.get(parentId) ?? '')}${id}/`;
    paths.set(id, path);
    return {
      id,
      parentId,
      path,
      level,
      type,
      name: id,
      shortName: id,
      areaCode: '',
      docCode: '',
      position: index,
      disabledAt: null,
      version: 1,
      ...changes[id],
    };
  });
  return new UnitTree(1, units);
}

export function sampleCaller(tree: UnitTree, unitId: string, ...roles: Role[]): Caller {
  return {
    userId: 'user',
    username: 'user',
    name: '经办人甲',
    post: '',
    unitId,
    bureauId: tree.bureauOf(unitId)?.id ?? null,
    roles,
    sessionId: 'session',
  };
}
