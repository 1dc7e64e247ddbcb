import { Injectable } from '@nestjs/common';
import { forbidden, notFound } from '../platform/http/problem.js';
import { offsetOf, type Page } from '../platform/http/paging.js';
import type { Caller } from './caller.js';
import { Scope } from './scope.js';
import { UnitCatalog, type UnitTree } from './unit-catalog.js';
import type { Unit } from './unit.entity.js';
import type { UnitNode, UnitsQuery, UnitView } from './units.dto.js';

type Covers = (unit: Unit) => boolean;

/** Reads of the organisation, answered from the catalog in memory and limited to the caller's scope. */
@Injectable()
export class UnitQueries {
  constructor(private readonly catalog: UnitCatalog) {}

  /** Units in the order of the tree, children by position below their parent. */
  async list(caller: Caller, query: UnitsQuery): Promise<Page<UnitView>> {
    const { tree, covers } = await this.scope(caller);
    const units = flatten(nodes(tree, covers)).flatMap(({ id }) => {
      const unit = tree.get(id);
      return matches(unit, query) ? [unit] : [];
    });
    const offset = offsetOf(query);
    return {
      items: units.slice(offset, offset + query.pageSize).map(viewOf),
      total: units.length,
      page: query.page,
      pageSize: query.pageSize,
    };
  }

  /** The caller's part of the tree; a unit whose parent is out of scope stands at the top. */
  async tree(caller: Caller): Promise<UnitNode[]> {
    const { tree, covers } = await this.scope(caller);
    return nodes(tree, covers);
  }

  /** @throws {Problem} 404 when the unit does not exist or is out of scope. */
  async get(caller: Caller, id: string): Promise<UnitView> {
    const { tree, covers } = await this.scope(caller);
    const unit = tree.find(id);
    if (!unit || !covers(unit)) throw notFound();
    return viewOf(unit);
  }

  private async scope(caller: Caller): Promise<{ tree: UnitTree; covers: Covers }> {
    const tree = await this.catalog.load();
    const scope = Scope.of(caller, 'unit.read', tree);
    if (!scope) throw forbidden();
    const ids = scope.unitIds();
    const covered = ids && new Set(ids);
    return { tree, covers: (unit) => covered?.has(unit.id) ?? true };
  }
}

export function viewOf(unit: Unit): UnitView {
  const { id, parentId, level, type, name, shortName, areaCode, docCode } = unit;
  const { position, disabledAt, version } = unit;
  return {
    id,
    parentId,
    level,
    type,
    name,
    shortName,
    areaCode,
    docCode,
    position,
    disabledAt,
    version,
  };
}

function matches(unit: Unit, query: UnitsQuery): boolean {
  const { q, parentId, level, type, disabled } = query;
  return (
    (!q || [unit.name, unit.shortName, unit.areaCode].some((text) => text.includes(q))) &&
    (!parentId || unit.parentId === parentId) &&
    (!level?.length || level.includes(unit.level)) &&
    (!type?.length || type.includes(unit.type)) &&
    (typeof disabled !== 'boolean' || disabled === (unit.disabledAt !== null))
  );
}

function nodes(tree: UnitTree, covers: Covers): UnitNode[] {
  const byParent = new Map<string | null, Unit[]>();
  for (const unit of tree.units.filter(covers)) {
    const parent = unit.parentId === null ? undefined : tree.find(unit.parentId);
    const key = parent && covers(parent) ? parent.id : null;
    const siblings = byParent.get(key);
    if (siblings) siblings.push(unit);
    else byParent.set(key, [unit]);
  }
  const below = (key: string | null): UnitNode[] =>
    (byParent.get(key) ?? [])
      .sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1))
      .map(({ id, name, shortName, level, type, disabledAt }) => ({
        id,
        name,
        shortName,
        level,
        type,
        disabledAt,
        children: below(id),
      }));
  return below(null);
}

function flatten(tree: readonly UnitNode[]): UnitNode[] {
  return tree.flatMap((node) => [node, ...flatten(node.children)]);
}
