import { Injectable } from '@nestjs/common';
import type { Caller } from '../identity/caller.js';
import { ADMINISTRATOR_ROLES, type Role } from '../identity/codes.js';
import type { DelegationStatus } from '../identity/deputies/delegation.codes.js';
import type { Delegation } from '../identity/deputies/delegation.entity.js';
import { may } from '../identity/permissions.js';
import { sameHouse } from '../identity/staff.js';
import { UnitCatalog } from '../identity/unit-catalog.js';
import { Clock } from '../platform/calendar/clock.js';
import { inList, join, type Queryable, sql, type Sql } from '../platform/database/queryable.js';
import { Reader } from '../platform/database/reader.js';
import { offsetOf, type Page, type PageQuery } from '../platform/http/paging.js';
import { forbidden, notFound } from '../platform/http/problem.js';
import { statusOn } from './delegation.rules.js';
import type { DelegatedActBody, DelegationBody, PersonRef } from './delegations.body.js';
import type { DelegationQuery } from './delegations.dto.js';

type Row = Delegation & {
  readonly delegatorPost: string;
  readonly delegatorUnitName: string;
  readonly deputyPost: string;
  readonly deputyUnitName: string;
  readonly actCount: number;
};

const SELECT = sql`
  SELECT d.*, p.post AS delegator_post, pn.name AS delegator_unit_name,
         r.post AS deputy_post, rn.name AS deputy_unit_name,
         (SELECT COUNT(*) FROM delegated_acts AS x WHERE x.delegation_id = d.id) AS act_count
  FROM delegations AS d
  JOIN users AS p ON p.id = d.delegator_id JOIN units AS pn ON pn.id = d.delegator_unit_id
  JOIN users AS r ON r.id = d.deputy_id JOIN units AS rn ON rn.id = d.deputy_unit_id`;

/** Delegations: everybody sees those that he is a party of, the system administrator all. */
@Injectable()
export class DelegationQueries {
  constructor(
    private readonly reader: Reader,
    private readonly units: UnitCatalog,
    private readonly clock: Clock,
  ) {}

  /** The latest first. */
  async list(caller: Caller, query: DelegationQuery): Promise<Page<DelegationBody>> {
    const { side, status, userId, page, pageSize } = query;
    const today = this.clock.today();
    const where = join(
      [
        visibleTo(caller),
        ...(side === 'DELEGATOR' ? [sql`d.delegator_id = ${caller.userId}`] : []),
        ...(side === 'DEPUTY' ? [sql`d.deputy_id = ${caller.userId}`] : []),
        ...(userId ? [sql`(d.delegator_id = ${userId} OR d.deputy_id = ${userId})`] : []),
        ...(status
          ? [
              sql`(${join(
                status.map((one) => statusSql(one, today)),
                ' OR ',
              )})`,
            ]
          : []),
      ],
      ' AND ',
    );
    const rows = await this.reader.all<Row>(sql`
      ${SELECT} WHERE ${where} ORDER BY d.from_date DESC, d.id DESC
      LIMIT ${pageSize} OFFSET ${offsetOf(query)}`);
    const counted = await this.reader.one<{ total: number }>(
      sql`SELECT COUNT(*) AS total FROM delegations AS d WHERE ${where}`,
    );
    const items = rows.map((row) => bodyOf(caller, row, today));
    return { items, total: counted?.total ?? 0, page, pageSize };
  }

  /** @throws {Problem} 404 when there is none that the caller may see */
  async get(caller: Caller, id: string, db: Queryable = this.reader): Promise<DelegationBody> {
    const row = await db.one<Row>(sql`${SELECT} WHERE d.id = ${id} AND ${visibleTo(caller)}`);
    if (!row) throw notFound();
    return bodyOf(caller, row, this.clock.today());
  }

  /** What was done in the delegator's name, the latest first. */
  async acts(caller: Caller, id: string, query: PageQuery): Promise<Page<DelegatedActBody>> {
    await this.get(caller, id);
    const { page, pageSize } = query;
    const items = await this.reader.all<DelegatedActBody>(sql`
      SELECT id, recorded_at, actor_name, action, subject_type, subject_id FROM delegated_acts
      WHERE delegation_id = ${id} ORDER BY recorded_at DESC, id DESC
      LIMIT ${pageSize} OFFSET ${offsetOf(query)}`);
    const counted = await this.reader.one<{ total: number }>(
      sql`SELECT COUNT(*) AS total FROM delegated_acts WHERE delegation_id = ${id}`,
    );
    return { items, total: counted?.total ?? 0, page, pageSize };
  }

  /** Who could stand in for somebody, by name. @throws {Problem} 403 for another's, 404 */
  async candidates(caller: Caller, delegatorId = caller.userId): Promise<PersonRef[]> {
    if (delegatorId !== caller.userId && !may(caller.roles, 'delegation.manage')) throw forbidden();
    const delegator = await this.reader.one<{ unitId: string | null }>(
      sql`SELECT unit_id FROM users WHERE id = ${delegatorId}`,
    );
    if (!delegator) throw notFound();
    const { unitId } = delegator;
    if (unitId === null) return [];
    const tree = await this.units.load();
    const house = tree.units.filter(({ id }) => sameHouse(id, unitId, tree)).map(({ id }) => id);
    const people = await this.reader.all<PersonRef & { roles: string }>(sql`
      SELECT u.id, u.name, u.post, n.name AS unit_name, u.roles
      FROM users AS u JOIN units AS n ON n.id = u.unit_id
      WHERE u.disabled_at IS NULL AND u.id <> ${delegatorId} AND u.unit_id IN ${inList(house)}
      ORDER BY u.name, u.id`);
    return people
      .filter(({ roles }) => !(JSON.parse(roles) as Role[]).some(isAdministrator))
      .map(({ roles: _roles, ...person }) => person);
  }
}

const isAdministrator = (role: Role): boolean => ADMINISTRATOR_ROLES.includes(role);

const visibleTo = ({ userId, roles }: Caller): Sql =>
  may(roles, 'delegation.manage')
    ? sql`1 = 1`
    : sql`(d.delegator_id = ${userId} OR d.deputy_id = ${userId})`;

/** As {@link statusOn}, a condition on `delegations AS d`. */
function statusSql(status: DelegationStatus, today: string): Sql {
  switch (status) {
    case 'ENDED':
      return sql`d.ended_at IS NOT NULL`;
    case 'UPCOMING':
      return sql`(d.ended_at IS NULL AND d.from_date > ${today})`;
    case 'EXPIRED':
      return sql`(d.ended_at IS NULL AND d.to_date < ${today})`;
    case 'ACTIVE':
      return sql`(d.ended_at IS NULL AND d.from_date <= ${today} AND d.to_date >= ${today})`;
  }
}

function bodyOf(caller: Caller, row: Row, today: string): DelegationBody {
  const status = statusOn(row, today);
  const open = status === 'UPCOMING' || status === 'ACTIVE';
  const mine =
    (row.delegatorId === caller.userId && !caller.onBehalfOf) ||
    may(caller.roles, 'delegation.manage');
  return {
    id: row.id,
    delegator: {
      id: row.delegatorId,
      name: row.delegatorName,
      post: row.delegatorPost,
      unitName: row.delegatorUnitName,
    },
    deputy: {
      id: row.deputyId,
      name: row.deputyName,
      post: row.deputyPost,
      unitName: row.deputyUnitName,
    },
    fromDate: row.fromDate,
    toDate: row.toDate,
    reason: row.reason,
    status,
    createdByName: row.createdByName,
    createdAt: row.createdAt,
    endedAt: row.endedAt,
    endKind: row.endKind,
    endReason: row.endReason,
    endedByName: row.endedByName,
    actCount: row.actCount,
    allowedActions: open && mine ? ['revoke'] : [],
    version: row.version,
  };
}
