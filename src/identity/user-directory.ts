import { Injectable } from '@nestjs/common';
import { inList, type Queryable, sql } from '../platform/database/queryable.js';
import { Reader } from '../platform/database/reader.js';
import type { Role } from './codes.js';
import { hasRole } from './users.queries.js';

export interface Person {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly post: string;
  readonly unitId: string | null;
  readonly roles: readonly Role[];
  readonly disabled: boolean;
}

interface PersonRow {
  id: string;
  username: string;
  name: string;
  post: string;
  unitId: string | null;
  roles: string;
  disabledAt: string | null;
}

const COLUMNS = sql`u.id, u.username, u.name, u.post, u.unit_id, u.roles, u.disabled_at`;

/** Who is who, for the rooms above: names to print, people to send work to. */
@Injectable()
export class UserDirectory {
  constructor(private readonly reader: Reader) {}

  /** Display names by user id; ids of nobody are missing from the map. */
  async nameOf(
    ids: readonly string[],
    db: Queryable = this.reader,
  ): Promise<ReadonlyMap<string, string>> {
    const people = await this.peopleOf(ids, db);
    return new Map([...people].map(([id, person]) => [id, person.name]));
  }

  /** People by user id, disabled ones too; ids of nobody are missing from the map. */
  async peopleOf(
    ids: readonly string[],
    db: Queryable = this.reader,
  ): Promise<ReadonlyMap<string, Person>> {
    const wanted = [...new Set(ids)];
    if (wanted.length === 0) return new Map();
    const rows = await db.all<PersonRow>(
      sql`SELECT ${COLUMNS} FROM users u WHERE u.id IN ${inList(wanted)}`,
    );
    return new Map(rows.map((row) => [row.id, personOf(row)]));
  }

  /** Enabled users of the unit itself (not of units below) with the role, by user name. */
  async findUsersByRole(
    unitId: string,
    role: Role,
    db: Queryable = this.reader,
  ): Promise<Person[]> {
    const rows = await db.all<PersonRow>(sql`
      SELECT ${COLUMNS} FROM users u
      WHERE u.unit_id = ${unitId} AND u.disabled_at IS NULL AND ${hasRole(role)}
      ORDER BY u.username`);
    return rows.map(personOf);
  }
}

function personOf({ roles, disabledAt, ...row }: PersonRow): Person {
  return { ...row, roles: JSON.parse(roles) as Role[], disabled: disabledAt !== null };
}
