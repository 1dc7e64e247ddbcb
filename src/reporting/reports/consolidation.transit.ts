import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LoadedCampaign } from '../../campaigns/campaign-catalog.js';
import { categoriesOf } from '../../campaigns/category.rules.js';
import { COMPLETION_VERDICT, RECTIFICATION_TYPE } from '../../campaigns/codes/issue-codes.js';
import type { UnitTree } from '../../identity/unit-catalog.js';
import { businessDate } from '../../platform/calendar/clock.js';
import { type Queryable, sql } from '../../platform/database/queryable.js';
import { isOpen, ISSUE_STATUS } from '../../registers/codes.js';
import type { Split } from './consolidation.rules.js';
import type { ConsolidatedUnit } from './consolidation.snapshot.js';
import { sumFigures, withoutFigures } from './figure-sums.rules.js';
import { parseSnapshot } from './report.snapshot.js';
import { type FigureIssue, type SummaryFigures, summaryFigures } from './summary-figures.rules.js';

/** What the figures of issues in transit are read from. */
export interface TransitBooks {
  readonly campaign: LoadedCampaign;
  readonly tree: UnitTree;
  readonly units: readonly ConsolidatedUnit[];
  readonly now: string;
}

/**
 * Figures of the units together, with every issue in transit counted as often as in the balance of the
 * whole. Of an issue that stands in two sealed ledgers, the line of the unit that has handed it over goes;
 * one that stands in none is added as it is now.
 */
export async function figuresOfWhole(
  db: Queryable,
  figures: readonly SummaryFigures[],
  splits: readonly Split[],
  books: TransitBooks,
): Promise<SummaryFigures | null> {
  if (figures.length === 0) return null;
  const missing: SummaryFigures[] = [];
  const surplus: SummaryFigures[] = [];
  const lines = new SealedLines(db, books);
  for (const [issueId, own] of byIssue(splits)) {
    const corrections = own.reduce((sum, { correction }) => sum + correction, 0);
    const holders = holdersOf(own, books);
    if (corrections === 0 || holders.length === 0) continue;
    if (corrections > 0) {
      missing.push(await figuresNow(db, issueId, books.now));
      continue;
    }
    let left = -corrections;
    for (const unit of holders) {
      const line = left > 0 ? await lines.figures(unit, own[0]?.handOver.issueNo ?? '') : undefined;
      if (!line) continue;
      surplus.push(line);
      left -= 1;
    }
    // Summaries and the receiver's own accounts keep no lines: there the issue as it is now stands for it.
    for (; left > 0; left -= 1) surplus.push(await figuresNow(db, issueId, books.now));
  }
  return withoutFigures(sumFigures([...figures, ...missing]), surplus);
}

function byIssue(splits: readonly Split[]): Map<string, Split[]> {
  const found = new Map<string, Split[]>();
  for (const split of splits) {
    const { issueId } = split.handOver;
    found.set(issueId, [...(found.get(issueId) ?? []), split]);
  }
  return found;
}

/** Units with figures that have handed the issue over, then those that have received it. */
function holdersOf(splits: readonly Split[], { units, tree }: TransitBooks): ConsolidatedUnit[] {
  const ids = [
    ...splits.map(({ handOver }) => handOver.fromUnitId),
    ...splits.map(({ handOver }) => handOver.toUnitId),
  ];
  const found = ids.flatMap((id) =>
    units.filter(
      ({ figures, cuts }) => figures && cuts.some(({ unitIds }) => unitIds.includes(id)),
    ),
  );
  // Where the organisation changed, a unit that is gone holds nothing.
  return [...new Set(found)].filter(({ unitId }) => tree.find(unitId) !== undefined);
}

async function figuresNow(db: Queryable, issueId: string, now: string): Promise<SummaryFigures> {
  const issue = await db.one<FigureIssue>(sql`
    SELECT issue_no, status, category, rectification_type, verdict, current_deadline,
           extension_count, recovered_fen, refunded_fen
    FROM issues WHERE id = ${issueId}`);
  if (!issue) throw new Error(`Issue ${issueId} is in the book but not in the register`);
  // On its way it was open; what became of it where it arrived is not in the sealed books.
  const onItsWay: FigureIssue = isOpen(issue.status)
    ? issue
    : { ...issue, status: 'ASSIGNED', verdict: null };
  return summaryFigures([onItsWay], businessDate(now));
}

/** Lines of the ledgers that were added up, read again where an issue stands in two of them. */
class SealedLines {
  private readonly ledgers = new Map<string, ReadonlyMap<string, SummaryFigures>>();

  constructor(
    private readonly db: Queryable,
    private readonly books: TransitBooks,
  ) {}

  async figures(unit: ConsolidatedUnit, issueNo: string): Promise<SummaryFigures | undefined> {
    let ledger = this.ledgers.get(unit.unitId);
    if (!ledger) {
      ledger = await this.read(unit);
      this.ledgers.set(unit.unitId, ledger);
      await nextTurn();
    }
    return ledger.get(issueNo);
  }

  private async read({
    reportId,
    versionNo,
    asOf,
  }: ConsolidatedUnit): Promise<ReadonlyMap<string, SummaryFigures>> {
    const row = await this.db.one<{ snapshot: string }>(sql`
      SELECT snapshot FROM report_versions
      WHERE report_id = ${reportId} AND version_no = ${versionNo}`);
    const sealed = row && parseSnapshot(row.snapshot);
    if (sealed?.kind !== 'LEDGER' && sealed?.kind !== 'PROGRESS') return new Map();
    const categories = new Map<string, string>(
      categoriesOf(this.books.campaign.definition).map(({ code, label }) => [label, code]),
    );
    const today = businessDate(asOf ?? this.books.now);
    return new Map(
      (sealed.workbook.sheets[0]?.rows ?? []).map((line) => {
        const issue = issueOf(line, categories);
        return [issue.issueNo, summaryFigures([issue], today)];
      }),
    );
  }
}

type Line = Readonly<Record<string, unknown>>;

/** The issue as its printed cells have it. */
function issueOf(line: Line, categories: ReadonlyMap<string, string>): FigureIssue {
  const { originalDeadline, currentDeadline } = line;
  const extended = originalDeadline !== null && originalDeadline !== currentDeadline;
  return {
    issueNo: String(line['issueNo']),
    status: codeOf(ISSUE_STATUS, line['status']) ?? 'ASSIGNED',
    category: categories.get(String(line['category'])) ?? '',
    rectificationType: codeOf(RECTIFICATION_TYPE, line['rectificationType']) ?? null,
    verdict: codeOf(COMPLETION_VERDICT, line['verdict']) ?? null,
    currentDeadline: (currentDeadline as string | null | undefined) ?? null,
    extensionCount: extended ? 1 : 0,
    recoveredFen: Number(line['recoveredFen'] ?? 0),
    refundedFen: Number(line['refundedFen'] ?? 0),
  };
}

const codeOf = <Code extends string>(
  { codes, labels }: { readonly codes: readonly Code[]; readonly labels: Record<Code, string> },
  label: unknown,
): Code | undefined => codes.find((code) => labels[code] === label);
