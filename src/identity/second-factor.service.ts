import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { type Actor, AuditLog } from '../platform/audit/audit-log.js';
import { type Queryable, sql } from '../platform/database/queryable.js';
import { Reader } from '../platform/database/reader.js';
import type { Tx } from '../platform/database/tx.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { notKept } from '../platform/http/idempotency.js';
import { conflict, fieldBroken } from '../platform/http/problem.js';
import { actorOf, type Caller } from './caller.js';
import { LoginAttempts } from './login-attempts.js';
import { OwnPassword } from './own-password.service.js';
import type {
  ProofBody,
  RecoveryCodesView,
  SecondFactorProposal,
  SecondFactorView,
} from './second-factor.dto.js';
import { SecondFactorStore } from './second-factor.store.js';
import { SessionStore } from './session.store.js';
import { SignInPolicy } from './sign-in.policy.js';
import { wrongCode } from './sign-in.service.js';
import { otpauthUri } from './totp.js';

type SecondFactorAct =
  | 'SECOND_FACTOR_ENROLLED'
  | 'SECOND_FACTOR_REPLACED'
  | 'SECOND_FACTOR_DISABLED'
  | 'SECOND_FACTOR_RESET'
  | 'RECOVERY_CODES_RENEWED';

/** One-time codes of the signed-in user, and their reset by the security administrator. */
@Injectable()
export class SecondFactorService {
  /** Counted attempts are no answers for `Idempotency-Key` to remember; see `OwnPassword`. */
  private readonly apart = AsyncLocalStorage.snapshot();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly store: SecondFactorStore,
    private readonly policy: SignInPolicy,
    private readonly password: OwnPassword,
    private readonly attempts: LoginAttempts,
    private readonly sessions: SessionStore,
    private readonly audit: AuditLog,
  ) {}

  async view(caller: Caller, db: Queryable = this.reader): Promise<SecondFactorView> {
    const session = await db.one<{ method: string | null }>(
      sql`SELECT method FROM sessions WHERE token_hash = ${caller.sessionId}`,
    );
    return {
      available: this.policy.secondFactor !== 'off',
      required: this.policy.isRequired(caller),
      ...(await this.store.state(db, caller.userId)),
      passwordNeeded: session?.method !== 'OIDC',
    };
  }

  /**
   * Proposes a secret, for the first authenticator or for another one in its place. Nothing changes until
   * {@link confirm}.
   * @throws {Problem} 403 WRONG_PASSWORD, WRONG_CODE; 409 SECOND_FACTOR_OFF; 422
   */
  async propose(caller: Caller, proof: ProofBody, address: string): Promise<SecondFactorProposal> {
    const { enrolledAt } = await this.available(caller);
    await this.prove(caller, proof, address, enrolledAt !== null);
    return this.unitOfWork.run(async (tx) => {
      const secret = await this.store.propose(tx, caller.userId);
      return notKept({ secret, uri: otpauthUri(secret, caller.username) });
    });
  }

  /**
   * Puts the proposed secret in force, gives new recovery codes and ends the other sessions.
   * @throws {Problem} 409 NOTHING_PROPOSED, 422 WRONG_CODE
   */
  async confirm(caller: Caller, code: string): Promise<RecoveryCodesView> {
    const { enrolledAt } = await this.available(caller);
    const act = enrolledAt === null ? 'SECOND_FACTOR_ENROLLED' : 'SECOND_FACTOR_REPLACED';
    return this.givingCodes(caller, act, async (tx) => {
      const result = await this.store.confirm(tx, caller.userId, code);
      if (result === 'NONE') {
        throw conflict('NOTHING_PROPOSED', '密钥已经过期，请重新开始启用动态口令。');
      }
      if (result === 'WRONG') {
        throw fieldBroken('code', 'WRONG_CODE', '动态口令不对，请核对手机时间后重新输入');
      }
      await this.sessions.revokeAll(tx, caller.userId, caller.sessionId);
      await this.sessions.secondFactorDone(tx, caller.userId);
    });
  }

  /** @throws {Problem} 403 WRONG_PASSWORD, WRONG_CODE; 409 NOT_ENROLLED */
  async renewRecoveryCodes(
    caller: Caller,
    proof: ProofBody,
    address: string,
  ): Promise<RecoveryCodesView> {
    assertEnrolled(await this.available(caller));
    await this.prove(caller, proof, address, true);
    return this.givingCodes(caller, 'RECOVERY_CODES_RENEWED');
  }

  /** @throws {Problem} 403 WRONG_PASSWORD, WRONG_CODE; 409 NOT_ENROLLED, SECOND_FACTOR_INDISPENSABLE */
  async disable(caller: Caller, proof: ProofBody, address: string): Promise<SecondFactorView> {
    const state = await this.available(caller);
    assertEnrolled(state);
    if (state.required) {
      throw conflict(
        'SECOND_FACTOR_INDISPENSABLE',
        '您的角色必须使用动态口令，不能停用；更换手机请用“更换手机”。',
      );
    }
    await this.prove(caller, proof, address, true);
    return this.unitOfWork.run(async (tx) => {
      await this.store.remove(tx, caller.userId);
      await this.sessions.revokeAll(tx, caller.userId, caller.sessionId);
      this.record(tx, actorOf(caller), caller.userId, 'SECOND_FACTOR_DISABLED');
      return this.view(caller, tx);
    });
  }

  /**
   * Takes somebody's one-time codes away, for a lost telephone, and ends all sessions of the account.
   * @throws {Problem} 409 NOT_ENROLLED
   */
  async reset(tx: Tx, actor: Actor, userId: string): Promise<void> {
    if (!(await this.store.remove(tx, userId))) throw notEnrolled();
    await this.sessions.revokeAll(tx, userId);
    this.record(tx, actor, userId, 'SECOND_FACTOR_RESET');
  }

  private async givingCodes(
    caller: Caller,
    act: SecondFactorAct,
    before: (tx: Tx) => Promise<void> = () => Promise.resolve(),
  ): Promise<RecoveryCodesView> {
    let recoveryCodes: string[] = [];
    const view = await this.unitOfWork.run(async (tx): Promise<RecoveryCodesView> => {
      await before(tx);
      recoveryCodes = await this.store.renewRecoveryCodes(tx, caller.userId);
      this.record(tx, actorOf(caller), caller.userId, act);
      // What the transaction returns may be kept for a repeated request; the codes must not be.
      return { recoveryCodes: null, secondFactor: await this.view(caller, tx) };
    });
    return { ...view, recoveryCodes };
  }

  /** Password and code once more; both count as attempts, and the code is used up. */
  private async prove(
    caller: Caller,
    { password, code }: ProofBody,
    address: string,
    codeNeeded: boolean,
  ): Promise<void> {
    const { passwordNeeded } = await this.view(caller);
    if (passwordNeeded && !password) {
      throw fieldBroken('password', 'PASSWORD_NEEDED', '请输入登录密码');
    }
    if (codeNeeded && !code) throw fieldBroken('code', 'CODE_NEEDED', '请输入动态口令');
    if (passwordNeeded && password) {
      await this.password.assertCurrent(caller, password, address, 'password');
    }
    if (codeNeeded && code) await this.apart(() => this.useCode(caller, code, address));
  }

  private async useCode(caller: Caller, code: string, address: string): Promise<void> {
    const account = await this.attempts.begin(caller.username);
    const kind = await this.unitOfWork.run(async (tx) => {
      const used = await this.store.use(tx, caller.userId, code);
      if (used) await this.attempts.takeBack(tx, caller.userId);
      else this.attempts.failed(tx, account, { address, step: 'SECOND_FACTOR' });
      return used;
    });
    if (!kind) throw wrongCode(403);
  }

  private async available(caller: Caller): Promise<SecondFactorView> {
    const state = await this.view(caller);
    if (state.available) return state;
    throw conflict('SECOND_FACTOR_OFF', '本系统没有开启动态口令。');
  }

  private record(tx: Tx, actor: Actor, userId: string, action: SecondFactorAct): void {
    this.audit.record(tx, actor, { action, subjectType: 'USER', subjectId: userId });
  }
}

const notEnrolled = () => conflict('NOT_ENROLLED', '该账号没有启用动态口令。');

function assertEnrolled({ enrolledAt }: SecondFactorView): void {
  if (enrolledAt === null) throw notEnrolled();
}
