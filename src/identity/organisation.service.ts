import { Inject, Injectable } from '@nestjs/common';
import { type Actor, SYSTEM_ACTOR } from '../platform/audit/audit-log.js';
import { type Queryable, sql, type Sql } from '../platform/database/queryable.js';
import { Reader } from '../platform/database/reader.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { Problem } from '../platform/http/problem.js';
import type { JobRun } from '../platform/jobs/job-handlers.js';
import { type Caller, NO_SESSION } from './caller.js';
import type { Role } from './codes.js';
import { Deputies } from './deputies/deputies.js';
import { oneTimePassword, PasswordHasher } from './password.js';
import { assertPassword, PASSWORD_PROFILE, type PasswordProfile } from './password-rules.js';
import { SecondFactorService } from './second-factor.service.js';
import { UnitCatalog } from './unit-catalog.js';
import type { CreateUnitBody } from './units.dto.js';
import { UnitsService } from './units.service.js';
import type { CreateUserBody } from './users.dto.js';
import { UsersService } from './users.service.js';

export interface NewUser extends CreateUserBody {
  readonly roles: readonly Role[];
  readonly password: string;
  /** True when the user has to replace the password at the first sign-in. */
  readonly mustChangePassword?: boolean;
}

/**
 * The organisation for programs that run on the server (first start, demo, rescue from the command
 * line): the same checks, records and audit as over HTTP, without the separation of administrators.
 */
@Injectable()
export class OrganisationService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly catalog: UnitCatalog,
    private readonly units: UnitsService,
    private readonly users: UsersService,
    private readonly hasher: PasswordHasher,
    private readonly deputies: Deputies,
    private readonly secondFactor: SecondFactorService,
    @Inject(PASSWORD_PROFILE) private readonly profile: PasswordProfile,
  ) {}

  /** @returns the id of the new unit */
  async createUnit(body: CreateUnitBody, actor: Actor = SYSTEM_ACTOR): Promise<string> {
    return (await this.units.create(actor, body)).id;
  }

  /** @returns the id of the new user, who can sign in at once */
  async createUser(user: NewUser, actor: Actor = SYSTEM_ACTOR): Promise<string> {
    const { password, mustChangePassword = false, ...draft } = user;
    assertPassword(password, user.username, this.profile, 'password');
    const passwordHash = await this.hasher.hash(password);
    const created = await this.unitOfWork.run((tx) =>
      this.users.insert(tx, actor, { ...draft, passwordHash, mustChangePassword }),
    );
    return created.id;
  }

  /**
   * Rescue for an installation whose security administrator has lost the password.
   * @returns the one-time password
   */
  async resetPassword(username: string, actor: Actor = SYSTEM_ACTOR): Promise<string> {
    const { userId } = await this.callerOf(username);
    const password = oneTimePassword();
    const passwordHash = await this.hasher.hash(password);
    await this.unitOfWork.run((tx) => this.users.issuePassword(tx, actor, userId, passwordHash));
    return password;
  }

  /**
   * Rescue for an installation whose security administrator has lost the telephone.
   * @throws {Problem} 409 NOT_ENROLLED
   */
  async resetSecondFactor(username: string, actor: Actor = SYSTEM_ACTOR): Promise<void> {
    const { userId } = await this.callerOf(username);
    await this.unitOfWork.run((tx) => this.secondFactor.reset(tx, actor, userId));
  }

  /**
   * The user as a caller of services, outside any request.
   * @throws {Error} when nobody has that user name
   */
  async callerOf(username: string): Promise<Caller> {
    const caller = await this.callerWhere(sql`username = ${username}`);
    if (!caller) throw new Error(`There is no user ${username}`);
    return caller;
  }

  /**
   * Who a background job works for, with the roles of today. A job that writes asks in the transaction of
   * its writes.
   * @throws 403 OWNER_DISABLED, OWNER_MOVED: nobody works on with the rights of an earlier place, nor
   * with those of a delegation that has ended.
   */
  async jobCaller(
    owner: Pick<JobRun<unknown>, 'ownerId' | 'ownerScope'>,
    db: Queryable = this.reader,
  ): Promise<Caller> {
    const caller = await this.callerWhere(sql`id = ${owner.ownerId} AND disabled_at IS NULL`, db);
    if (!caller) {
      throw new Problem(403, 'OWNER_DISABLED', '提交这项任务的用户已停用，任务没有执行。');
    }
    if (caller.unitId === owner.ownerScope) return caller;
    const acting = await this.deputies.acting(caller, owner.ownerScope ?? '', db);
    if (acting) return acting;
    throw new Problem(
      403,
      'OWNER_MOVED',
      '提交这项任务的用户已调到其他单位，或者代理已经结束，任务没有执行。',
    );
  }

  private async callerWhere(
    condition: Sql,
    db: Queryable = this.reader,
  ): Promise<Caller | undefined> {
    const row = await db.one<
      Omit<Caller, 'unitId' | 'roles'> & { unitId: string | null; roles: string }
    >(sql`SELECT id AS user_id, username, name, post, unit_id, roles
          FROM users WHERE ${condition}`);
    if (!row) return undefined;
    const tree = await this.catalog.load(db);
    return {
      ...row,
      unitId: row.unitId ?? '',
      bureauId: row.unitId === null ? null : (tree.bureauOf(row.unitId)?.id ?? null),
      roles: JSON.parse(row.roles) as Role[],
      sessionId: NO_SESSION,
    };
  }
}
