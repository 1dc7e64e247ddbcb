import type { ReportReceiver } from '../../campaigns/definition/report-rule.js';
import type { UnitTree } from '../../identity/unit-catalog.js';
import type { Unit } from '../../identity/unit.entity.js';
import { isAdministration } from './report-owners.rules.js';

export interface Receiver {
  readonly unitId: string;
  readonly divisionId: string | null;
}

/**
 * Who receives a unit's report: the administration of the level named, at or above the unit. Where the
 * organisation does not reach that high (a county that runs the program by itself), it is the campaign's
 * owner. The department is looked for by its name; an organisation without it receives as a whole.
 */
export function receiverOf(
  { level, division }: Pick<ReportReceiver, 'level' | 'division'>,
  unitId: string,
  ownerUnitId: string,
  tree: UnitTree,
): Receiver {
  const chain = [tree.get(unitId), ...tree.ancestors(unitId)];
  const unit = chain.find((item) => item.level === level && isAdministration(item, tree));
  const receiver = unit ?? tree.get(ownerUnitId);
  return { unitId: receiver.id, divisionId: divisionOf(receiver, division, tree)?.id ?? null };
}

function divisionOf(receiver: Unit, name: string | undefined, tree: UnitTree): Unit | undefined {
  if (name === undefined) return undefined;
  return tree.units.find(
    (unit) =>
      unit.parentId === receiver.id &&
      unit.disabledAt === null &&
      (unit.name === name || unit.shortName === name || unit.name.endsWith(name)),
  );
}
