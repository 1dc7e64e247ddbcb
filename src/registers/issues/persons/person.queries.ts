import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '../../../identity/caller.js';
import { Scope } from '../../../identity/scope.js';
import { UnitCatalog } from '../../../identity/unit-catalog.js';
import { Clock } from '../../../platform/calendar/clock.js';
import { type Config, REVEALS_PER_DAY } from '../../../platform/config/config.js';
import { CONFIG } from '../../../platform/config/config.module.js';
import { maskIdNumber, maskName, maskNumber } from '../../../platform/crypto/masking.js';
import { maskPhone } from '../../../platform/crypto/phone.js';
import { inList, type Queryable, sql, type Sql } from '../../../platform/database/queryable.js';
import { Reader } from '../../../platform/database/reader.js';
import { notFound } from '../../../platform/http/problem.js';
import { IssueLifecycle, type IssueRow } from '../issue.lifecycle.js';
import { relatedUnits } from '../issue.scope.js';
import type { PersonBody, PersonList } from './person.body.js';
import { PersonBook } from './person.book.js';
import type { IssuePerson } from './person.entity.js';

type NamedRow = IssuePerson & { creatorName: string | null };

/** Reads of the people concerned, masked; limited to the issues that the caller reads. */
@Injectable()
export class PersonQueries {
  constructor(
    private readonly reader: Reader,
    private readonly units: UnitCatalog,
    private readonly lifecycle: IssueLifecycle,
    private readonly book: PersonBook,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Of one issue, in the order in which they were logged, voided ones included. */
  async list(caller: Caller, issueId: string): Promise<PersonList> {
    const issue = await this.lifecycle.load(this.reader, caller, issueId);
    return {
      items: await this.bodies(this.reader, sql`p.issue_id = ${issue.id}`),
      mayReveal: await this.mayReveal(this.reader, caller, issue),
      revealsLeft: await this.revealsLeft(this.reader, caller, this.clock.today()),
    };
  }

  /** @throws 404 when the issue has no such person. */
  async load(db: Queryable, issueId: string, id: string): Promise<IssuePerson> {
    const person = await db.one<IssuePerson>(
      sql`SELECT * FROM issue_persons WHERE id = ${id} AND issue_id = ${issueId}`,
    );
    if (!person) throw notFound();
    return person;
  }

  async body(db: Queryable, id: string): Promise<PersonBody> {
    const [body] = await this.bodies(db, sql`p.id = ${id}`);
    if (!body) throw notFound();
    return body;
  }

  byIds(db: Queryable, ids: readonly string[]): Promise<PersonBody[]> {
    return this.bodies(db, sql`p.id IN ${inList(ids)}`);
  }

  /** True when the caller may look at the people of this issue in clear. */
  async mayReveal(db: Queryable, caller: Caller, issue: IssueRow): Promise<boolean> {
    const scope = Scope.of(caller, 'person.reveal', await this.units.load(db));
    return relatedUnits(issue, 'any').some((id) => scope?.covers(id));
  }

  get revealsPerDay(): number {
    return this.config.revealsPerDay ?? REVEALS_PER_DAY;
  }

  async revealsLeft(db: Queryable, { userId }: Caller, today: string): Promise<number> {
    const used = await db.one<{ value: number }>(
      sql`SELECT value FROM counters WHERE name = ${revealCounter(userId, today)}`,
    );
    return Math.max(0, this.revealsPerDay - (used?.value ?? 0));
  }

  private async bodies(db: Queryable, where: Sql): Promise<PersonBody[]> {
    const rows = await db.all<NamedRow>(sql`
      SELECT p.*, u.name AS creator_name FROM issue_persons AS p
      LEFT JOIN users AS u ON u.id = p.created_by
      WHERE ${where} ORDER BY p.issue_id, p.seq`);
    return rows.map((row) => this.toBody(row));
  }

  private toBody(row: NamedRow): PersonBody {
    const { name, idNumber, phone, householdHead, householdNo, note } = this.book.open(row);
    return {
      id: row.id,
      issueId: row.issueId,
      seq: row.seq,
      name: maskName(name ?? ''),
      idNumber: idNumber && maskIdNumber(idNumber),
      phone: phone && maskPhone(phone),
      householdHead: householdHead && maskName(householdHead),
      householdNo: householdNo && maskNumber(householdNo),
      relationToHead: row.relationToHead,
      hasNote: note !== null,
      createdBy: { id: row.createdBy, name: row.creatorName ?? '' },
      createdAt: row.createdAt,
      updatedAt: row.updatedAt,
      voidedAt: row.voidedAt,
      voidReason: row.voidReason,
      version: row.version,
    };
  }
}

/** Counts how many people one user has looked at in clear on one business day. */
export const revealCounter = (userId: string, today: string): string =>
  `reveals:${userId}:${today}`;
