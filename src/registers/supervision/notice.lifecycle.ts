import { Injectable } from '@nestjs/common';
import type { Caller } from '../../identity/caller.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { type Actor, AuditLog } from '../../platform/audit/audit-log.js';
import { businessDate } from '../../platform/calendar/clock.js';
import { empty, type Queryable, sql, type Sql } from '../../platform/database/queryable.js';
import type { Tx } from '../../platform/database/tx.js';
import { labelOf } from '../../platform/dictionary/code-list.js';
import { conflict, forbidden, notFound, staleVersion } from '../../platform/http/problem.js';
import { Notice, type NoticeMaterial } from './notice.entity.js';
import { isSevere, mayTake, noticeScopeSql } from './notice.scope.js';
import { NOTICE_WORKFLOW, type NoticeAction, type NoticeTransition } from './notice.transitions.js';
import { NOTICE_STATUS } from './supervision.codes.js';

/** A notice as the database gives it: JSON is text, flags are 0 or 1. */
export type StoredNotice = Omit<
  Notice,
  'coUnitIds' | 'issueIds' | 'materials' | 'feedbackRequired'
> & {
  coUnitIds: string;
  issueIds: string;
  materials: string;
  feedbackRequired: number;
};

export type NoticePatch = Partial<Omit<Notice, 'id' | 'status' | 'version'>>;

/** A step about to be taken on a notice. */
export interface NoticeStep {
  readonly notice: Notice;
  readonly transition: NoticeTransition;
  readonly actor: Actor;
}

export const parsedNotice = (row: StoredNotice): Notice => ({
  ...row,
  coUnitIds: JSON.parse(row.coUnitIds) as string[],
  issueIds: JSON.parse(row.issueIds) as string[],
  materials: JSON.parse(row.materials) as NoticeMaterial[],
  feedbackRequired: Boolean(row.feedbackRequired),
});

/** The only code that changes the status of a notice; the order of its refusals is that of issues. */
@Injectable()
export class NoticeLifecycle {
  constructor(
    private readonly units: UnitCatalog,
    private readonly audit: AuditLog,
  ) {}

  /** @throws 404 when the notice does not exist or the caller's scope does not reach it. */
  async load(db: Queryable, caller: Caller, id: string, lock: Sql = empty): Promise<Notice> {
    const tree = await this.units.load(db);
    const row = await db.one<StoredNotice>(sql`
      SELECT n.* FROM supervision_notices AS n
      WHERE n.id = ${id} AND ${noticeScopeSql(caller, tree)} ${lock}`);
    if (!row) throw notFound();
    return parsedNotice(row);
  }

  /** Loads and locks the notice and checks that the caller may take the step now: 404, 403, 412, 409. */
  async begin(
    tx: Tx,
    caller: Caller,
    id: string,
    action: NoticeAction,
    ifMatch: number,
  ): Promise<NoticeStep> {
    const notice = await this.load(tx, caller, id, tx.rowLock);
    const tree = await this.units.load(tx);
    const rows = NOTICE_WORKFLOW.transitions.filter((row) => row.action === action);
    if (!rows.some((row) => mayTake(row, notice, caller, tree))) throw refusal(rows[0], notice);
    if (ifMatch !== notice.version) throw staleVersion();
    const transition = this.transition(notice, action);
    if (!mayTake(transition, notice, caller, tree)) throw refusal(transition, notice);
    return { notice, transition, actor: caller };
  }

  /** The row of the table for an action now. @throws 409 when the status does not allow it. */
  transition(notice: Notice, action: NoticeAction): NoticeTransition {
    const found = NOTICE_WORKFLOW.find(action, notice.status);
    if (found) return found;
    const status = labelOf(NOTICE_STATUS, notice.status);
    const label = NOTICE_WORKFLOW.transitions.find((row) => row.action === action)?.label ?? '';
    throw conflict('WRONG_STATUS', `该单目前为“${status}”，不能办理“${label}”。`);
  }

  /** Locks a notice for a step of the program itself; undefined when it is gone. */
  async hold(tx: Tx, id: string): Promise<Notice | undefined> {
    const row = await tx.one<StoredNotice>(
      sql`SELECT n.* FROM supervision_notices AS n WHERE n.id = ${id} ${tx.rowLock}`,
    );
    return row && parsedNotice(row);
  }

  /** Carries the step out; returns the notice as it now stands. */
  async complete(
    tx: Tx,
    { notice, transition, actor }: NoticeStep,
    patch: NoticePatch = {},
    detail: Record<string, unknown> = {},
  ): Promise<Notice> {
    const status = transition.to ?? notice.status;
    const changes = { ...patch, status, version: notice.version + 1, updatedAt: tx.now };
    const changed = await tx.update(Notice, { id: notice.id, version: notice.version }, changes);
    if (changed === 0) throw staleVersion();
    const after: Notice = { ...notice, ...changes };
    this.record(tx, actor, after, transition.action, {
      transition: transition.id,
      from: notice.status,
      to: status,
      ...detail,
    });
    return after;
  }

  /** The program itself withdraws or concludes a notice that has lost its reason. */
  endBySystem(
    tx: Tx,
    notice: Notice,
    action: 'withdraw' | 'conclude',
    closingNote: string,
  ): Promise<Notice> {
    const transition = this.transition(notice, action);
    const actor = systemOf(notice.bureauId);
    const finishedOn = businessDate(tx.now);
    const patch = { closingNote, closedByName: actor.name, finishedOn, feedbackDueOn: null };
    return this.complete(tx, { notice, transition, actor }, patch, { reason: closingNote });
  }

  record(
    tx: Tx,
    actor: Actor,
    notice: Notice,
    action: string,
    detail: Record<string, unknown>,
  ): void {
    this.audit.record(tx, actor, {
      action: `notice.${action}`,
      subjectType: 'notice',
      subjectId: notice.id,
      detail: { kind: notice.kind, docNo: notice.docNo, ...detail },
    });
  }
}

/** The program acting for a bureau. */
export const systemOf = (bureauId: string): Actor => ({
  userId: null,
  name: '系统',
  unitId: bureauId,
  bureauId,
});

function refusal(transition: NoticeTransition | undefined, notice: Notice): Error {
  return transition?.permission === 'notice.issue' && isSevere(notice)
    ? forbidden('黄色、红色督办单由分管局领导或局长签发、撤回。')
    : forbidden();
}
