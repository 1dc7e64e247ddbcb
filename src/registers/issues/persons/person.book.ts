import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../identity/caller.js';
import { AuditLog } from '../../../platform/audit/audit-log.js';
import { FieldCipher, KeyedHash } from '../../../platform/crypto/field-cipher.js';
import { newId } from '../../../platform/database/ids.js';
import { type Queryable, sql } from '../../../platform/database/queryable.js';
import type { Tx } from '../../../platform/database/tx.js';
import { type FieldFault, ruleBroken } from '../../../platform/http/problem.js';
import { PERSON_FIELD, type PersonField } from './person.codes.js';
import { IssuePerson } from './person.entity.js';
import { type GivenPerson, normalPerson, personFaults, phoneDigits } from './person.rules.js';
import { PERSON_PLACES } from './person.sealed.js';

interface Concerned {
  readonly id: string;
  readonly issueNo: string | null;
  readonly cycleNo: number;
}

/** What a person is in clear; only as long as the request that needs it. */
export type OpenPerson = Readonly<Record<PersonField, string | null>>;

type SealedValues = Partial<Pick<IssuePerson, (typeof PERSON_PLACES)[PersonField]['key']>>;

/** Seals, opens and looks up the people concerned; the only code that does. */
@Injectable()
export class PersonBook {
  constructor(
    private readonly cipher: FieldCipher,
    private readonly hash: KeyedHash,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Adds people to an issue, in the order given.
   * @param path of the list in the request, for faults (`persons`); left out for a single person.
   * @throws 422 with the field's path for a faulty number, or one that the issue has already.
   * @returns the ids.
   */
  async add(
    tx: Tx,
    caller: Caller,
    issue: Concerned,
    people: readonly GivenPerson[],
    path?: string,
  ): Promise<string[]> {
    const given = people.map(normalPerson);
    const prefix = (at: number): string => (path === undefined ? '' : `${path}[${at}].`);
    this.refuse(given.flatMap((person, at) => personFaults(person, prefix(at))));
    const ids: string[] = [];
    for (const [at, person] of given.entries()) {
      const id = newId();
      await this.refuseTwin(tx, issue.id, id, person, prefix(at));
      const seq = await tx.nextNumber(`issue-persons:${issue.id}`);
      await tx.insert(IssuePerson, {
        id,
        issueId: issue.id,
        seq,
        relationToHead: person.relationToHead ?? null,
        ...this.sealed(id, person),
        createdBy: caller.userId,
        createdAt: tx.now,
        updatedBy: caller.userId,
        updatedAt: tx.now,
      });
      this.record(tx, caller, issue, 'issue.addPerson', {
        personId: id,
        seq,
        ...namedIn(person),
      });
      ids.push(id);
    }
    return ids;
  }

  /**
   * The columns of a change; the caller writes them.
   * @throws 422 as {@link add}.
   */
  async changes(tx: Tx, person: IssuePerson, change: GivenPerson): Promise<Partial<IssuePerson>> {
    const given = normalPerson(change);
    this.refuse(personFaults(given));
    await this.refuseTwin(tx, person.issueId, person.id, given, '');
    const { relationToHead } = given;
    return {
      ...this.sealed(person.id, given),
      ...(relationToHead === undefined ? {} : { relationToHead }),
    };
  }

  open(person: IssuePerson): OpenPerson {
    const items = PERSON_FIELD.codes.map((field): [PersonField, string | null] => {
      const { key, column } = PERSON_PLACES[field];
      const sealed = person[key] as string | null;
      return [field, sealed === null ? null : this.cipher.open(sealed, column.at(person.id))];
    });
    return Object.fromEntries(items) as Record<PersonField, string | null>;
  }

  nameHash(name: string): string {
    return this.hash.of('issue-person-name', name);
  }

  /** The same hash as that of people in cases, so that one can be looked for in both. */
  idHash(idNumber: string): string {
    return this.hash.of('id-number', idNumber);
  }

  phoneHash(phone: string): string {
    return this.hash.of('phone', phoneDigits(phone));
  }

  /** Notes an act about a person in the history of the issue: which items, never what is in them. */
  record(
    tx: Tx,
    caller: Caller,
    issue: Concerned,
    action: 'issue.addPerson' | 'issue.editPerson' | 'issue.voidPerson' | 'issue.revealPerson',
    detail: Record<string, unknown>,
  ): void {
    this.audit.record(tx, caller, {
      action,
      subjectType: 'issue',
      subjectId: issue.id,
      detail: { issueNo: issue.issueNo, cycleNo: issue.cycleNo, ...detail },
    });
  }

  /** @throws 422 when there are faults. */
  refuse(faults: readonly FieldFault[]): void {
    if (faults.length > 0) throw ruleBroken('PERSON_FIELDS', '涉及对象的信息有误。', faults);
  }

  private sealed(id: string, given: GivenPerson): SealedValues & Partial<IssuePerson> {
    const values: SealedValues = {};
    for (const field of PERSON_FIELD.codes) {
      const value = given[field];
      const { key, column } = PERSON_PLACES[field];
      if (value === undefined) continue;
      values[key as 'sealedNote'] = value === null ? null : this.cipher.seal(value, column.at(id));
    }
    const { name, idNumber, phone } = given;
    return {
      ...values,
      ...(name ? { nameHash: this.nameHash(name) } : {}),
      ...(idNumber === undefined ? {} : { idHash: idNumber && this.idHash(idNumber) }),
      ...(phone === undefined ? {} : { phoneHash: phone && this.phoneHash(phone) }),
    };
  }

  /** One person stands once in an issue. */
  private async refuseTwin(
    db: Queryable,
    issueId: string,
    id: string,
    { idNumber }: GivenPerson,
    prefix: string,
  ): Promise<void> {
    if (!idNumber) return;
    const twin = await db.one<{ seq: number }>(sql`
      SELECT seq FROM issue_persons WHERE issue_id = ${issueId} AND id_hash = ${this.idHash(idNumber)}
        AND id <> ${id} AND voided_at IS NULL`);
    if (!twin) return;
    const message = `这个身份证号已登记为第${twin.seq}名涉及对象`;
    throw ruleBroken('DUPLICATE_PERSON', `${message}。`, [
      { path: `${prefix}idNumber`, code: 'DUPLICATE', message },
    ]);
  }
}

/** What a request has given or emptied, for the log: names of the items, and the relation, which is none. */
export const namedIn = (given: GivenPerson): Record<string, unknown> => ({
  fields: PERSON_FIELD.codes.filter((field) => given[field] !== undefined),
  ...(given.relationToHead === undefined ? {} : { relationToHead: given.relationToHead }),
});
