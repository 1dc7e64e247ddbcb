import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../platform/config/config.js';
import { CONFIG } from '../platform/config/config.module.js';
import { type Queryable, type Sql, sql } from '../platform/database/queryable.js';
import { Reader } from '../platform/database/reader.js';
import type { ActingForView, MeView, UnitBrief } from './auth.dto.js';
import type { Caller } from './caller.js';
import type { Role, ScopeKind } from './codes.js';
import { Deputies } from './deputies/deputies.js';
import { ACTIONS, grantOf } from './permissions.js';
import type { SignInPerson } from './sign-in.policy.js';
import { UnitCatalog } from './unit-catalog.js';
import type { Unit } from './unit.entity.js';

/** An account with all that signing in has to know of it. */
export interface PersonRecord extends SignInPerson {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly post: string;
  readonly email: string | null;
  readonly unitId: string | null;
  readonly passwordHash: string | null;
  readonly disabledAt: string | null;
  readonly lockedUntil: string | null;
}

/** What a session has to wait for before it may do business. */
export interface SessionDues {
  readonly passwordDue: boolean;
  readonly secondFactorDue: boolean;
}

type PersonRow = Omit<PersonRecord, 'roles' | 'mustChangePassword'> & {
  roles: string;
  mustChangePassword: number;
};

/** The signed-in user as the program shows him to himself. */
@Injectable()
export class MeQueries {
  constructor(
    private readonly reader: Reader,
    private readonly catalog: UnitCatalog,
    private readonly deputies: Deputies,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async me(caller: Caller): Promise<MeView> {
    const dues = await this.reader.one<{ passwordDue: number; secondFactorDue: number }>(sql`
      SELECT password_due, second_factor_due FROM sessions WHERE token_hash = ${caller.sessionId}`);
    return this.view(this.reader, await this.person(this.reader, caller.userId), {
      passwordDue: Boolean(dues?.passwordDue),
      secondFactorDue: Boolean(dues?.secondFactorDue),
    });
  }

  async person(db: Queryable, id: string): Promise<PersonRecord> {
    const person = await this.personWhere(db, sql`u.id = ${id}`);
    if (!person) throw new Error(`User ${id} of a session is gone`);
    return person;
  }

  async personWhere(db: Queryable, condition: Sql): Promise<PersonRecord | undefined> {
    const row = await db.one<PersonRow>(sql`
      SELECT u.id, u.username, u.name, u.post, u.email, u.unit_id, u.roles, u.password_hash,
        u.must_change_password, u.password_changed_at, u.disabled_at, u.locked_until, f.enrolled_at
      FROM users u LEFT JOIN second_factors f ON f.user_id = u.id WHERE ${condition}`);
    if (!row) return undefined;
    return {
      ...row,
      roles: JSON.parse(row.roles) as Role[],
      mustChangePassword: Boolean(row.mustChangePassword),
    };
  }

  async view(db: Queryable, person: PersonRecord, dues: SessionDues): Promise<MeView> {
    const tree = await this.catalog.load(db);
    const unit = person.unitId ? tree.find(person.unitId) : undefined;
    const bureau = unit && tree.bureauOf(unit.id);
    return {
      id: person.id,
      username: person.username,
      name: person.name,
      post: person.post,
      unit: unit ? briefOf(unit) : null,
      bureau: bureau ? briefOf(bureau) : null,
      roles: [...person.roles],
      permissions: permissionsOf(person.roles),
      email: person.email,
      mustChangePassword: dues.passwordDue,
      passwordExpired: dues.passwordDue && !person.mustChangePassword,
      mustSetUpSecondFactor: dues.secondFactorDue,
      uploadBytesMax: this.config.uploadBytesMax,
      actingFor: await this.actingFor(db, person.id),
    };
  }

  private async actingFor(db: Queryable, userId: string): Promise<ActingForView[]> {
    const tree = await this.catalog.load(db);
    const absentees = await this.deputies.absenteesOf(userId, db);
    return absentees.map(({ unitId, bureauId, roles, ...rest }) => ({
      ...rest,
      unit: briefOf(tree.get(unitId)),
      bureau: bureauId === null ? null : briefOf(tree.get(bureauId)),
      roles: [...roles],
      permissions: permissionsOf(roles),
    }));
  }
}

/** What the roles may do, and in which scopes; only actions with at least one scope. */
export function permissionsOf(roles: readonly Role[]): Record<string, ScopeKind[]> {
  const result: Record<string, ScopeKind[]> = {};
  for (const action of ACTIONS) {
    const kinds = new Set(roles.flatMap((role) => grantOf(action, role) ?? []));
    if (kinds.size > 0) result[action] = [...kinds];
  }
  return result;
}

function briefOf({ id, name, shortName, type, level }: Unit): UnitBrief {
  return { id, name, shortName, type, level };
}
