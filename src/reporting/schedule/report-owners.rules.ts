import type { ReportReporter } from '../../campaigns/definition/report-rule.js';
import type { UnitTree } from '../../identity/unit-catalog.js';
import type { Unit } from '../../identity/unit.entity.js';

/**
 * True when the unit owes the reports of a rule: it belongs to the campaign's owner and is of the level
 * named. Without a type the level means its administrations, not the institutions and departments that
 * hang below one of the same level (敬老院 of a town). Units named by area code are added or left out.
 */
export function owesReport(
  reporter: Pick<ReportReporter, 'level' | 'orgType' | 'alsoAreaCodes' | 'exceptAreaCodes'>,
  unitId: string,
  ownerUnitId: string,
  tree: UnitTree,
): boolean {
  const unit = tree.find(unitId);
  if (!unit || unit.disabledAt !== null || !tree.isWithin(unitId, ownerUnitId)) return false;
  if (reporter.exceptAreaCodes.includes(unit.areaCode)) return false;
  if (reporter.alsoAreaCodes.includes(unit.areaCode)) return isAdministration(unit, tree);
  if (unit.level !== reporter.level) return false;
  return reporter.orgType === undefined
    ? isAdministration(unit, tree)
    : unit.type === reporter.orgType;
}

/** The first unit of its level on the way down from the root. */
export function isAdministration(unit: Unit, tree: UnitTree): boolean {
  const parent = unit.parentId === null ? undefined : tree.find(unit.parentId);
  return parent?.level !== unit.level;
}
