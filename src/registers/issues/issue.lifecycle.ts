import { Injectable } from '@nestjs/common';
import type { Caller } from '../../identity/caller.js';
import { Scope } from '../../identity/scope.js';
import { UnitCatalog, type UnitTree } from '../../identity/unit-catalog.js';
import { AuditLog } from '../../platform/audit/audit-log.js';
import { empty, inList, type Queryable, sql, type Sql } from '../../platform/database/queryable.js';
import type { Tx } from '../../platform/database/tx.js';
import { labelOf } from '../../platform/dictionary/code-list.js';
import { conflict, forbidden, notFound, staleVersion } from '../../platform/http/problem.js';
import { isOpen, ISSUE_STATUS } from '../codes.js';
import { type Account, LedgerBook } from '../entries/ledger-book.js';
import { Issue } from './issue.entity.js';
import { IssueHistory, unitOf } from './issue.history.js';
import { issueScopeSql, relatedUnits } from './issue.scope.js';
import { ISSUE_WORKFLOW, type IssueAction, type IssueTransition } from './issue.transitions.js';

/** An issue as the database gives it: flags are 0 or 1. */
export type IssueRow = Omit<Issue, 'isKey' | 'extensionPending'> & {
  isKey: number;
  extensionPending: number;
};

/** What a permission to take a step hangs on. */
type Placed = Pick<IssueRow, 'status' | 'bureauId' | 'registeredUnitId' | 'responsibleUnitId'>;

export type IssuePatch = Partial<Omit<Issue, 'id' | 'status' | 'version'>>;

/** A step about to be taken; made by {@link IssueLifecycle.begin}, which has checked that it may be. */
export interface Step {
  readonly issue: IssueRow;
  readonly transition: IssueTransition;
  readonly caller: Caller;
  readonly tree: UnitTree;
}

/**
 * The only code that changes an issue's status. Every step is: load in scope (404), may the caller do
 * this here (403), is the version current (412), does the status allow it (409); then row, posting,
 * counts, history and audit entry in one transaction.
 */
@Injectable()
export class IssueLifecycle {
  constructor(
    private readonly units: UnitCatalog,
    private readonly book: LedgerBook,
    private readonly audit: AuditLog,
    private readonly history: IssueHistory,
  ) {}

  /** @throws 404 when the issue does not exist or the caller's scope does not reach it. */
  async load(db: Queryable, caller: Caller, id: string): Promise<IssueRow> {
    const issue = await this.find(db, caller, id);
    if (!issue) throw notFound();
    return issue;
  }

  /** As {@link load}; undefined instead of 404. */
  async find(
    db: Queryable,
    caller: Caller,
    id: string,
    lock: Sql = empty,
  ): Promise<IssueRow | undefined> {
    const tree = await this.units.load(db);
    return db.one<IssueRow>(
      sql`SELECT * FROM issues AS i WHERE i.id = ${id} AND ${issueScopeSql(caller, tree)} ${lock}`,
    );
  }

  /**
   * Locks several issues for a step that depends on all of them, before the step begins. Always in the
   * order of their ids, so that two such steps cannot wait for each other.
   */
  async hold(tx: Tx, ids: readonly string[]): Promise<void> {
    if (tx.dialect !== 'postgres') return;
    await tx.all(sql`SELECT id FROM issues WHERE id IN ${inList(ids)} ORDER BY id FOR UPDATE`);
  }

  /**
   * Loads and locks the issue and checks that the caller may take the step now.
   * @param ifMatch version the caller has seen; leave out only where another record is the one matched.
   */
  async begin(
    tx: Tx,
    caller: Caller,
    id: string,
    action: IssueAction,
    ifMatch?: number,
  ): Promise<Step> {
    const issue = await this.find(tx, caller, id, tx.rowLock);
    if (!issue) throw notFound();
    const tree = await this.units.load(tx);
    const rows = ISSUE_WORKFLOW.transitions.filter((row) => row.action === action);
    if (!rows.some((row) => mayTake(row, issue, caller, tree))) throw forbidden();
    if (ifMatch !== undefined && ifMatch !== issue.version) throw staleVersion();
    const transition = ISSUE_WORKFLOW.find(action, issue.status);
    if (!transition) throw wrongStatus(issue, rows[0]);
    if (!mayTake(transition, issue, caller, tree)) throw forbidden();
    return { issue, transition, caller, tree };
  }

  /**
   * Carries the step out: conditional update (zero rows is 412), posting, counts, audit.
   * @returns the issue as it now stands.
   */
  async complete(
    tx: Tx,
    step: Step,
    patch: IssuePatch = {},
    detail: Record<string, unknown> = {},
  ): Promise<IssueRow> {
    const { issue, transition, caller } = step;
    const status = transition.to ?? issue.status;
    const version = issue.version + 1;
    const changed = await tx.update(
      Issue,
      { id: issue.id, version: issue.version },
      { ...patch, status, version, updatedBy: caller.userId, updatedAt: tx.now },
    );
    if (changed === 0) throw staleVersion();
    const after = { ...issue, ...patch, status, version } as IssueRow;
    await this.keepBook(tx, step, after);
    await this.history.record(tx, issue, after);
    this.audit.record(tx, caller, {
      action: `issue.${transition.action}`,
      subjectType: 'issue',
      subjectId: issue.id,
      detail: {
        transition: transition.id,
        issueNo: after.issueNo,
        cycleNo: after.cycleNo,
        from: issue.status,
        to: status,
        ...detail,
      },
    });
    return after;
  }

  /** Actions that the table allows the caller on this issue now, in the table's order. */
  allowedActions(issue: Placed, caller: Caller, tree: UnitTree): IssueAction[] {
    const actions = ISSUE_WORKFLOW.from(issue.status)
      .filter((row) => !row.effectOf && mayTake(row, issue, caller, tree))
      .map((row) => row.action);
    return [...new Set(actions)];
  }

  private async keepBook(tx: Tx, { issue, transition }: Step, after: IssueRow): Promise<void> {
    await this.book.countStatus(tx, placeOf(issue), placeOf(after), issue.campaignId);
    // A hand-over or changed category of an issue that is on the books moves it between accounts.
    if (isOpen(issue.status)) await this.book.move(tx, accountOf(issue), accountOf(after));
    if (transition.entry) await this.book.post(tx, accountOf(after), transition.entry);
  }
}

function mayTake(row: IssueTransition, issue: Placed, caller: Caller, tree: UnitTree): boolean {
  const scope = Scope.of(caller, row.permission, tree);
  return scope !== undefined && relatedUnits(issue, row.relation).some((id) => scope.covers(id));
}

function wrongStatus(issue: IssueRow, row: IssueTransition | undefined): Error {
  const status = labelOf(ISSUE_STATUS, issue.status);
  return conflict('WRONG_STATUS', `该问题目前为“${status}”，不能办理“${row?.label ?? ''}”。`);
}

const placeOf = (issue: IssueRow) => ({ unitId: unitOf(issue), status: issue.status });

export const accountOf = (issue: IssueRow): Account => ({
  campaignId: issue.campaignId,
  unitId: unitOf(issue),
  category: issue.category ?? '',
  issueId: issue.id,
  cycleNo: issue.cycleNo,
});
