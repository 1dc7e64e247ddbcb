import { sql } from '../../platform/database/queryable.js';
import { labelOf } from '../../platform/dictionary/code-list.js';
import { ENTRY_KIND, type EntryKind } from '../codes.js';
import type { Offence } from './reconciliation.body.js';
import { entriesUpTo, lastWholeMonth, totalsUpTo } from './reconciliation.book.js';
import { accountOffence, type Check, type CheckContext, found } from './reconciliation.context.js';

/** Numbers of entries by kind and direction. */
type Tally = Map<string, number>;

interface Node {
  readonly id: string;
  readonly parentId: string | null;
  readonly path: string;
}

interface PostingRow {
  unitId: string;
  kind: EntryKind;
  delta: number;
  posted: number;
  kept: number;
}

/**
 * Each unit's own way to its figures against its children's: the entries of everything whose path runs
 * through the unit, against the maintained sums of the unit itself and, by parent links, of what hangs
 * below it. The bureau's figures must also be those of the whole book.
 */
export const parentEqualsChildren: Check = {
  code: 'PARENT_EQUALS_CHILDREN',
  basis: 'ENTRIES',
  run: async (context) => {
    const units = await context.db.all<Node>(sql`SELECT id, parent_id, path FROM units`);
    const postings = await readPostings(context);
    const throughPaths = byPath(units, postings);
    const throughChildren = byChildren(units, postings);
    const parents = new Set(units.map(({ parentId }) => parentId));
    const shown = context.unitIds ? new Set(context.unitIds) : undefined;
    const examined = units.filter(
      ({ id }) => parents.has(id) && throughPaths.has(id) && (!shown || shown.has(id)),
    );
    const offending = examined.flatMap(({ id }) =>
      differences(context, id, throughPaths.get(id), throughChildren.get(id), '下级合计'),
    );
    if (!shown) offending.push(...outsideOwner(context, postings, throughChildren));
    return found(examined.length, offending);
  },
};

/** Both sides in one statement, so that a posting made meanwhile is in both or in neither. */
function readPostings(context: CheckContext): Promise<PostingRow[]> {
  const restFrom = `${lastWholeMonth(context)}-31`;
  return context.db.all<PostingRow>(sql`
    SELECT unit_id, kind, delta,
           CAST(SUM(posted) AS INTEGER) AS posted, CAST(SUM(kept) AS INTEGER) AS kept
    FROM (
      SELECT unit_id, kind, delta, COUNT(*) AS posted,
             SUM(CASE WHEN business_date > ${restFrom} THEN 1 ELSE 0 END) AS kept
      FROM ledger_entries WHERE ${entriesUpTo(context, 'date')} GROUP BY unit_id, kind, delta
      UNION ALL
      SELECT unit_id, kind, delta, 0, count FROM ledger_totals WHERE ${totalsUpTo(context)}
    ) AS sides GROUP BY unit_id, kind, delta ORDER BY unit_id, kind, delta`);
}

const keyOf = ({ kind, delta }: PostingRow): string => `${kind}:${delta}`;

function addTo(tallies: Map<string, Tally>, unitId: string, key: string, count: number): void {
  const tally: Tally = tallies.get(unitId) ?? new Map<string, number>();
  tallies.set(unitId, tally);
  tally.set(key, (tally.get(key) ?? 0) + count);
}

function byPath(units: readonly Node[], postings: readonly PostingRow[]): Map<string, Tally> {
  const paths = new Map(units.map(({ id, path }) => [id, path]));
  const result = new Map<string, Tally>();
  for (const posting of postings) {
    const line = (paths.get(posting.unitId) ?? '').split('/').filter((id) => id !== '');
    for (const id of line) addTo(result, id, keyOf(posting), posting.posted);
  }
  return result;
}

function byChildren(units: readonly Node[], postings: readonly PostingRow[]): Map<string, Tally> {
  const parents = new Map(units.map(({ id, parentId }) => [id, parentId]));
  const result = new Map<string, Tally>();
  for (const posting of postings) {
    const seen = new Set<string>();
    // A circle in broken parent links must not hang the check.
    for (
      let id: string | null = posting.unitId;
      id !== null && !seen.has(id);
      id = parents.get(id) ?? null
    ) {
      seen.add(id);
      addTo(result, id, keyOf(posting), posting.kept);
    }
  }
  return result;
}

function differences(
  context: CheckContext,
  unitId: string,
  parent: Tally = new Map<string, number>(),
  children: Tally = new Map<string, number>(),
  otherSide: string,
): Offence[] {
  return [...new Set([...parent.keys(), ...children.keys()])].flatMap((key) => {
    const [own, other] = [parent.get(key) ?? 0, children.get(key) ?? 0];
    if (own === other) return [];
    const label = labelOf(ENTRY_KIND, key.split(':')[0] as EntryKind);
    return [accountOffence(context, unitId, `${label}：本级${own}，${otherSide}${other}`)];
  });
}

/** Postings on units that do not belong to the bureau of the campaign. */
function outsideOwner(
  context: CheckContext,
  postings: readonly PostingRow[],
  throughChildren: ReadonlyMap<string, Tally>,
): Offence[] {
  const book = new Map<string, Tally>();
  for (const posting of postings) addTo(book, 'book', keyOf(posting), posting.posted);
  const { ownerUnitId } = context.campaign;
  return differences(
    context,
    ownerUnitId,
    book.get('book'),
    throughChildren.get(ownerUnitId),
    '全局各单位合计',
  );
}
