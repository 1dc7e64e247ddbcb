import { type Caller, peopleBehind } from '../../identity/caller.js';
import { facing } from '../../identity/deputies/stand-ins.js';
import { type Action, may } from '../../identity/permissions.js';
import { Scope } from '../../identity/scope.js';
import type { UnitTree } from '../../identity/unit-catalog.js';
import { inList, type Queryable, sql } from '../../platform/database/queryable.js';
import type { BulletinStep } from './bulletin.codes.js';
import type { Bulletin } from './bulletin.entity.js';
import { visibleSql } from './bulletin.scope.js';
import { mayTakeStep, type SteppedBulletin } from './bulletin.views.js';
import { BULLETIN_CHAIN, type StepTaken } from './bulletin-chain.rules.js';

type Composed = Pick<Bulletin, 'id' | 'composedBy' | 'submittedBy'>;
type Stored = Omit<SteppedBulletin, 'chain'> & Composed & { chain: string };

/**
 * Of the bulletins, those that the people behind the caller have composed, edited or submitted at any time.
 * @param people who they are for a bulletin
 */
export async function composedBy(
  db: Queryable,
  people: (id: string) => readonly string[],
  rows: readonly Composed[],
): Promise<ReadonlySet<string>> {
  const named = rows.filter(({ id, composedBy: composer, submittedBy }) =>
    people(id).some((one) => one === composer || one === submittedBy),
  );
  const everybody = [...new Set(rows.flatMap(({ id }) => people(id)))];
  const acts = await db.all<{ id: string; actorId: string }>(sql`
    SELECT DISTINCT subject_id AS id, actor_id FROM audit_entries
    WHERE subject_type = 'bulletin' AND subject_id IN ${inList(rows.map(({ id }) => id))}
      AND actor_id IN ${inList(everybody)}
      AND action IN ('bulletin.create', 'bulletin.edit', 'bulletin.submit')`);
  const done = acts.filter(({ id, actorId }) => people(id).includes(actorId));
  return new Set([...named, ...done].map(({ id }) => id));
}

/** Ids of the bulletins whose next step is the caller's: 会签, 审核, 签发, 编号, 印发 or 公开. */
export async function bulletinsWaitingFor(
  db: Queryable,
  caller: Caller,
  tree: UnitTree,
): Promise<string[]> {
  const bureaus = bureausWorkedFor(caller, tree);
  if (bureaus.length === 0) return [];
  // Of issued ones only 公开 may still be open, and only where it is a step.
  const rows = await db.all<Stored>(sql`
    SELECT b.id, b.status, b.round, b.bureau_id, b.chain, b.composed_by, b.submitted_by
    FROM bulletins AS b
    WHERE ${visibleSql(caller, tree)} AND b.bureau_id IN ${inList(bureaus)}
      AND b.chain IS NOT NULL
      AND (b.status IN ('REVIEW', 'SIGNED', 'NUMBERED')
        OR (b.status = 'ISSUED' AND b.chain LIKE '%"PUBLICATION"%'))
      AND NOT EXISTS (SELECT n.id FROM bulletins AS n
        WHERE n.target_id = b.id AND n.notice_kind = 'WITHDRAWAL' AND n.status = 'ISSUED')`);
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const steps = await db.all<StepTaken & { bulletinId: string }>(sql`
    SELECT bulletin_id, round, step, decision, decided_by FROM bulletin_steps
    WHERE bulletin_id IN ${inList(ids)}`);
  const asked = await facing(db, caller);
  const composed = await composedBy(db, (id) => peopleBehind(asked(id)), rows);
  return ids.filter((id, at) => {
    const row = rows[at] as Stored;
    const chain = JSON.parse(row.chain) as BulletinStep[];
    const taken = steps.filter(({ bulletinId }) => bulletinId === id);
    const around = { steps: taken, isComposer: composed.has(id), withdrawn: false, tree };
    return mayTakeStep(asked(id), { ...row, chain }, around);
  });
}

const STEP_ACTIONS: readonly Action[] = [
  ...new Set(Object.values(BULLETIN_CHAIN).map(({ action }) => action)),
];

/** The bureaus in whose bulletins the caller may take some step. */
function bureausWorkedFor(caller: Caller, tree: UnitTree): string[] {
  const ids = STEP_ACTIONS.filter((action) => may(caller.roles, action)).flatMap(
    (action) => Scope.of(caller, action, tree)?.unitIds() ?? [],
  );
  return [...new Set(ids)].filter((id) => tree.find(id)?.type === 'CIVIL_AFFAIRS');
}
