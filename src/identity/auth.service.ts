import { Injectable } from '@nestjs/common';
import { AuditLog } from '../platform/audit/audit-log.js';
import type { Tx } from '../platform/database/tx.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { conflict, Problem } from '../platform/http/problem.js';
import type { LoginBody } from './auth.dto.js';
import { actorOf, type Caller } from './caller.js';
import { type Account, LoginAttempts } from './login-attempts.js';
import { MeQueries } from './me.queries.js';
import { PasswordHasher } from './password.js';
import type { SessionVia } from './session.entity.js';
import { SessionStore } from './session.store.js';
import { SignInService, type SignInStep } from './sign-in.service.js';

/** Signing in by password, and out. */
@Injectable()
export class AuthService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly me: MeQueries,
    private readonly sessions: SessionStore,
    private readonly attempts: LoginAttempts,
    private readonly hasher: PasswordHasher,
    private readonly signIn: SignInService,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Opens a session, or asks for a one-time code. Unknown name, wrong password, disabled account and
   * account without a password get the same answer after the same work.
   * @throws {Problem} 401 WRONG_CREDENTIALS, 429 ACCOUNT_LOCKED or TOO_MANY_ATTEMPTS, 503 BUSY
   */
  async login(body: LoginBody, address: string): Promise<SignInStep> {
    await this.attempts.countAddress(address);
    const username = body.username.toLowerCase();
    const account = await this.attempts.begin(username);
    const right = await this.hasher.verify(account?.passwordHash ?? null, body.password);
    if (!account || !right || account.disabledAt) throw await this.refuse(account, address);
    const step = await this.unitOfWork.run((tx) =>
      this.openAfterCheck(tx, account, body.cookie ? 'COOKIE' : 'BEARER', address),
    );
    await this.attempts.refundAddress(address);
    return step;
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

  private async refuse(account: Account | undefined, address: string): Promise<Problem> {
    await this.unitOfWork.run((tx) => {
      this.attempts.failed(tx, account, { address });
      return Promise.resolve();
    });
    return wrongCredentials();
  }

  private async openAfterCheck(
    tx: Tx,
    account: Account,
    via: SessionVia,
    address: string,
  ): Promise<SignInStep> {
    const person = await this.me.person(tx, account.id);
    // Reset or disabled while the hash was being computed.
    if (person.disabledAt || person.passwordHash !== account.passwordHash) {
      throw conflict('ACCOUNT_CHANGED', '账号刚刚被修改，请重新登录。');
    }
    const facts = { via, method: 'PASSWORD', secondFactor: null, address } as const;
    return this.signIn.afterFirstFactor(tx, person, facts);
  }
}

function wrongCredentials(): Problem {
  return new Problem(401, 'WRONG_CREDENTIALS', '用户名或密码不对，或者账号已停用。');
}
