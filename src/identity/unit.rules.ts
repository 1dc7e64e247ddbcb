import { conflict, type FieldFault, ruleBroken } from '../platform/http/problem.js';
import { AREA_LEVEL, type AreaLevel } from './codes.js';
import type { UnitTree } from './unit-catalog.js';
import type { Unit } from './unit.entity.js';

/** `path` holds 500 characters; an id and its slash take 37. */
const DEPTH_MAX = 13;

const fault = (path: string, code: string, message: string): FieldFault => ({
  path,
  code,
  message,
});

/** What a unit is to be after a command. */
export interface UnitPlan {
  /** Undefined while the unit is being created. */
  readonly id?: string;
  readonly parentId: string | null;
  readonly level: AreaLevel;
  readonly name: string;
}

/**
 * Checks the place of a unit in the tree: parent exists and is in use, no circle, not deeper than
 * paths can tell, level not above the parent's nor below a child's, name not taken by a sibling.
 * @throws {Problem} 422 naming the field, or 409 UNIT_NAME_TAKEN
 */
export function assertPlace(tree: UnitTree, plan: UnitPlan): void {
  const parent = plan.parentId === null ? undefined : tree.find(plan.parentId);
  if (plan.parentId !== null) assertParent(tree, plan, parent);
  if (parent && rank(plan.level) < rank(parent.level)) {
    const message = '单位层级不能高于上级单位';
    throw ruleBroken('LEVEL_ABOVE_PARENT', `${message}。`, [
      fault('level', 'LEVEL_ABOVE_PARENT', message),
    ]);
  }
  const siblings = tree.units.filter((unit) => unit.parentId === plan.parentId);
  if (siblings.some((unit) => unit.id !== plan.id && unit.name === plan.name)) {
    throw conflict('UNIT_NAME_TAKEN', `同一上级下已有名为“${plan.name}”的单位。`);
  }
  const children = tree.units.filter((unit) => plan.id !== undefined && unit.parentId === plan.id);
  const higher = children.find((unit) => rank(unit.level) < rank(plan.level));
  if (higher) {
    const message = `单位层级不能低于下级单位“${higher.name}”`;
    throw ruleBroken('LEVEL_BELOW_CHILD', `${message}。`, [
      fault('level', 'LEVEL_BELOW_CHILD', message),
    ]);
  }
}

function assertParent(tree: UnitTree, plan: UnitPlan, parent: Unit | undefined): void {
  const problem = (code: string, message: string) =>
    ruleBroken(code, `${message}。`, [fault('parentId', code, message)]);
  if (!parent) throw problem('NO_SUCH_UNIT', '上级单位不存在');
  if (plan.id !== undefined && tree.isWithin(parent.id, plan.id)) {
    throw problem('UNIT_CIRCLE', '上级单位不能是本单位或其下级');
  }
  const unchanged = plan.id !== undefined && tree.find(plan.id)?.parentId === parent.id;
  if (parent.disabledAt && !unchanged) throw problem('UNIT_DISABLED', '上级单位已停用');
  const height = plan.id === undefined ? 1 : heightOf(tree, plan.id);
  if (tree.ancestors(parent.id).length + 1 + height > DEPTH_MAX) {
    throw problem('TOO_DEEP', `组织层次不能超过${DEPTH_MAX}层`);
  }
}

/** @throws {Problem} 409 while units below or users still depend on the unit. */
export function assertMayBeDisabled(tree: UnitTree, id: string, activeUsers: number): void {
  const active = tree.units.find((unit) => unit.parentId === id && !unit.disabledAt);
  if (active) {
    throw conflict('UNIT_HAS_CHILDREN', `请先停用或调整下级单位“${active.name}”。`);
  }
  if (activeUsers > 0) {
    throw conflict('UNIT_HAS_USERS', `请先停用或调整本单位的${activeUsers}名用户。`);
  }
}

/** Number of levels from the unit down to its deepest descendant, itself counted. */
function heightOf(tree: UnitTree, id: string): number {
  const depth = (unitId: string) => tree.get(unitId).path.split('/').length - 1;
  return Math.max(...tree.subtree(id).map(depth)) - depth(id) + 1;
}

const rank = (level: AreaLevel): number => AREA_LEVEL.codes.indexOf(level);
