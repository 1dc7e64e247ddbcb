import { Injectable } from '@nestjs/common';
import type { Caller } from '../../identity/caller.js';
import { Scope } from '../../identity/scope.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { Notifier } from '../../notifications/notifier.js';
import { AuditLog } from '../../platform/audit/audit-log.js';
import { chineseDate } from '../../platform/calendar/business-date.js';
import { Clock } from '../../platform/calendar/clock.js';
import { newId } from '../../platform/database/ids.js';
import { inList, type Queryable, sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import type { Tx } from '../../platform/database/tx.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { labelOf } from '../../platform/dictionary/code-list.js';
import { conflict, forbidden, notFound, ruleBroken } from '../../platform/http/problem.js';
import { issueFilterSql } from '../issues/issue.filter.js';
import { IssueLifecycle, type IssueRow } from '../issues/issue.lifecycle.js';
import { IssueQueries } from '../issues/issue.queries.js';
import { issueScopeSql } from '../issues/issue.scope.js';
import { refOf } from '../issues/issue.views.js';
import { shortened } from './notice.from-issue.js';
import { URGE_OBSTACLE, type UrgeObstacle } from './supervision.codes.js';
import type {
  IssueUrgeBatchBody,
  IssueUrgeBatchResult,
  SkippedIssueUrge,
  IssueUrgeBody,
  IssueUrgeItem,
} from './urge.dto.js';
import { IssueUrge } from './urge.entity.js';
import { urgeObstacle } from './urge.rules.js';

/** One batch is one transaction; more would keep others waiting. */
const BATCH_MAX = 200;

/** 催办: tells the responsible unit once more, and keeps that it was told. */
@Injectable()
export class Urges {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly reader: Reader,
    private readonly units: UnitCatalog,
    private readonly issues: IssueLifecycle,
    private readonly issueQueries: IssueQueries,
    private readonly notifier: Notifier,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** @throws 409 with the reason when the unit cannot be urged now. */
  urge(caller: Caller, issueId: string, { note }: IssueUrgeBody): Promise<IssueUrgeItem> {
    return this.uow.run(async (tx) => {
      const [outcome] = await this.urgeAll(tx, caller, [issueId], note ?? null);
      if (outcome && 'id' in outcome) return outcome;
      const code = outcome?.code ?? 'NOT_FOUND';
      if (code === 'NOT_FOUND') throw notFound();
      if (code === 'NOT_PERMITTED') throw forbidden();
      throw conflict('NOT_URGED', `不能催办：${outcome?.reason ?? ''}。`);
    });
  }

  /** Urges what can be urged and says of the rest why not, in the order asked for. */
  async urgeMany(caller: Caller, body: IssueUrgeBatchBody): Promise<IssueUrgeBatchResult> {
    const ids = await this.selected(caller, body);
    return this.uow.run(async (tx) => {
      const outcomes = await this.urgeAll(tx, caller, ids, body.note ?? null);
      return {
        urged: outcomes.filter((item): item is IssueUrgeItem => 'id' in item),
        skipped: outcomes.filter((item): item is SkippedIssueUrge => 'code' in item),
      };
    });
  }

  /** Why the caller cannot urge this issue now; null when he can. */
  async obstacleOf(caller: Caller, issue: IssueRow): Promise<UrgeObstacle | null> {
    const last = await lastUrges(this.reader, [issue.id]);
    const at = { db: this.reader, now: this.clock.now() };
    return (await this.obstacle(at, caller, issue, last.get(issue.id) ?? null)) ?? null;
  }

  /** Newest first; the caller must see the issue. */
  async ofIssue(caller: Caller, issueId: string): Promise<IssueUrgeItem[]> {
    const issue = await this.issues.load(this.reader, caller, issueId);
    const tree = await this.units.load();
    const rows = await this.reader.all<IssueUrge>(sql`
      SELECT * FROM issue_urges WHERE issue_id = ${issue.id} ORDER BY urged_at DESC, id DESC`);
    return rows.map((row) => ({
      id: row.id,
      issueId: issue.id,
      issueNo: issue.issueNo,
      unit: refOf(tree, row.unitId),
      note: row.note,
      urgedByName: row.urgedByName,
      urgedAt: row.urgedAt,
    }));
  }

  private async selected(
    caller: Caller,
    { issueIds, filter }: IssueUrgeBatchBody,
  ): Promise<string[]> {
    if ((issueIds === undefined) === (filter === undefined)) {
      throw ruleBroken('URGE_SELECTION', '请选择问题，或给出筛选条件（二选一）。', [
        { path: 'issueIds', code: 'REQUIRED', message: '请选择问题，或给出筛选条件' },
      ]);
    }
    if (!filter) return issueIds ?? [];
    const query = { ...filter, page: 1, pageSize: BATCH_MAX };
    const context = await this.issueQueries.context(caller, query);
    const rows = await this.reader.all<{ id: string }>(sql`
      SELECT i.id FROM issues AS i WHERE ${issueFilterSql(query, context)}
      ORDER BY i.current_deadline, i.id LIMIT ${BATCH_MAX + 1}`);
    if (rows.length > BATCH_MAX) {
      throw ruleBroken('TOO_MANY_ISSUES', `一次最多催办${BATCH_MAX}个问题，请缩小筛选范围。`, [
        { path: 'filter', code: 'TOO_MANY', message: `符合条件的问题超过${BATCH_MAX}个` },
      ]);
    }
    return rows.map(({ id }) => id);
  }

  private async urgeAll(
    tx: Tx,
    caller: Caller,
    ids: readonly string[],
    note: string | null,
  ): Promise<(IssueUrgeItem | SkippedIssueUrge)[]> {
    // Two urgings of one issue at the same moment: the second must see the first.
    await this.issues.hold(tx, ids);
    const found = await this.inScope(tx, caller, ids);
    const last = await lastUrges(tx, ids);
    const outcomes: (IssueUrgeItem | SkippedIssueUrge)[] = [];
    const at = { db: tx, now: tx.now };
    for (const id of ids) {
      const issue = found.get(id);
      const obstacle = await this.obstacle(at, caller, issue, last.get(id) ?? null);
      outcomes.push(
        obstacle || !issue
          ? skipped(id, issue, obstacle ?? 'NOT_FOUND')
          : await this.put(tx, caller, issue, note),
      );
    }
    return outcomes;
  }

  private async inScope(
    tx: Tx,
    caller: Caller,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, IssueRow>> {
    const tree = await this.units.load(tx);
    const rows = await tx.all<IssueRow>(sql`
      SELECT * FROM issues AS i WHERE i.id IN ${inList(ids)} AND ${issueScopeSql(caller, tree)}`);
    return new Map(rows.map((row) => [row.id, row]));
  }

  private async obstacle(
    { db, now }: { readonly db: Queryable; readonly now: string },
    caller: Caller,
    issue: IssueRow | undefined,
    lastUrgedAt: string | null,
  ): Promise<UrgeObstacle | undefined> {
    if (!issue) return 'NOT_FOUND';
    const scope = Scope.of(caller, 'issue.urge', await this.units.load(db));
    if (!scope?.covers(issue.bureauId)) return 'NOT_PERMITTED';
    return urgeObstacle(issue, lastUrgedAt, now);
  }

  private async put(
    tx: Tx,
    caller: Caller,
    issue: IssueRow,
    note: string | null,
  ): Promise<IssueUrgeItem> {
    const tree = await this.units.load(tx);
    const row: IssueUrge = {
      id: newId(),
      issueId: issue.id,
      cycleNo: issue.cycleNo,
      unitId: issue.responsibleUnitId ?? issue.registeredUnitId,
      note,
      urgedBy: caller.userId,
      urgedByName: caller.name,
      urgedAt: tx.now,
    };
    await tx.insert(IssueUrge, row);
    const { issueNo } = issue;
    this.audit.record(tx, caller, {
      action: 'issue.urge',
      subjectType: 'issue',
      subjectId: issue.id,
      detail: { issueNo, cycleNo: issue.cycleNo, unit: tree.get(row.unitId).name, note },
    });
    await this.tell(tx, issue, row);
    const { id, issueId, urgedByName, urgedAt } = row;
    return { id, issueId, issueNo, unit: refOf(tree, row.unitId), note, urgedByName, urgedAt };
  }

  private async tell(tx: Tx, issue: IssueRow, { id, unitId, note }: IssueUrge): Promise<void> {
    const deadline = issue.currentDeadline ? `整改时限${chineseDate(issue.currentDeadline)}。` : '';
    await this.notifier.notify(tx, {
      topic: 'ISSUE_URGE',
      dedupeKey: `urge:${id}`,
      to: { unitId, anyOf: ['progress.add', 'issue.acknowledge'] },
      title: `催办：${issue.issueNo ?? ''} ${shortened(issue.statement)}`,
      body: `${deadline}${note ?? '请抓紧办理，并及时填报进展。'}`,
      subject: { type: 'issue', id: issue.id },
    });
  }
}

const skipped = (
  issueId: string,
  issue: IssueRow | undefined,
  code: UrgeObstacle,
): SkippedIssueUrge => ({
  issueId,
  issueNo: issue?.issueNo ?? null,
  code,
  reason: labelOf(URGE_OBSTACLE, code),
});

async function lastUrges(db: Queryable, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.all<{ issueId: string; at: string }>(sql`
    SELECT issue_id, MAX(urged_at) AS at FROM issue_urges
    WHERE issue_id IN ${inList(ids)} GROUP BY issue_id`);
  return new Map(rows.map(({ issueId, at }) => [issueId, at]));
}
