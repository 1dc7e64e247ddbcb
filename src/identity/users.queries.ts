import { Injectable } from '@nestjs/common';
import {
  containsPattern,
  join,
  type Queryable,
  type Sql,
  sql,
} from '../platform/database/queryable.js';
import { Reader } from '../platform/database/reader.js';
import { notFound } from '../platform/http/problem.js';
import { offsetOf, type Page } from '../platform/http/paging.js';
import type { Role } from './codes.js';
import type { UsersQuery, UserView } from './users.dto.js';

interface UserRow extends Omit<
  UserView,
  'roles' | 'hasPassword' | 'mustChangePassword' | 'hasSecondFactor'
> {
  roles: string;
  hasPassword: number;
  mustChangePassword: number;
  hasSecondFactor: number;
}

const COLUMNS = sql`u.id, u.username, u.name, u.post, u.unit_id, n.name AS unit_name, u.email, u.roles,
  CASE WHEN u.password_hash IS NULL THEN 0 ELSE 1 END AS has_password, u.must_change_password,
  (SELECT COUNT(*) FROM second_factors f
    WHERE f.user_id = u.id AND f.enrolled_at IS NOT NULL) AS has_second_factor,
  u.password_changed_at, u.locked_until, u.disabled_at, u.created_at, u.version`;

/** Reads of user accounts. Only administrators have `user.read`, and for all units. */
@Injectable()
export class UserQueries {
  constructor(private readonly reader: Reader) {}

  /** By user name. */
  async list(query: UsersQuery): Promise<Page<UserView>> {
    const where = join(conditions(query), ' AND ');
    const rows = await this.reader.all<UserRow>(sql`
      SELECT ${COLUMNS} FROM users u LEFT JOIN units n ON n.id = u.unit_id
      WHERE ${where} ORDER BY u.username LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}`);
    const count = await this.reader.one<{ total: number }>(
      sql`SELECT COUNT(*) AS total FROM users u WHERE ${where}`,
    );
    return {
      items: rows.map(viewOf),
      total: count?.total ?? 0,
      page: query.page,
      pageSize: query.pageSize,
    };
  }

  /** @throws {Problem} 404 */
  async get(id: string, db: Queryable = this.reader): Promise<UserView> {
    const row = await db.one<UserRow>(sql`
      SELECT ${COLUMNS} FROM users u LEFT JOIN units n ON n.id = u.unit_id WHERE u.id = ${id}`);
    if (!row) throw notFound();
    return viewOf(row);
  }
}

function conditions({ q, unitId, role, disabled }: UsersQuery): Sql[] {
  const result = [sql`1 = 1`];
  if (q) {
    const pattern = containsPattern(q.toLowerCase());
    result.push(sql`(u.username LIKE ${pattern} ESCAPE '\\' OR LOWER(u.name) LIKE ${pattern} ESCAPE '\\'
      OR LOWER(u.post) LIKE ${pattern} ESCAPE '\\')`);
  }
  if (unitId) {
    result.push(sql`u.unit_id IN (SELECT below.id FROM units top JOIN units below
      ON below.path LIKE top.path || '%' WHERE top.id = ${unitId})`);
  }
  if (role) result.push(hasRole(role));
  if (disabled === true) result.push(sql`u.disabled_at IS NOT NULL`);
  if (disabled === false) result.push(sql`u.disabled_at IS NULL`);
  return result;
}

/** Roles are kept as a JSON list of codes, so a role is found with its quotation marks. */
export function hasRole(role: Role): Sql {
  return sql`u.roles LIKE ${containsPattern(`"${role}"`)} ESCAPE '\\'`;
}

function viewOf(row: UserRow): UserView {
  return {
    ...row,
    roles: JSON.parse(row.roles) as Role[],
    hasPassword: Boolean(row.hasPassword),
    mustChangePassword: Boolean(row.mustChangePassword),
    hasSecondFactor: Boolean(row.hasSecondFactor),
  };
}
