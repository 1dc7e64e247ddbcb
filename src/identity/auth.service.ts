import { AsyncLocalStorage } from 'node:async_hooks';
import { Inject, Injectable } from '@nestjs/common';
import { AuditLog } from '../platform/audit/audit-log.js';
import type { Config } from '../platform/config/config.js';
import { CONFIG } from '../platform/config/config.module.js';
import { type Queryable, sql } from '../platform/database/queryable.js';
import { Reader } from '../platform/database/reader.js';
import type { Tx } from '../platform/database/tx.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { conflict, Problem, ruleBroken } from '../platform/http/problem.js';
import type {
  ActingForView,
  LoginBody,
  MeView,
  PasswordBody,
  SessionView,
  UnitBrief,
} from './auth.dto.js';
import { actorOf, type Caller } from './caller.js';
import type { Role, ScopeKind } from './codes.js';
import { Deputies } from './deputies/deputies.js';
import { type Account, LoginAttempts } from './login-attempts.js';
import { PasswordHasher } from './password.js';
import { assertPassword, PASSWORD_PROFILE, type PasswordProfile } from './password-rules.js';
import { ACTIONS, grantOf } from './permissions.js';
import type { SessionVia } from './session.entity.js';
import { SessionStore } from './session.store.js';
import { UnitCatalog } from './unit-catalog.js';
import type { Unit } from './unit.entity.js';
import { User } from './user.entity.js';

export interface OpenedSession extends SessionView {
  readonly token: string;
}

interface PersonRow {
  id: string;
  username: string;
  name: string;
  post: string;
  email: string | null;
  unitId: string | null;
  roles: string;
  passwordHash: string | null;
  mustChangePassword: number;
  disabledAt: string | null;
}

/** Signing in and out, and the user's own password. */
@Injectable()
export class AuthService {
  /**
   * Runs a function outside the request's context. A counted attempt is a transaction of its own and
   * must not be taken for the answer that `Idempotency-Key` remembers.
   */
  private readonly apart = AsyncLocalStorage.snapshot();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly catalog: UnitCatalog,
    private readonly sessions: SessionStore,
    private readonly attempts: LoginAttempts,
    private readonly hasher: PasswordHasher,
    private readonly audit: AuditLog,
    private readonly deputies: Deputies,
    @Inject(PASSWORD_PROFILE) private readonly profile: PasswordProfile,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Opens a session. Unknown name, wrong password, disabled account and account without a password get
   * the same answer after the same work.
   * @throws {Problem} 401 WRONG_CREDENTIALS, 429 ACCOUNT_LOCKED or TOO_MANY_ATTEMPTS, 503 BUSY
   */
  async login(body: LoginBody, address: string): Promise<OpenedSession> {
    await this.attempts.countAddress(address);
    const username = body.username.toLowerCase();
    const account = await this.attempts.begin(username);
    const right = await this.hasher.verify(account?.passwordHash ?? null, body.password);
    if (!account || !right || account.disabledAt) throw await this.refuse(account, address);
    const session = await this.unitOfWork.run((tx) =>
      this.openAfterCheck(tx, account, body.cookie ? 'COOKIE' : 'BEARER', address),
    );
    await this.attempts.refundAddress(address);
    return session;
  }

  async logout(caller: Caller): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      await this.sessions.end(tx, caller.sessionId);
      this.audit.record(tx, actorOf(caller), {
        action: 'SIGNED_OUT',
        subjectType: 'USER',
        subjectId: caller.userId,
      });
    });
  }

  async me(caller: Caller): Promise<MeView> {
    return this.view(this.reader, await personOf(this.reader, caller.userId));
  }

  /**
   * Replaces the caller's password, ends all sessions of the account and opens a new one of the same
   * kind as the caller's.
   * @throws {Problem} 403 WRONG_PASSWORD (counts towards the lock), 422 WEAK_PASSWORD
   */
  async changePassword(
    caller: Caller,
    via: SessionVia,
    body: PasswordBody,
    address: string,
  ): Promise<OpenedSession> {
    assertPassword(body.newPassword, caller.username, this.profile);
    await this.assertCurrentPassword(caller, body.currentPassword, address);
    if (body.newPassword.normalize('NFKC') === body.currentPassword.normalize('NFKC')) {
      const message = '新密码不能与原密码相同';
      const fault = { path: 'newPassword', code: 'SAME_PASSWORD', message };
      throw ruleBroken('SAME_PASSWORD', `${message}。`, [fault]);
    }
    const passwordHash = await this.hasher.hash(body.newPassword);
    let token = '';
    const view = await this.unitOfWork.run(async (tx): Promise<SessionView> => {
      await this.replacePassword(tx, caller, passwordHash);
      const session = await this.sessions.open(tx, caller.userId, via);
      ({ token } = session);
      const user = await this.view(tx, await personOf(tx, caller.userId));
      // What the transaction returns may be kept for a repeated request; the token must not be.
      return { token: null, expiresAt: session.expiresAt, user };
    });
    return { ...view, token };
  }

  private async assertCurrentPassword(
    caller: Caller,
    password: string,
    address: string,
  ): Promise<void> {
    const account = await this.apart(() => this.attempts.begin(caller.username));
    if (account && (await this.hasher.verify(account.passwordHash, password))) return;
    await this.apart(() => this.refuse(account, address));
    throw new Problem(403, 'WRONG_PASSWORD', '原密码不对，请重新输入。', [
      { path: 'currentPassword', code: 'WRONG_PASSWORD', message: '原密码不对' },
    ]);
  }

  private async replacePassword(tx: Tx, caller: Caller, passwordHash: string): Promise<void> {
    await tx.update(
      User,
      { id: caller.userId },
      { passwordHash, passwordChangedAt: tx.now, mustChangePassword: false },
    );
    await this.attempts.succeeded(tx, caller.userId);
    await this.sessions.revokeAll(tx, caller.userId);
    this.audit.record(tx, actorOf(caller), {
      action: 'PASSWORD_CHANGED',
      subjectType: 'USER',
      subjectId: caller.userId,
    });
  }

  private async refuse(account: Account | undefined, address: string): Promise<Problem> {
    await this.unitOfWork.run((tx) => {
      this.attempts.failed(tx, account, address);
      return Promise.resolve();
    });
    return wrongCredentials();
  }

  private async openAfterCheck(
    tx: Tx,
    account: Account,
    via: SessionVia,
    address: string,
  ): Promise<OpenedSession> {
    const person = await personOf(tx, account.id);
    // Reset or disabled while the hash was being computed.
    if (person.disabledAt || person.passwordHash !== account.passwordHash) {
      throw conflict('ACCOUNT_CHANGED', '账号刚刚被修改，请重新登录。');
    }
    await this.attempts.succeeded(tx, person.id);
    const session = await this.sessions.open(tx, person.id, via);
    const tree = await this.catalog.load(tx);
    this.audit.record(
      tx,
      {
        userId: person.id,
        name: person.name,
        unitId: person.unitId,
        bureauId: person.unitId ? (tree.bureauOf(person.unitId)?.id ?? null) : null,
      },
      {
        action: 'SIGNED_IN',
        subjectType: 'USER',
        subjectId: person.id,
        detail: { address, via },
      },
    );
    return { ...session, user: await this.view(tx, person) };
  }

  private async view(db: Queryable, person: PersonRow): Promise<MeView> {
    const tree = await this.catalog.load(db);
    const unit = person.unitId ? tree.find(person.unitId) : undefined;
    const bureau = unit && tree.bureauOf(unit.id);
    const roles = JSON.parse(person.roles) as Role[];
    return {
      id: person.id,
      username: person.username,
      name: person.name,
      post: person.post,
      unit: unit ? briefOf(unit) : null,
      bureau: bureau ? briefOf(bureau) : null,
      roles,
      permissions: permissionsOf(roles),
      email: person.email,
      mustChangePassword: Boolean(person.mustChangePassword),
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

async function personOf(db: Queryable, id: string): Promise<PersonRow> {
  const row = await db.one<PersonRow>(sql`
    SELECT id, username, name, post, email, unit_id, roles, password_hash, must_change_password,
      disabled_at
    FROM users WHERE id = ${id}`);
  if (!row) throw new Error(`User ${id} of a session is gone`);
  return row;
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

function wrongCredentials(): Problem {
  return new Problem(401, 'WRONG_CREDENTIALS', '用户名或密码不对，或者账号已停用。');
}
