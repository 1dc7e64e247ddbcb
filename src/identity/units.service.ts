import { Injectable } from '@nestjs/common';
import { type Actor, AuditLog } from '../platform/audit/audit-log.js';
import { newId } from '../platform/database/ids.js';
import { sql } from '../platform/database/queryable.js';
import type { Tx } from '../platform/database/tx.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { notFound, staleVersion } from '../platform/http/problem.js';
import { SessionStore } from './session.store.js';
import { UnitCatalog, type UnitTree } from './unit-catalog.js';
import { UnitMoveObstacles } from './unit-move.obstacles.js';
import { Unit } from './unit.entity.js';
import { assertMayBeDisabled, assertPlace } from './unit.rules.js';
import type { CreateUnitBody, UpdateUnitBody, UnitView } from './units.dto.js';
import { viewOf } from './units.queries.js';

type Changes = Partial<Pick<Unit, (typeof EDITABLE)[number] | 'disabledAt' | 'path'>>;

const EDITABLE = [
  'parentId',
  'level',
  'type',
  'name',
  'shortName',
  'areaCode',
  'docCode',
  'position',
] as const;

const POSITION_STEP = 10;

/**
 * Changes of the organisation. Every change takes the `units` counter first: its row serialises all
 * changes of the tree on PostgreSQL, and its value tells the catalogs of all servers to read again.
 */
@Injectable()
export class UnitsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly catalog: UnitCatalog,
    private readonly sessions: SessionStore,
    private readonly audit: AuditLog,
    private readonly obstacles: UnitMoveObstacles,
  ) {}

  create(actor: Actor, body: CreateUnitBody): Promise<UnitView> {
    return this.unitOfWork.run((tx) => this.insert(tx, actor, body));
  }

  /** @throws {Problem} 409, 422 as `unit.rules.ts` */
  async insert(tx: Tx, actor: Actor, body: CreateUnitBody): Promise<UnitView> {
    const tree = await this.lockTree(tx);
    const parentId = body.parentId ?? null;
    assertPlace(tree, { parentId, level: body.level, name: body.name });
    const id = newId();
    const unit: Unit = {
      id,
      parentId,
      path: `${parentId === null ? '' : tree.get(parentId).path}${id}/`,
      level: body.level,
      type: body.type,
      name: body.name,
      shortName: body.shortName || [...body.name].slice(0, 40).join(''),
      areaCode: body.areaCode ?? '',
      docCode: body.docCode ?? '',
      position: body.position ?? nextPosition(tree, parentId),
      disabledAt: null,
      version: 1,
    };
    await tx.insert(Unit, unit);
    const { name, type, level } = unit;
    this.audit.record(tx, actor, {
      action: 'UNIT_CREATED',
      subjectType: 'UNIT',
      subjectId: id,
      detail: { name, type, level, parentId },
    });
    return viewOf(unit);
  }

  /** @throws {Problem} 404, 409, 412, 422 as `unit.rules.ts`; 409 for a move with {@link UnitMoveObstacles} */
  update(actor: Actor, id: string, version: number, body: UpdateUnitBody): Promise<UnitView> {
    return this.unitOfWork.run(async (tx) => {
      const tree = await this.lockTree(tx);
      const unit = tree.find(id);
      if (!unit) throw notFound();
      const changes = changesOf(unit, body, tx.now);
      const next = { ...unit, ...changes };
      assertPlace(tree, next);
      if (changes.disabledAt) assertMayBeDisabled(tree, id, await activeUsers(tx, id));
      if (changes.parentId !== undefined) {
        await this.obstacles.assertNone(tx, tree.subtree(id));
        next.path = pathBelow(tree, next);
      }
      const written = await tx.update(
        Unit,
        { id, version },
        { ...changes, path: next.path, version: version + 1 },
      );
      if (written === 0) throw staleVersion();
      if (next.path !== unit.path) await movePaths(tx, unit.path, next.path);
      this.audit.record(tx, actor, {
        action: 'UNIT_CHANGED',
        subjectType: 'UNIT',
        subjectId: id,
        detail: { name: unit.name, changes: beforeAndAfter(unit, changes) },
      });
      return viewOf({ ...next, version: version + 1 });
    });
  }

  private async lockTree(tx: Tx): Promise<UnitTree> {
    await tx.nextNumber('units');
    this.sessions.refreshEveryone(tx);
    return this.catalog.load(tx);
  }
}

function changesOf(unit: Unit, body: UpdateUnitBody, now: string): Changes {
  const wanted: Changes = {};
  for (const key of EDITABLE) {
    const value = body[key];
    if (value !== undefined && value !== unit[key])
      Object.assign(wanted, { [key]: value ?? empty(key) });
  }
  if (body.disabled !== undefined && body.disabled !== (unit.disabledAt !== null)) {
    wanted.disabledAt = body.disabled ? now : null;
  }
  return wanted;
}

/** `null` clears the two fields that may be empty. */
const empty = (key: (typeof EDITABLE)[number]): '' | null => (key === 'docCode' ? '' : null);

function beforeAndAfter(unit: Unit, changes: Changes): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(changes).map(([key, to]) => [key, { from: unit[key as keyof Unit], to }]),
  );
}

function pathBelow(tree: UnitTree, { id, parentId }: Unit): string {
  return `${parentId === null ? '' : tree.get(parentId).path}${id}/`;
}

/** The unit itself has its new path already; everything below follows. */
async function movePaths(tx: Tx, from: string, to: string): Promise<void> {
  await tx.execute(
    sql`UPDATE units SET path = ${to} || substr(path, ${from.length + 1}) WHERE path LIKE ${`${from}%`}`,
  );
}

function nextPosition(tree: UnitTree, parentId: string | null): number {
  const taken = tree.units
    .filter((unit) => unit.parentId === parentId)
    .map((unit) => unit.position);
  return Math.max(0, ...taken) + POSITION_STEP;
}

async function activeUsers(tx: Tx, unitId: string): Promise<number> {
  const row = await tx.one<{ total: number }>(
    sql`SELECT COUNT(*) AS total FROM users WHERE unit_id = ${unitId} AND disabled_at IS NULL`,
  );
  return row?.total ?? 0;
}
