import { Injectable } from '@nestjs/common';
import { type Actor, AuditLog } from '../platform/audit/audit-log.js';
import { newId } from '../platform/database/ids.js';
import { sql } from '../platform/database/queryable.js';
import { Reader } from '../platform/database/reader.js';
import type { Tx } from '../platform/database/tx.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { maskEmail } from '../platform/http/email.js';
import { conflict, forbidden, ruleBroken, staleVersion } from '../platform/http/problem.js';
import { actorOf, type Caller } from './caller.js';
import { ADMINISTRATOR_ROLES, type Role } from './codes.js';
import type { DelegationEnd } from './deputies/delegation.codes.js';
import { DelegationEnds } from './deputies/delegation-ends.js';
import { oneTimePassword, PasswordHasher } from './password.js';
import { PasswordHistory } from './password-history.js';
import { may } from './permissions.js';
import { RefusalLog } from './refusal-log.js';
import { SecondFactorService } from './second-factor.service.js';
import { SessionStore } from './session.store.js';
import { User } from './user.entity.js';
import {
  assertRoles,
  mayAppointSecurityAdmin,
  sameRoles,
  type SecurityOfficer,
} from './user.rules.js';
import type { CreateUserBody, PasswordResetView, UpdateUserBody, UserView } from './users.dto.js';
import { hasRole, UserQueries } from './users.queries.js';

export interface UserDraft extends CreateUserBody {
  readonly roles: readonly Role[];
  readonly passwordHash: string | null;
  readonly mustChangePassword: boolean;
}

type Changes = Partial<Pick<User, 'name' | 'post' | 'unitId' | 'email' | 'roles' | 'disabledAt'>>;

/**
 * Accounts. System administrators open them and keep name, post, unit and email; security administrators
 * grant roles, disable, and issue passwords. A new account has neither role nor password, so neither
 * administrator can make a working account alone.
 */
@Injectable()
export class UsersService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly queries: UserQueries,
    private readonly sessions: SessionStore,
    private readonly hasher: PasswordHasher,
    private readonly refusals: RefusalLog,
    private readonly audit: AuditLog,
    private readonly delegations: DelegationEnds,
    private readonly history: PasswordHistory,
    private readonly secondFactor: SecondFactorService,
  ) {}

  create(caller: Caller, body: CreateUserBody): Promise<UserView> {
    const draft = { ...body, roles: [], passwordHash: null, mustChangePassword: true };
    return this.unitOfWork.run((tx) => this.insert(tx, actorOf(caller), draft));
  }

  /** @throws {Problem} 409 USERNAME_TAKEN, 422 on unit or roles */
  async insert(tx: Tx, actor: Actor, draft: UserDraft): Promise<UserView> {
    const unitId = draft.unitId ?? null;
    assertRoles(draft.roles, unitId);
    if (unitId !== null) await assertUnit(tx, unitId);
    // Lets one account be opened at a time on PostgreSQL, so that the name stays free until the insert.
    await tx.nextNumber('users');
    const taken = await tx.one(sql`SELECT id FROM users WHERE username = ${draft.username}`);
    if (taken) throw conflict('USERNAME_TAKEN', `用户名“${draft.username}”已被使用。`);
    const id = newId();
    await tx.insert(User, {
      id,
      username: draft.username,
      name: draft.name,
      post: draft.post ?? '',
      unitId,
      email: draft.email ?? null,
      roles: [...draft.roles],
      passwordHash: draft.passwordHash,
      mustChangePassword: draft.mustChangePassword,
      passwordChangedAt: draft.passwordHash === null ? null : tx.now,
      createdAt: tx.now,
    });
    const { username, name, roles } = draft;
    this.audit.record(tx, actor, {
      action: 'USER_CREATED',
      subjectType: 'USER',
      subjectId: id,
      detail: { username, name, unitId, roles },
    });
    return this.queries.get(id, tx);
  }

  /**
   * Changes an account; a change of unit or roles, or disabling, ends its sessions at once.
   * @throws {Problem} 403 when a field belongs to the other administrator, or to oneself; 404, 412, 422
   */
  async update(
    caller: Caller,
    id: string,
    version: number,
    body: UpdateUserBody,
  ): Promise<UserView> {
    await this.assertMayUpdate(caller, id, body);
    return this.unitOfWork.run(async (tx) => {
      const user = await this.queries.get(id, tx);
      const changes = changesOf(user, body, tx.now);
      const next = { ...user, ...changes };
      assertRoles(next.roles, next.unitId);
      if (changes.unitId) await assertUnit(tx, changes.unitId);
      const written = await tx.update(User, { id, version }, { ...changes, version: version + 1 });
      if (written === 0) throw staleVersion();
      const revoking = ['unitId', 'roles', 'disabledAt'].some((key) => key in changes);
      if (revoking) await this.sessions.revokeAll(tx, id);
      else this.sessions.refreshUser(tx, id);
      const ending = endOfDelegations(changes);
      if (ending) await this.delegations.ofUser(tx, actorOf(caller), id, ending);
      this.audit.record(tx, actorOf(caller), {
        action: 'USER_CHANGED',
        subjectType: 'USER',
        subjectId: id,
        detail: { username: user.username, changes: beforeAndAfter(user, changes) },
      });
      return this.queries.get(id, tx);
    });
  }

  /**
   * Issues a one-time password, lifts a lock and ends all sessions of the account. The password is in
   * the first answer only.
   * @throws {Problem} 403, 404, 409 ACCOUNT_DISABLED
   */
  async resetPassword(caller: Caller, id: string): Promise<PasswordResetView> {
    await this.assertMayReset(caller, id);
    const password = oneTimePassword();
    const passwordHash = await this.hasher.hash(password);
    const user = await this.unitOfWork.run(async (tx): Promise<PasswordResetView> => {
      // What the transaction returns may be kept for a repeated request; the password must not be.
      return {
        oneTimePassword: null,
        user: await this.issuePassword(tx, actorOf(caller), id, passwordHash),
      };
    });
    return { ...user, oneTimePassword: password };
  }

  /** Sets a password that must be replaced at the next sign-in. */
  async issuePassword(tx: Tx, actor: Actor, id: string, passwordHash: string): Promise<UserView> {
    const { disabledAt, username, version } = await this.queries.get(id, tx);
    if (disabledAt) throw conflict('ACCOUNT_DISABLED', '账号已停用，请先启用再重置密码。');
    await this.history.keep(tx, id);
    await tx.update(
      User,
      { id },
      {
        passwordHash,
        mustChangePassword: true,
        passwordChangedAt: tx.now,
        failedAttempts: 0,
        lockedUntil: null,
        version: version + 1,
      },
    );
    await this.sessions.revokeAll(tx, id);
    this.audit.record(tx, actor, {
      action: 'PASSWORD_RESET',
      subjectType: 'USER',
      subjectId: id,
      detail: { username },
    });
    return this.queries.get(id, tx);
  }

  /**
   * Takes one-time codes away from somebody who has lost the telephone; all sessions of the account end.
   * @throws {Problem} 403 for oneself, 404, 409 NOT_ENROLLED
   */
  resetSecondFactor(caller: Caller, id: string): Promise<UserView> {
    if (id === caller.userId) throw forbidden('本人的动态口令请在“安全设置”中办理。');
    return this.unitOfWork.run(async (tx) => {
      await this.queries.get(id, tx);
      await this.secondFactor.reset(tx, actorOf(caller), id);
      return this.queries.get(id, tx);
    });
  }

  private async assertMayUpdate(caller: Caller, id: string, body: UpdateUserBody): Promise<void> {
    const { name, post, unitId, email, roles, disabled } = body;
    const target = `PATCH users/${id}`;
    const manages = [name, post, unitId, email].some((value) => value !== undefined);
    if (manages && !may(caller.roles, 'user.manage')) {
      throw await this.refusals.refuse(
        caller,
        'user.manage',
        target,
        '姓名、职务、单位、电子邮箱由系统管理员维护。',
      );
    }
    if (roles === undefined && disabled === undefined) return;
    if (id === caller.userId) {
      throw await this.refusals.refuse(
        caller,
        'user.secure',
        target,
        '不能修改本人的角色或停用本人。',
      );
    }
    if (may(caller.roles, 'user.secure')) return;
    const appointing = disabled === undefined && sameRoles(roles ?? [], ['SECURITY_ADMIN']);
    if (appointing && mayAppointSecurityAdmin(await this.securityOfficers())) return;
    throw await this.refusals.refuse(caller, 'user.secure', target, '角色和停用由安全管理员办理。');
  }

  private async assertMayReset(caller: Caller, id: string): Promise<void> {
    const target = `POST users/${id}/password-reset`;
    if (id === caller.userId) throw forbidden('本人的密码请用“修改密码”。');
    if (may(caller.roles, 'user.secure')) return;
    const officers = await this.securityOfficers();
    const appointed = officers.some((officer) => officer.id === id);
    if (appointed && mayAppointSecurityAdmin(officers)) return;
    throw await this.refusals.refuse(caller, 'user.secure', target, '密码由安全管理员重置。');
  }

  private securityOfficers(): Promise<SecurityOfficer[]> {
    return this.reader.all<SecurityOfficer>(sql`
      SELECT u.id, u.must_change_password FROM users u
      WHERE u.disabled_at IS NULL AND ${hasRole('SECURITY_ADMIN')}`);
  }
}

async function assertUnit(tx: Tx, unitId: string): Promise<void> {
  const unit = await tx.one<{ disabledAt: string | null }>(
    sql`SELECT disabled_at FROM units WHERE id = ${unitId}`,
  );
  if (unit && !unit.disabledAt) return;
  const code = unit ? 'UNIT_DISABLED' : 'NO_SUCH_UNIT';
  const message = unit ? '所在单位已停用' : '所在单位不存在';
  throw ruleBroken(code, `${message}。`, [{ path: 'unitId', code, message }]);
}

function changesOf(user: UserView, body: UpdateUserBody, now: string): Changes {
  const { name, post, unitId, email, roles, disabled } = body;
  const changes: Changes = {};
  if (name !== undefined && name !== user.name) changes.name = name;
  if (post !== undefined && (post ?? '') !== user.post) changes.post = post ?? '';
  if (unitId !== undefined && unitId !== user.unitId) changes.unitId = unitId;
  if (email !== undefined && email !== user.email) changes.email = email;
  if (roles !== undefined && !sameRoles(roles, user.roles)) changes.roles = roles;
  if (disabled !== undefined && disabled !== (user.disabledAt !== null)) {
    changes.disabledAt = disabled ? now : null;
  }
  return changes;
}

/** Why the user can neither be represented nor represent any more; undefined when nothing of that changed. */
function endOfDelegations({ disabledAt, unitId, roles }: Changes): DelegationEnd | undefined {
  if (disabledAt) return 'ACCOUNT_DISABLED';
  if (unitId !== undefined) return 'UNIT_CHANGED';
  return roles?.some((role) => ADMINISTRATOR_ROLES.includes(role)) ? 'ADMINISTRATOR' : undefined;
}

function beforeAndAfter(user: UserView, changes: Changes): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(changes).map(([key, to]) => [
      key,
      // The log keeps that the address changed, not the address itself.
      key === 'email'
        ? { from: masked(user.email), to: masked(changes.email) }
        : { from: user[key as keyof Changes], to },
    ]),
  );
}

const masked = (email: string | null | undefined): string | null =>
  email ? maskEmail(email) : null;
