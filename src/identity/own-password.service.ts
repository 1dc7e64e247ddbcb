import { AsyncLocalStorage } from 'node:async_hooks';
import { Inject, Injectable } from '@nestjs/common';
import { AuditLog } from '../platform/audit/audit-log.js';
import { sql } from '../platform/database/queryable.js';
import type { Tx } from '../platform/database/tx.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { Problem, fieldBroken } from '../platform/http/problem.js';
import type { PasswordBody, SessionView } from './auth.dto.js';
import { actorOf, type Caller } from './caller.js';
import { LoginAttempts } from './login-attempts.js';
import { MeQueries } from './me.queries.js';
import { PasswordHasher } from './password.js';
import { PasswordHistory } from './password-history.js';
import { assertPassword, PASSWORD_PROFILE, type PasswordProfile } from './password-rules.js';
import type { Session, SessionVia } from './session.entity.js';
import { type OpenedSession, SessionOpener } from './session.opener.js';
import { SessionStore } from './session.store.js';
import { User } from './user.entity.js';

/** The password of the signed-in user: replacing it, and asking for it again before a delicate step. */
@Injectable()
export class OwnPassword {
  /**
   * Runs a function outside the request's context. A counted attempt is a transaction of its own and
   * must not be taken for the answer that `Idempotency-Key` remembers.
   */
  private readonly apart = AsyncLocalStorage.snapshot();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly me: MeQueries,
    private readonly sessions: SessionStore,
    private readonly opener: SessionOpener,
    private readonly attempts: LoginAttempts,
    private readonly hasher: PasswordHasher,
    private readonly history: PasswordHistory,
    private readonly audit: AuditLog,
    @Inject(PASSWORD_PROFILE) private readonly profile: PasswordProfile,
  ) {}

  /**
   * Replaces the caller's password, ends all sessions of the account and opens a new one of the same
   * kind as the caller's.
   * @throws {Problem} 403 WRONG_PASSWORD (counts towards the lock), 422 WEAK_PASSWORD, SAME_PASSWORD,
   *   PASSWORD_REUSED
   */
  async change(
    caller: Caller,
    via: SessionVia,
    body: PasswordBody,
    address: string,
  ): Promise<OpenedSession> {
    assertPassword(body.newPassword, caller.username, this.profile);
    await this.assertCurrent(caller, body.currentPassword, address);
    if (body.newPassword.normalize('NFKC') === body.currentPassword.normalize('NFKC')) {
      throw fieldBroken('newPassword', 'SAME_PASSWORD', '新密码不能与原密码相同');
    }
    await this.history.assertFresh(caller.userId, body.newPassword);
    const passwordHash = await this.hasher.hash(body.newPassword);
    let token = '';
    const view = await this.unitOfWork.run(async (tx): Promise<SessionView> => {
      const session = await this.replace(tx, caller, via, passwordHash);
      ({ token } = session);
      // What the transaction returns may be kept for a repeated request; the token must not be.
      return { ...session, token: null };
    });
    return { ...view, token };
  }

  /** @throws {Problem} 403 WRONG_PASSWORD, counted towards the lock like a guess at the door. */
  async assertCurrent(
    caller: Caller,
    password: string,
    address: string,
    path = 'currentPassword',
  ): Promise<void> {
    const account = await this.apart(() => this.attempts.begin(caller.username));
    const right = account && (await this.hasher.verify(account.passwordHash, password));
    await this.apart(() =>
      this.unitOfWork.run(async (tx) => {
        if (right) await this.attempts.takeBack(tx, account.id);
        else this.attempts.failed(tx, account, { address });
      }),
    );
    if (right) return;
    throw new Problem(403, 'WRONG_PASSWORD', '原密码不对，请重新输入。', [
      { path, code: 'WRONG_PASSWORD', message: '原密码不对' },
    ]);
  }

  private async replace(
    tx: Tx,
    caller: Caller,
    via: SessionVia,
    passwordHash: string,
  ): Promise<OpenedSession> {
    const ended = await tx.one<
      Pick<Session, 'method' | 'secondFactor'> & { secondFactorDue: number }
    >(sql`
      SELECT method, second_factor, second_factor_due FROM sessions WHERE token_hash = ${caller.sessionId}`);
    await this.history.keep(tx, caller.userId);
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
    const person = await this.me.person(tx, caller.userId);
    return this.opener.openWith(
      tx,
      person,
      { via, method: ended?.method ?? 'PASSWORD', secondFactor: ended?.secondFactor ?? null },
      { passwordDue: false, secondFactorDue: Boolean(ended?.secondFactorDue) },
    );
  }
}
