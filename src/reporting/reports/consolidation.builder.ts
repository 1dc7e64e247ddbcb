import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { LoadedCampaign } from '../../campaigns/campaign-catalog.js';
import type { UnitTree } from '../../identity/unit-catalog.js';
import { businessDate } from '../../platform/calendar/clock.js';
import { inList, sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import { conflict } from '../../platform/http/problem.js';
import {
  type AddedUnit,
  blankUnit,
  type Child,
  childrenOf,
  consolidatedChild,
  type ConsolidationKey,
  silentUnits,
  sumsByIssue,
  unitFigures,
} from './consolidation.children.js';
import {
  cutsOf,
  differenceIn,
  type HandOver,
  openOnce,
  type Split,
  splitHandOvers,
  sumOf,
  wholeOf,
} from './consolidation.rules.js';
import { ownUnitIn } from './consolidation.series.js';
import type {
  ConsolidatedUnit,
  ConsolidationSnapshot,
  InTransit,
} from './consolidation.snapshot.js';
import { figuresOfWhole } from './consolidation.transit.js';
import { windowBalance } from './report.balance.js';
import { endOfBook } from './report.facts.js';
import type { BookCut } from './report.snapshot.js';
import { figuresOfUnits } from './summary-figures.reads.js';
import type { SummaryFigures } from './summary-figures.rules.js';

/** A consolidation before it is sealed, with the state of the reports that it was made of. */
export interface Draft extends Pick<
  ConsolidationSnapshot,
  'units' | 'sum' | 'transit' | 'whole' | 'bookClosing' | 'figures'
> {
  readonly children: readonly Child[];
}

/** Which part of the receiver's own accounts is taken in. */
export interface OwnBook {
  /** The part that the consolidation of the period before has taken in. */
  readonly previous: BookCut | undefined;
  /** The version before, when its own accounts must stay as they are because a later one goes on from them. */
  readonly settled: ConsolidationSnapshot | undefined;
}

/**
 * Adds up accepted reports. Everything is read outside a transaction, one sealed version at a time,
 * and other requests have their turn in between: what is read is sealed or, like postings up to a
 * position, can never change. Only who has been accepted can, and that is compared when it is sealed.
 */
@Injectable()
export class ConsolidationBuilder {
  constructor(private readonly reader: Reader) {}

  /** @throws 409 when a seal is broken, or the sums do not agree with the postings. */
  async build(
    key: ConsolidationKey,
    campaign: LoadedCampaign,
    tree: UnitTree,
    book: OwnBook,
    now: string,
  ): Promise<Draft> {
    const children = await childrenOf(this.reader, key);
    const units: ConsolidatedUnit[] = [];
    const figures: SummaryFigures[] = [];
    const add = (added: AddedUnit): void => {
      units.push(added.unit);
      if (added.figures) figures.push(added.figures);
    };
    for (const child of children) {
      add(await consolidatedChild(this.reader, child, tree, now));
      await nextTurn();
    }
    for (const unitId of silentUnits(campaign, key, children, tree)) {
      units.push(blankUnit(unitId, tree));
    }
    const own = book.settled
      ? settledOwn(book.settled, figures)
      : await this.own(key, units, tree, book.previous, now);
    if (own) add(own);
    const { splits, ...sums } = await this.sums(key, units, tree);
    const books = { campaign, tree, units, now };
    const whole = await figuresOfWhole(this.reader, figures, splits, books);
    return { children, units, ...sums, figures: whole };
  }

  private async sums(
    { campaignId }: ConsolidationKey,
    units: readonly ConsolidatedUnit[],
    tree: UnitTree,
  ): Promise<Omit<Draft, 'units' | 'children' | 'figures'> & { splits: readonly Split[] }> {
    const cuts = cutsOf(units);
    const handOvers = await this.handOvers(campaignId, cuts);
    await nextTurn();
    const groups = units.map((unit) => cutsOf([unit]));
    const lines = (split: readonly Split[]): InTransit[] => split.map((item) => lineOf(item, tree));
    const splits = splitHandOvers(groups, handOvers, ({ toSeq }) => toSeq);
    const transit = {
      opening: lines(splitHandOvers(groups, handOvers, ({ fromSeq }) => fromSeq - 1)),
      closing: lines(splits),
    };
    const sum = sumOf(units);
    const whole = wholeOf(sum, transit);
    const sums = await sumsByIssue(this.reader, campaignId, cuts);
    const singles = cuts.map((cut) => [cut]);
    const { open, odd } = openOnce(
      sums,
      splitHandOvers(singles, handOvers, ({ toSeq }) => toSeq),
    );
    const difference = differenceIn(units, whole, open, odd);
    if (difference) throw conflict('SUMS_DIFFER', `汇总与台账不符：${difference}。`);
    return { sum, transit, whole, bookClosing: open, splits };
  }

  /** The receiver's own accounts, where there are postings on them. */
  private async own(
    { campaignId, unitId }: ConsolidationKey,
    units: readonly ConsolidatedUnit[],
    tree: UnitTree,
    previous: BookCut | undefined,
    now: string,
  ): Promise<AddedUnit | undefined> {
    const below = new Set(units.flatMap((unit) => tree.subtree(unit.unitId)));
    const unitIds = tree.subtree(unitId).filter((id) => !below.has(id));
    const toSeq = await endOfBook(this.reader, campaignId);
    const cut = { unitIds, fromSeq: (previous?.toSeq ?? 0) + 1, toSeq };
    const posted = await this.reader.one(sql`
      SELECT 1 FROM ledger_entries
      WHERE campaign_id = ${campaignId} AND unit_id IN ${inList(unitIds)} LIMIT 1`);
    if (!posted) return undefined;
    const today = businessDate(now);
    const figures = await figuresOfUnits(this.reader, campaignId, unitIds, today);
    const unit: ConsolidatedUnit = {
      ...blankUnit(unitId, tree),
      as: 'INCLUDED',
      own: true,
      asOf: now,
      cuts: [cut],
      balance: await windowBalance(this.reader, { campaignId, ...cut }),
      figures: unitFigures(figures),
    };
    return { unit, figures };
  }

  private handOvers(campaignId: string, cuts: readonly BookCut[]): Promise<HandOver[]> {
    const unitIds = inList(cuts.flatMap((cut) => cut.unitIds));
    return this.reader.all<HandOver>(sql`
      SELECT o.issue_id, i.issue_no, o.seq AS out_seq, e.seq AS in_seq,
             o.unit_id AS from_unit_id, e.unit_id AS to_unit_id
      FROM ledger_entries AS o
      JOIN ledger_entries AS e ON e.campaign_id = o.campaign_id AND e.seq = o.seq + 1
        AND e.issue_id = o.issue_id AND e.kind = 'TRANSFERRED_IN'
      JOIN issues AS i ON i.id = o.issue_id
      WHERE o.campaign_id = ${campaignId} AND o.kind = 'TRANSFERRED_OUT'
        AND o.unit_id IN ${unitIds} AND e.unit_id IN ${unitIds}
      ORDER BY o.seq`);
  }
}

/** @param below figures of the units that report, whose overdue issues are not the receiver's own. */
function settledOwn(
  sealed: ConsolidationSnapshot,
  below: readonly SummaryFigures[],
): AddedUnit | undefined {
  const unit = ownUnitIn(sealed);
  if (!unit?.figures) return undefined;
  const { overdue: _overdue, ...others } = unit.figures;
  const theirs = new Set(below.flatMap(({ overdueNos }) => overdueNos));
  const overdueNos = (sealed.figures?.overdueNos ?? []).filter((no) => !theirs.has(no));
  return { unit, figures: { ...others, overdueNos } };
}

const lineOf = ({ handOver, correction }: Split, tree: UnitTree): InTransit => ({
  issueNo: handOver.issueNo,
  seq: handOver.outSeq,
  fromUnit: tree.find(handOver.fromUnitId)?.name ?? '',
  toUnit: tree.find(handOver.toUnitId)?.name ?? '',
  correction,
});
