import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuditLog } from '../platform/audit/audit-log.js';
import { sql } from '../platform/database/queryable.js';
import { Reader } from '../platform/database/reader.js';
import type { Tx } from '../platform/database/tx.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { Problem } from '../platform/http/problem.js';
import type { Credential } from './credentials.js';
import { type Account, LoginAttempts } from './login-attempts.js';
import { MeQueries, type PersonRecord } from './me.queries.js';
import { SignInChallenge } from './second-factor.entity.js';
import { SecondFactorStore } from './second-factor.store.js';
import type { SessionVia, SignInMethod } from './session.entity.js';
import { type OpenedSession, SessionOpener, type SignInFacts } from './session.opener.js';
import { hashOf } from './session.store.js';
import { SignInPolicy } from './sign-in.policy.js';

const CHALLENGE_MS = 5 * 60 * 1000;
const ATTEMPTS_MAX = 5;

/** The password was right; the token leads to the second step and to nothing else. */
export interface OpenedChallenge {
  readonly challenge: string;
  readonly via: SessionVia;
  readonly expiresAt: string;
}

export type SignInStep = OpenedSession | OpenedChallenge;

export const isChallenge = (step: SignInStep): step is OpenedChallenge => 'challenge' in step;

interface ChallengeRow {
  userId: string;
  username: string;
  via: SessionVia;
  method: SignInMethod;
  attempts: number;
}

/** What follows the first factor, whichever that was: a session, or the question for a code. */
@Injectable()
export class SignInService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly opener: SessionOpener,
    private readonly policy: SignInPolicy,
    private readonly factors: SecondFactorStore,
    private readonly attempts: LoginAttempts,
    private readonly me: MeQueries,
    private readonly audit: AuditLog,
  ) {}

  async afterFirstFactor(tx: Tx, person: PersonRecord, facts: SignInFacts): Promise<SignInStep> {
    const isPassword = facts.method === 'PASSWORD';
    if (facts.secondFactor === null && this.policy.asksForCode(person)) {
      if (isPassword) await this.attempts.takeBack(tx, person.id);
      return this.ask(tx, person.id, facts);
    }
    // Whom the provider vouches for has proved nothing about the password that others guess at.
    if (isPassword) await this.attempts.succeeded(tx, person.id);
    return this.opener.open(tx, person, facts);
  }

  /**
   * The second step. Attempts count on the account, like wrong passwords, before the code is looked at.
   * @throws {Problem} 401 CHALLENGE_EXPIRED, WRONG_CODE; 429 ACCOUNT_LOCKED or TOO_MANY_ATTEMPTS
   */
  async finish({ token, via }: Credential, code: string, address: string): Promise<OpenedSession> {
    await this.attempts.countAddress(address);
    const hash = hashOf(token);
    const asked = await this.reader.one<{ username: string }>(sql`
      SELECT u.username FROM sign_in_challenges c JOIN users u ON u.id = c.user_id
      WHERE c.token_hash = ${hash} AND c.via = ${via}`);
    const account = asked && (await this.attempts.begin(asked.username));
    if (!account) throw challengeExpired();
    const session = await this.unitOfWork.run((tx) =>
      this.tryCode(tx, hash, code, account, address),
    );
    if (!session) throw wrongCode(401);
    await this.attempts.refundAddress(address);
    return session;
  }

  private async ask(tx: Tx, userId: string, facts: SignInFacts): Promise<OpenedChallenge> {
    const token = randomBytes(32).toString('base64url');
    const expiresAt = new Date(Date.parse(tx.now) + CHALLENGE_MS).toISOString();
    const { via, method } = facts;
    await tx.execute(
      sql`DELETE FROM sign_in_challenges WHERE user_id = ${userId} AND expires_at <= ${tx.now}`,
    );
    const row = { tokenHash: hashOf(token), userId, via, method, createdAt: tx.now, expiresAt };
    await tx.insert(SignInChallenge, row);
    return { challenge: token, via, expiresAt };
  }

  private async tryCode(
    tx: Tx,
    tokenHash: string,
    code: string,
    account: Account,
    address: string,
  ): Promise<OpenedSession | undefined> {
    const challenge = await tx.one<ChallengeRow>(sql`
      SELECT user_id, via, method, attempts FROM sign_in_challenges
      WHERE token_hash = ${tokenHash} AND expires_at > ${tx.now} ${tx.rowLock}`);
    const person = await this.me.person(tx, account.id);
    if (challenge?.userId !== account.id || person.disabledAt) throw challengeExpired();
    const secondFactor = await this.factors.use(tx, account.id, code);
    if (!secondFactor) {
      this.attempts.failed(tx, account, { address, step: 'SECOND_FACTOR' });
      await this.countAttempt(tx, tokenHash, challenge.attempts + 1);
      return undefined;
    }
    await tx.execute(sql`DELETE FROM sign_in_challenges WHERE token_hash = ${tokenHash}`);
    await this.attempts.succeeded(tx, account.id);
    const { via, method } = challenge;
    const session = await this.opener.open(tx, person, { via, method, secondFactor, address });
    if (secondFactor === 'RECOVERY_CODE') await this.recordUse(tx, person);
    return session;
  }

  private async countAttempt(tx: Tx, tokenHash: string, attempts: number): Promise<void> {
    if (attempts < ATTEMPTS_MAX) await tx.update(SignInChallenge, { tokenHash }, { attempts });
    else await tx.execute(sql`DELETE FROM sign_in_challenges WHERE token_hash = ${tokenHash}`);
  }

  private async recordUse(tx: Tx, { id, name, unitId }: PersonRecord): Promise<void> {
    const { recoveryCodesLeft } = await this.factors.state(tx, id);
    const actor = { userId: id, name, unitId, bureauId: null };
    this.audit.record(tx, actor, {
      action: 'RECOVERY_CODE_USED',
      subjectType: 'USER',
      subjectId: id,
      detail: { left: recoveryCodesLeft },
    });
  }
}

export const wrongCode = (status: 401 | 403): Problem =>
  new Problem(
    status,
    'WRONG_CODE',
    '动态口令或恢复码不对，或者已经用过。请等待新的口令出现后再输入，并核对手机时间。',
    [{ path: 'code', code: 'WRONG_CODE', message: '动态口令或恢复码不对' }],
  );

const challengeExpired = (): Problem =>
  new Problem(401, 'CHALLENGE_EXPIRED', '登录已超时，请重新输入用户名和密码。');
