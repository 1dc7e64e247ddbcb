import { Injectable } from '@nestjs/common';
import type { Caller } from '../../identity/caller.js';
import { reaches, Scope } from '../../identity/scope.js';
import { UnitCatalog, type UnitTree } from '../../identity/unit-catalog.js';
import { daysBetween } from '../../platform/calendar/business-date.js';
import { Clock } from '../../platform/calendar/clock.js';
import { inList, join, type Queryable, sql, type Sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import { type FiltersOf, offsetOf, type Page } from '../../platform/http/paging.js';
import { notFound } from '../../platform/http/problem.js';
import { refOf } from '../../registers/issues/issue.views.js';
import { worksFor } from '../../identity/staff.js';
import { employersOf } from '../schedule/report-scope.js';
import type { FollowUpBody } from './bulletin.body.js';
import type { FollowUpStatus } from './bulletin.codes.js';
import type { FollowUpQuery } from './bulletin.dto.js';
import type { BulletinFollowUp } from './bulletin.entity.js';
import { BulletinQueries } from './bulletin.queries.js';

export interface FollowUpRow extends BulletinFollowUp {
  readonly docNo: string;
  readonly bulletinTitle: string;
  readonly bulletinBureauId: string;
  /** 1 when the bulletin was withdrawn after issue. */
  readonly withdrawn: number;
}

const WITHDRAWN = sql`EXISTS (SELECT n.id FROM bulletins AS n WHERE n.target_id = b.id
  AND n.notice_kind = 'WITHDRAWAL' AND n.status = 'ISSUED')`;

const COLUMNS = sql`
  SELECT f.*, b.doc_no, b.title AS bulletin_title, b.bureau_id AS bulletin_bureau_id,
    CASE WHEN ${WITHDRAWN} THEN 1 ELSE 0 END AS withdrawn`;
const TABLES = sql`FROM bulletin_follow_ups AS f JOIN bulletins AS b ON b.id = f.bulletin_id`;

/** Reads of 自查任务: receivers see their own, the bureau that issued the bulletin sees all. */
@Injectable()
export class FollowUpQueries {
  constructor(
    private readonly reader: Reader,
    private readonly clock: Clock,
    private readonly units: UnitCatalog,
    private readonly bulletins: BulletinQueries,
  ) {}

  async list(caller: Caller, query: FollowUpQuery): Promise<Page<FollowUpBody>> {
    const tree = await this.units.load();
    const where = this.where(caller, query, tree);
    const rows = await this.reader.all<FollowUpRow>(sql`
      ${COLUMNS} ${TABLES} JOIN units AS u ON u.id = f.unit_id WHERE ${where}
      ORDER BY f.due_on DESC, f.bulletin_id DESC, u.area_code, f.id
      LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}`);
    return {
      items: rows.map((row) => this.bodyOf(caller, row, tree)),
      total: await this.count(caller, query),
      page: query.page,
      pageSize: query.pageSize,
    };
  }

  /** How many tasks the list has in all. */
  async count(caller: Caller, query: FiltersOf<FollowUpQuery>): Promise<number> {
    const where = this.where(caller, query, await this.units.load());
    const row = await this.reader.one<{ total: number }>(
      sql`SELECT COUNT(*) AS total ${TABLES} WHERE ${where}`,
    );
    return row?.total ?? 0;
  }

  private where(caller: Caller, query: FiltersOf<FollowUpQuery>, tree: UnitTree): Sql {
    const today = this.clock.today();
    const overdue = sql`(f.answered_on IS NULL AND f.due_on < ${today} AND NOT ${WITHDRAWN})`;
    return join(
      [
        scopeSql(caller, tree),
        ...(query.bulletinId ? [sql`f.bulletin_id = ${query.bulletinId}`] : []),
        ...(query.unitId ? [sql`f.unit_id = ${query.unitId}`] : []),
        ...(query.status?.length ? [sql`f.status IN ${inList(query.status)}`] : []),
        ...(query.waitingForMe ? [waitingSql(caller, tree)] : []),
        ...(query.overdue === undefined ? [] : [query.overdue ? overdue : sql`NOT ${overdue}`]),
      ],
      ' AND ',
    );
  }

  /** @throws 404 for a bulletin that the caller may not see. */
  async ofBulletin(
    caller: Caller,
    bulletinId: string,
    query: FollowUpQuery,
  ): Promise<Page<FollowUpBody>> {
    await this.bulletins.load(this.reader, caller, bulletinId);
    return this.list(caller, { ...query, bulletinId });
  }

  /** @throws 404 when there is no such task in the caller's scope. */
  async load(db: Queryable, caller: Caller, id: string): Promise<FollowUpRow> {
    const tree = await this.units.load(db);
    const row = await db.one<FollowUpRow>(
      sql`${COLUMNS} ${TABLES} WHERE f.id = ${id} AND ${scopeSql(caller, tree)}`,
    );
    if (!row) throw notFound();
    return row;
  }

  async body(db: Queryable, caller: Caller, id: string): Promise<FollowUpBody> {
    return this.bodyOf(caller, await this.load(db, caller, id), await this.units.load(db));
  }

  async get(caller: Caller, id: string): Promise<FollowUpBody> {
    return this.body(this.reader, caller, id);
  }

  private bodyOf(caller: Caller, row: FollowUpRow, tree: UnitTree): FollowUpBody {
    const { unitId, bulletinBureauId, answeredOn, withdrawn, ...shown } = row;
    const late = daysBetween(row.dueOn, answeredOn ?? this.clock.today());
    const isWithdrawn = withdrawn === 1;
    return {
      ...shown,
      unit: refOf(tree, unitId),
      withdrawn: isWithdrawn,
      overdue: answeredOn === null && late > 0 && !isWithdrawn,
      lateDays: isWithdrawn ? 0 : Math.max(0, late),
      allowedActions: isWithdrawn ? [] : allowedActions(caller, row, bulletinBureauId, tree),
    };
  }
}

/** True for people of the receiving unit itself who may sign for it and answer. */
export const mayAnswer = (caller: Caller, unitId: string, tree: UnitTree): boolean =>
  reaches(caller, 'bulletin.answer', unitId, tree) && worksFor(caller, unitId, tree);

/** In which statuses a task waits for which step. */
const WAITS = {
  acknowledge: ['SENT'],
  answer: ['ACKNOWLEDGED', 'RETURNED'],
  decide: ['ANSWERED'],
} as const satisfies Record<string, readonly FollowUpStatus[]>;

function allowedActions(
  caller: Caller,
  { unitId, status }: BulletinFollowUp,
  bureauId: string,
  tree: UnitTree,
): string[] {
  const answers = mayAnswer(caller, unitId, tree);
  const decides = reaches(caller, 'bulletin.compose', bureauId, tree);
  const waitsFor = (action: keyof typeof WAITS): boolean =>
    (WAITS[action] as readonly FollowUpStatus[]).includes(status);
  return [
    ...(answers && waitsFor('acknowledge') ? ['acknowledge'] : []),
    ...(answers && waitsFor('answer') ? ['answer'] : []),
    ...(decides && waitsFor('decide') ? ['decide'] : []),
  ];
}

/** Condition on the tables of the list: `allowedActions` of the caller is not empty. */
function waitingSql(caller: Caller, tree: UnitTree): Sql {
  const answering = employersOf(caller, tree).filter((id) => mayAnswer(caller, id, tree));
  const deciding = Scope.of(caller, 'bulletin.compose', tree)?.unitIds() ?? [];
  const bureaus = deciding.filter((id) => tree.find(id)?.type === 'CIVIL_AFFAIRS');
  return sql`(NOT ${WITHDRAWN} AND (
    (f.unit_id IN ${inList(answering)}
      AND f.status IN ${inList([...WAITS.acknowledge, ...WAITS.answer])})
    OR (b.bureau_id IN ${inList(bureaus)} AND f.status IN ${inList(WAITS.decide)})))`;
}

function scopeSql(caller: Caller, tree: UnitTree): Sql {
  const ids = Scope.of(caller, 'bulletin.read', tree)?.unitIds() ?? [];
  return sql`f.unit_id IN ${inList(ids)}`;
}
