import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { actorOf, type Caller } from '../../../identity/caller.js';
import { AuditLog } from '../../../platform/audit/audit-log.js';
import { businessDate } from '../../../platform/calendar/clock.js';
import type { Tx } from '../../../platform/database/tx.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { notKept } from '../../../platform/http/idempotency.js';
import { forbidden, Problem, ruleBroken } from '../../../platform/http/problem.js';
import { IssueLifecycle } from '../issue.lifecycle.js';
import type { RevealedIssuePerson } from './person.body.js';
import { PersonBook } from './person.book.js';
import { PERSON_FIELD } from './person.codes.js';
import type { RevealPersonBody } from './person.dto.js';
import { PersonQueries, revealCounter } from './person.queries.js';
import { reasonFaults } from './person.rules.js';

/** Says that the day's reveals are used up. */
class UsedUp extends Problem {
  constructor(perDay: number) {
    super(
      429,
      'REVEALS_USED_UP',
      `您今天查看明文已达到每日上限${perDay}人次，请明天再办；确有急需，请由其他有权限的同事查看。`,
    );
  }
}

/** 查看明文: one person at a time, with a reason, so many a day, and each in the log. */
@Injectable()
export class PersonReveals {
  /** Outside the request's context: this record must not pass for the answer of an `Idempotency-Key`. */
  private readonly apart = AsyncLocalStorage.snapshot();

  constructor(
    private readonly uow: UnitOfWork,
    private readonly lifecycle: IssueLifecycle,
    private readonly book: PersonBook,
    private readonly queries: PersonQueries,
    private readonly audit: AuditLog,
  ) {}

  /** @throws {Problem} 404, 403, 422 PERSONAL_DATA in the reason, 429 REVEALS_USED_UP */
  async reveal(
    caller: Caller,
    issueId: string,
    id: string,
    body: RevealPersonBody,
  ): Promise<RevealedIssuePerson> {
    try {
      return await this.uow.run((tx) => this.open(tx, caller, issueId, id, body));
    } catch (error) {
      if (error instanceof UsedUp) await this.apart(() => this.noteRefusal(caller, id));
      throw error;
    }
  }

  private async open(
    tx: Tx,
    caller: Caller,
    issueId: string,
    id: string,
    { reason, fields = [...PERSON_FIELD.codes] }: RevealPersonBody,
  ): Promise<RevealedIssuePerson> {
    const issue = await this.lifecycle.load(tx, caller, issueId);
    if (!(await this.queries.mayReveal(tx, caller, issue))) throw forbidden();
    const person = await this.queries.load(tx, issueId, id);
    const open = this.book.open(person);
    const faults = reasonFaults(reason, Object.values(open));
    if (faults.length > 0) throw ruleBroken('PERSONAL_DATA', '查看原因中有个人信息。', faults);
    const today = businessDate(tx.now);
    const used = await tx.nextNumber(revealCounter(caller.userId, today));
    const { revealsPerDay } = this.queries;
    // Thrown, the count is not taken: it never passes the limit.
    if (used > revealsPerDay) throw new UsedUp(revealsPerDay);
    this.book.record(tx, caller, issue, 'issue.revealPerson', {
      personId: id,
      seq: person.seq,
      fields,
      reason,
    });
    const shown = (field: (typeof fields)[number]): string | null =>
      fields.includes(field) ? open[field] : null;
    return notKept({
      id,
      name: shown('name'),
      idNumber: shown('idNumber'),
      phone: shown('phone'),
      householdHead: shown('householdHead'),
      householdNo: shown('householdNo'),
      note: shown('note'),
      revealsLeft: revealsPerDay - used,
    });
  }

  private noteRefusal(caller: Caller, personId: string): Promise<void> {
    return this.uow.run((tx) => {
      this.audit.record(tx, actorOf(caller), {
        action: 'REVEALS_USED_UP',
        subjectType: 'USER',
        subjectId: caller.userId,
        detail: { personId },
      });
      return Promise.resolve();
    });
  }
}
