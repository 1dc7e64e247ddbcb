import { Injectable } from '@nestjs/common';
import type { Caller } from '../../identity/caller.js';
import { Scope } from '../../identity/scope.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { type Queryable } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import { notFound, ruleBroken } from '../../platform/http/problem.js';
import type { CaseFiguresBody, CaseFigureBody } from './case.body.js';
import type { CaseFiguresQuery } from './case.dto.js';
import {
  type DealtFigure,
  dealtFigures,
  dealtPeople,
  type DealtRecord,
  firstDecisionOn,
  moneyOf,
} from './case-figures.rules.js';
import type { CasePerson } from './case-person.rules.js';
import { CaseNames } from './case-names.js';
import { CaseQueries, type CaseRow } from './case.queries.js';

const NOTE = '同一人受多种处理的分别统计，处理人数每人计一次；退缴、收缴只计资金，不计人数。';

const FIRST_DAY = '0000-01-01';
const LAST_DAY = '9999-12-31';

/** What tells who is in a case. */
type PeopledCase = Pick<CaseRow, 'id' | 'caseNo' | 'bureauId'> & {
  readonly persons: readonly CasePerson[];
};

/** A person of one or several cases, as the first of them prints the name. */
export interface PersonOfCases<C extends PeopledCase> {
  readonly person: CasePerson;
  readonly cases: readonly C[];
}

/** 处理人数、四种形态、资金 of the approved cases of a campaign in a period. */
@Injectable()
export class CaseFigures {
  constructor(
    private readonly reader: Reader,
    private readonly units: UnitCatalog,
    private readonly queries: CaseQueries,
    private readonly names: CaseNames,
  ) {}

  /** @throws 404 for a unit outside the caller's scope; 422 when the period runs backwards. */
  async figures(caller: Caller, query: CaseFiguresQuery): Promise<CaseFiguresBody> {
    const { campaignId, from, to } = query;
    if (from > to) {
      throw ruleBroken('PERIOD_BACKWARDS', '截止日期不能早于起始日期。', [
        { path: 'to', code: 'PERIOD_BACKWARDS', message: '截止日期不能早于起始日期' },
      ]);
    }
    const tree = await this.units.load();
    const unitId = query.unitId ?? caller.bureauId ?? '';
    if (!Scope.of(caller, 'case.read', tree)?.covers(unitId)) throw notFound();
    const rows = await this.queries.approvedWithin(
      this.reader,
      caller,
      campaignId,
      tree.subtree(unitId),
    );
    // A case belongs to the period of its first decision, so that periods add up to the year.
    const cases = rows.filter(({ persons }) => {
      const first = firstDecisionOn(persons);
      return first !== undefined && first >= from && first <= to;
    });
    const figures = dealtFigures(await this.records(this.reader, rows), from, to);
    const caseNos = cases.map(({ caseNo }) => caseNo);
    return {
      campaignId,
      unitId,
      from,
      to,
      caseCount: cases.length,
      caseNos,
      persons: bodyOf(figures.persons),
      outcomes: figures.outcomes.map(bodyOf),
      forms: figures.forms.map(bodyOf),
      identities: figures.identities.map(bodyOf),
      money: { ...moneySum(cases), caseNos: cases.filter(hasMoney).map(({ caseNo }) => caseNo) },
      note: NOTE,
    };
  }

  /** How many people the cases hold who were dealt with, each counted once whatever the number of cases. */
  async dealtPersonCount(db: Queryable, rows: readonly PeopledCase[]): Promise<number> {
    return (await this.dealtPeople(db, rows)).length;
  }

  /** The people of the cases who were dealt with by the day, each once whatever the number of cases. */
  async dealtPeople<C extends PeopledCase>(
    db: Queryable,
    rows: readonly C[],
    until = LAST_DAY,
  ): Promise<PersonOfCases<C>[]> {
    const people = dealtPeople(await this.records(db, rows), FIRST_DAY, until);
    return people.flatMap(({ records }) => {
      const [first] = records;
      if (!first) return [];
      return { person: first.person, cases: [...new Set(records.map(({ of }) => of))] };
    });
  }

  private async records<C extends PeopledCase>(
    db: Queryable,
    rows: readonly C[],
  ): Promise<(DealtRecord & { readonly of: C })[]> {
    const hashes = await this.names.hashes(
      db,
      rows.map(({ id }) => id),
    );
    return rows.flatMap((of) =>
      of.persons.map((person) => ({
        of,
        caseNo: of.caseNo,
        bureauId: of.bureauId,
        person,
        nameHash: hashes.get(person.id)?.nameHash ?? null,
        idHash: hashes.get(person.id)?.idHash ?? null,
      })),
    );
  }
}

const bodyOf = ({ code, label, count, caseNos }: DealtFigure): CaseFigureBody => ({
  code,
  label,
  count,
  caseNos: [...caseNos],
});

const hasMoney = (row: CaseRow): boolean => (row.amountFen ?? 0) > 0;

function moneySum(rows: readonly CaseRow[]) {
  return rows.map(moneyOf).reduce(
    (sum, one) => ({
      wrongFen: sum.wrongFen + one.wrongFen,
      dueFen: sum.dueFen + one.dueFen,
      recoveredFen: sum.recoveredFen + one.recoveredFen,
      waivedFen: sum.waivedFen + one.waivedFen,
      outstandingFen: sum.outstandingFen + one.outstandingFen,
    }),
    moneyOf({ amountFen: null, dueFen: null, recoveredFen: null, waivedFen: null }),
  );
}
