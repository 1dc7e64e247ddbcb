import { Injectable } from '@nestjs/common';
import type { Queryable } from '../../platform/database/queryable.js';
import type { FieldFault } from '../../platform/http/problem.js';
import { CaseNames } from '../cases/case-names.js';
import { namingBar, withRealNames } from '../cases/case-masking.rules.js';
import type { CaseRow } from '../cases/case.queries.js';
import { textOfDocument } from './bulletin.model.js';

/** 实名: real names put into cases where every rule of domain §5.3 holds, and kept out everywhere else. */
@Injectable()
export class BulletinNames {
  constructor(private readonly names: CaseNames) {}

  /** The cases as they are to be printed on the day. Only for documents that are being signed. */
  async printed(db: Queryable, cases: readonly CaseRow[], today: string): Promise<CaseRow[]> {
    const real = await this.names.open(db, idsOf(cases));
    return cases.map((row) => named(row, real, today));
  }

  /** A document that holds the real name of anybody who may not be named. */
  async faults(
    db: Queryable,
    document: object,
    cases: readonly CaseRow[],
    today: string,
  ): Promise<FieldFault[]> {
    const real = await this.names.open(db, idsOf(cases));
    const text = textOfDocument(document).normalize('NFKC').replace(/\s/g, '');
    return cases.flatMap((row, index) =>
      row.persons.flatMap((person) => {
        const name = real.get(person.id);
        const mayBeNamed = row.mode === 'REAL_NAME' && namingBar(person, today) === undefined;
        if (mayBeNamed || !name || !text.includes(name)) return [];
        const message = `案例${row.caseNo}中“${person.publicName}”的真实姓名出现在通报里，请改用公开称谓`;
        return [{ path: `caseIds[${index}]`, code: 'REAL_NAME', message }];
      }),
    );
  }

  /** Every real name of the cases, to be looked for in texts. */
  async all(db: Queryable, caseIds: readonly string[]): Promise<string[]> {
    return [...(await this.names.open(db, caseIds)).values()];
  }
}

const idsOf = (cases: readonly CaseRow[]): string[] => cases.map(({ id }) => id);

function named(row: CaseRow, real: ReadonlyMap<string, string>, today: string): CaseRow {
  if (row.mode !== 'REAL_NAME') return row;
  const names = new Map(
    row.persons.flatMap((person): [string, string][] => {
      const name = real.get(person.id);
      return name && namingBar(person, today) === undefined ? [[person.publicName, name]] : [];
    }),
  );
  return {
    ...row,
    title: withRealNames(row.title, names),
    facts: withRealNames(row.facts, names),
    rectification: withRealNames(row.rectification, names),
    persons: row.persons.map((person) => ({
      ...person,
      publicName: names.get(person.publicName) ?? person.publicName,
    })),
  };
}
