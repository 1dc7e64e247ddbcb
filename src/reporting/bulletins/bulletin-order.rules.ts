import type { UnitTree } from '../../identity/unit-catalog.js';
import type { CaseRow } from '../cases/case.queries.js';
import { heaviestForm } from '../cases/case-person.rules.js';
import type { CaseOrder } from './bulletin.codes.js';

type Ordered = Pick<
  CaseRow,
  'id' | 'caseNo' | 'persons' | 'amountFen' | 'placeUnitId' | 'bureauId'
>;

/** The ids of the cases in printing order; by hand they stay as given. */
export function orderedIds(
  cases: readonly Ordered[],
  order: CaseOrder | null,
  tree: UnitTree,
): string[] {
  if (order === null) return cases.map(({ id }) => id);
  const compare = order === 'SEVERITY' ? bySeverity : byPlace(tree);
  return [...cases]
    .sort((a, b) => compare(a, b) || (a.caseNo < b.caseNo ? -1 : 1))
    .map(({ id }) => id);
}

/** The gravest form of supervision first, then the larger amount. */
function bySeverity(a: Ordered, b: Ordered): number {
  const gravest = ({ persons }: Ordered): number =>
    Math.max(0, ...persons.map(({ sanctions }) => heaviestForm(sanctions) ?? 0));
  return gravest(b) - gravest(a) || (b.amountFen ?? 0) - (a.amountFen ?? 0);
}

/** By area code, which is the administrative order; cases without a place under their bureau. */
const byPlace =
  (tree: UnitTree) =>
  (a: Ordered, b: Ordered): number => {
    const code = ({ placeUnitId, bureauId }: Ordered): string =>
      tree.find(placeUnitId ?? bureauId)?.areaCode.padEnd(12, '0') ?? '';
    return code(a) < code(b) ? -1 : code(a) > code(b) ? 1 : 0;
  };
