import type { Caller } from './caller.js';
import type { OrgType } from './codes.js';
import type { UnitTree } from './unit-catalog.js';

/** Offices that work in the name of the unit they belong to. */
const OWN_OFFICES: readonly OrgType[] = ['DIVISION', 'TOWN_CA_OFFICE'];

/** The unit and its own offices: whoever works in one of them works for the unit. */
export function staffUnits(unitId: string, tree: UnitTree): string[] {
  const offices = tree.units.filter(
    (unit) => unit.parentId === unitId && OWN_OFFICES.includes(unit.type),
  );
  return [unitId, ...offices.map(({ id }) => id)];
}

/**
 * The units that a unit's people are at home in: itself, and for 镇街民政和社会事务办 the town whose
 * business it does. A bureau's departments have the grants of BUREAU for that.
 */
export function homesOf(unitId: string, tree: UnitTree): string[] {
  const unit = tree.find(unitId);
  const parent = unit?.parentId ? tree.find(unit.parentId) : undefined;
  const isTownOffice = unit?.type === 'TOWN_CA_OFFICE' && parent?.type === 'TOWN_GOV';
  return isTownOffice ? [unitId, parent.id] : [unitId];
}

/** The unit that somebody works for: itself, and for its own offices (科室, 镇街民政办) the one above. */
function houseOf(unitId: string, tree: UnitTree): string {
  const unit = tree.find(unitId);
  return unit?.parentId && OWN_OFFICES.includes(unit.type) ? unit.parentId : unitId;
}

/**
 * True for two units of one house: a bureau and its departments, a town and its office. 派驻纪检监察组 and
 * other organs stand by themselves, wherever they sit.
 */
export const sameHouse = (a: string, b: string, tree: UnitTree): boolean =>
  houseOf(a, tree) === houseOf(b, tree);

/** True when the caller works in the unit or in one of its offices. */
export function worksFor(caller: Pick<Caller, 'unitId'>, unitId: string, tree: UnitTree): boolean {
  if (caller.unitId === unitId) return true;
  const office = tree.find(caller.unitId);
  return office?.parentId === unitId && OWN_OFFICES.includes(office.type);
}
