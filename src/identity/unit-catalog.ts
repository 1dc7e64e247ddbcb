import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Reader } from '../platform/database/reader.js';
import { type Queryable, sql } from '../platform/database/queryable.js';
import type { Unit } from './unit.entity.js';

/**
 * The organisation tree in memory: a few thousand units at most, read on every request, changed a few
 * times a year. Rebuilt at once when a unit changes, also by another server (`units` counter).
 */
@Injectable()
export class UnitCatalog implements OnApplicationBootstrap {
  private tree: UnitTree | undefined;
  /** The tree last given out, and the state of the database for which it was checked. */
  private checked: { readonly revision: number; readonly tree: UnitTree } | undefined;

  constructor(private readonly reader: Reader) {}

  /** What runs by itself writes only: only a reader's tree is kept, so there must be one from the start. */
  async onApplicationBootstrap(): Promise<void> {
    await this.load();
  }

  /** The current tree. Inside a transaction pass `tx`, so that units made in it are seen. */
  async load(db: Queryable = this.reader): Promise<UnitTree> {
    const { revision } = db;
    if (this.checked && this.checked.revision === revision) return this.checked.tree;
    const stamp = await db.one<{ value: number }>(
      sql`SELECT value FROM counters WHERE name = 'units'`,
    );
    const tree = await this.at(stamp?.value ?? 0, db);
    if (revision !== undefined) this.checked = { revision, tree };
    return tree;
  }

  /** The tree at a value of the `units` counter that the caller has just read. */
  async at(version: number, db: Queryable = this.reader): Promise<UnitTree> {
    if (this.tree?.version === version) return this.tree;
    const units = await db.all<Unit>(sql`SELECT * FROM units ORDER BY path`);
    const tree = new UnitTree(version, units);
    if (db === this.reader) this.tree = tree;
    return tree;
  }
}

/** One immutable picture of the organisation. */
export class UnitTree {
  private readonly byId: ReadonlyMap<string, Unit>;
  private readonly subtrees = new Map<string, readonly string[]>();
  private readonly bureaus = new Map<string, readonly string[]>();

  constructor(
    readonly version: number,
    readonly units: readonly Unit[],
  ) {
    this.byId = new Map(units.map((unit) => [unit.id, unit]));
  }

  find(id: string): Unit | undefined {
    return this.byId.get(id);
  }

  get(id: string): Unit {
    const unit = this.byId.get(id);
    if (!unit) throw new Error(`Unit ${id} is not in the tree`);
    return unit;
  }

  /** Ids of the unit and everything below it. */
  subtree(rootId: string): readonly string[] {
    let ids = this.subtrees.get(rootId);
    if (!ids) {
      const root = this.byId.get(rootId);
      ids = root
        ? this.units.filter((unit) => unit.path.startsWith(root.path)).map((unit) => unit.id)
        : [];
      this.subtrees.set(rootId, ids);
    }
    return ids;
  }

  /** True when `id` is `rootId` or below it. */
  isWithin(id: string, rootId: string): boolean {
    const root = this.byId.get(rootId);
    return root !== undefined && (this.byId.get(id)?.path.startsWith(root.path) ?? false);
  }

  /** Ancestors from the parent up to the root. */
  ancestors(id: string): Unit[] {
    const result: Unit[] = [];
    for (let unit = this.byId.get(id); unit?.parentId;) {
      unit = this.byId.get(unit.parentId);
      if (unit) result.push(unit);
    }
    return result;
  }

  /** The bureau a unit belongs to: itself or the nearest ancestor of type CIVIL_AFFAIRS. */
  bureauOf(id: string): Unit | undefined {
    const unit = this.byId.get(id);
    if (!unit) return undefined;
    return [unit, ...this.ancestors(id)].find((candidate) => candidate.type === 'CIVIL_AFFAIRS');
  }

  /** Bureaus at or below a unit. */
  bureausWithin(rootId: string): readonly string[] {
    let ids = this.bureaus.get(rootId);
    if (!ids) {
      ids = this.subtree(rootId).filter((id) => this.byId.get(id)?.type === 'CIVIL_AFFAIRS');
      this.bureaus.set(rootId, ids);
    }
    return ids;
  }
}
