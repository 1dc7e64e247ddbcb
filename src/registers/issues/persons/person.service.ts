import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../identity/caller.js';
import type { Tx } from '../../../platform/database/tx.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { conflict, ruleBroken, staleVersion } from '../../../platform/http/problem.js';
import { IssueLifecycle, type Step } from '../issue.lifecycle.js';
import type { PersonBody } from './person.body.js';
import { namedIn, PersonBook } from './person.book.js';
import type { EditPersonBody, IssuePersonFields } from './person.dto.js';
import { IssuePerson } from './person.entity.js';
import { PersonQueries } from './person.queries.js';
import { reasonFaults } from './person.rules.js';

/**
 * 登记、修改、作废涉及对象, as long as the issue is open. Several people may work on them at once, so
 * the issue's version is neither asked for nor changed; each person has its own.
 */
@Injectable()
export class PersonService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly lifecycle: IssueLifecycle,
    private readonly book: PersonBook,
    private readonly queries: PersonQueries,
  ) {}

  /** @throws {Problem} 404, 403, 409 when the issue has ended, 422 PERSON_FIELDS or DUPLICATE_PERSON */
  add(caller: Caller, issueId: string, given: IssuePersonFields): Promise<PersonBody> {
    return this.uow.run(async (tx) => {
      const { issue } = await this.lifecycle.begin(tx, caller, issueId, 'addPerson');
      const [id = ''] = await this.book.add(tx, caller, issue, [given]);
      return this.queries.body(tx, id);
    });
  }

  /** @throws {Problem} as {@link add}, 412, 409 PERSON_VOIDED */
  edit(
    caller: Caller,
    issueId: string,
    id: string,
    version: number,
    given: EditPersonBody,
  ): Promise<PersonBody> {
    return this.uow.run(async (tx) => {
      const { step, person } = await this.begin(tx, caller, issueId, id, version);
      await this.write(tx, step, person, await this.book.changes(tx, person, given));
      this.book.record(tx, caller, step.issue, 'issue.editPerson', {
        personId: id,
        seq: person.seq,
        ...namedIn(given),
      });
      return this.queries.body(tx, id);
    });
  }

  /** Takes a person off the issue; the row stays. @throws {Problem} as {@link edit} */
  void(
    caller: Caller,
    issueId: string,
    id: string,
    version: number,
    reason: string,
  ): Promise<PersonBody> {
    return this.uow.run(async (tx) => {
      const { step, person } = await this.begin(tx, caller, issueId, id, version);
      const faults = reasonFaults(reason, Object.values(this.book.open(person)));
      if (faults.length > 0) throw ruleBroken('PERSONAL_DATA', '理由中有个人信息。', faults);
      await this.write(tx, step, person, {
        voidedAt: tx.now,
        voidedBy: caller.userId,
        voidReason: reason,
      });
      this.book.record(tx, caller, step.issue, 'issue.voidPerson', {
        personId: id,
        seq: person.seq,
        reason,
      });
      return this.queries.body(tx, id);
    });
  }

  private async begin(
    tx: Tx,
    caller: Caller,
    issueId: string,
    id: string,
    version: number,
  ): Promise<{ step: Step; person: IssuePerson }> {
    const step = await this.lifecycle.begin(tx, caller, issueId, 'addPerson');
    const person = await this.queries.load(tx, step.issue.id, id);
    if (person.version !== version) throw staleVersion();
    if (person.voidedAt !== null) {
      throw conflict('PERSON_VOIDED', '这名涉及对象已经作废，如仍涉及请重新添加。');
    }
    return { step, person };
  }

  private async write(
    tx: Tx,
    { caller }: Step,
    { id, version }: IssuePerson,
    patch: Partial<IssuePerson>,
  ): Promise<void> {
    const written = await tx.update(
      IssuePerson,
      { id, version },
      { ...patch, updatedBy: caller.userId, updatedAt: tx.now, version: version + 1 },
    );
    if (written === 0) throw staleVersion();
  }
}
