import { Injectable } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { AuditLog } from '../platform/audit/audit-log.js';
import { sql } from '../platform/database/queryable.js';
import type { Tx } from '../platform/database/tx.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { Problem } from '../platform/http/problem.js';
import { User } from './user.entity.js';

const FAILURES_MAX = 5;
const LOCK_MINUTES = 15;
const ADDRESS_ATTEMPTS = 30;
const ADDRESS_SECONDS = 10 * 60;

export interface Account {
  readonly id: string;
  readonly name: string;
  readonly unitId: string | null;
  readonly passwordHash: string | null;
  readonly disabledAt: string | null;
  readonly lockedUntil: string | null;
}

/** What the audit log keeps of a failure. */
export interface FailureDetail {
  readonly address: string;
  /** What was wrong, when it was not the password. */
  readonly step?: 'SECOND_FACTOR' | 'OIDC';
}

/** 429; the interceptor of the auth routes turns `retryAfterSeconds` into the header. */
export class TooManyAttempts extends Problem {
  constructor(
    code: string,
    detail: string,
    readonly retryAfterSeconds: number,
  ) {
    super(429, code, detail);
  }
}

/**
 * Slows guessing down, by account and by address. An attempt is counted before the password is looked
 * at, so a thousand guesses sent at once are still five guesses. Names nobody has are counted and
 * locked alike, so the answer does not tell which accounts exist.
 */
@Injectable()
export class LoginAttempts {
  private readonly addresses = new RateLimiterMemory({
    keyPrefix: 'address',
    points: ADDRESS_ATTEMPTS,
    duration: ADDRESS_SECONDS,
  });
  private readonly strangers = new RateLimiterMemory({
    keyPrefix: 'stranger',
    points: FAILURES_MAX,
    duration: LOCK_MINUTES * 60,
  });

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditLog,
  ) {}

  /** @throws {TooManyAttempts} when the address has tried too often. */
  async countAddress(address: string): Promise<void> {
    await this.addresses.consume(address).catch((reason: unknown) => {
      throw new TooManyAttempts(
        'TOO_MANY_ATTEMPTS',
        '登录尝试太频繁，请稍后再试。',
        seconds(reason),
      );
    });
  }

  /** A right password costs the address nothing: many people share one office connection. */
  async refundAddress(address: string): Promise<void> {
    await this.addresses.reward(address);
  }

  /**
   * Counts one attempt on the account; the fifth without a right password in between locks it.
   * @returns the account, undefined when there is none of that name.
   * @throws {TooManyAttempts} while the account is locked.
   */
  async begin(username: string): Promise<Account | undefined> {
    const account = await this.unitOfWork.run((tx) => this.count(tx, username));
    if (!account) {
      await this.strangers.consume(username).catch((reason: unknown) => {
        throw locked(seconds(reason));
      });
    }
    return account;
  }

  /** For whoever comes another way than by the password of the account. */
  isLocked({ lockedUntil }: Pick<Account, 'lockedUntil'>, now: string): boolean {
    return lockedUntil !== null && lockedUntil > now;
  }

  /** Records the failure, and the lock when this attempt brought it about. */
  failed(tx: Tx, account: Account | undefined, detail: FailureDetail): void {
    const actor = {
      userId: account?.id ?? null,
      name: account?.name ?? '未知用户',
      unitId: account?.unitId ?? null,
      bureauId: null,
    };
    const subject = { subjectType: 'USER', subjectId: account?.id ?? 'unknown' };
    this.audit.record(tx, actor, { action: 'SIGN_IN_FAILED', ...subject, detail: { ...detail } });
    if (account?.lockedUntil) {
      const lock = { address: detail.address, until: account.lockedUntil };
      this.audit.record(tx, actor, { action: 'ACCOUNT_LOCKED', ...subject, detail: lock });
    }
  }

  /** A right password: the count starts again. */
  async succeeded(tx: Tx, userId: string): Promise<void> {
    await tx.update(User, { id: userId }, { failedAttempts: 0, lockedUntil: null });
  }

  /**
   * This one attempt was right, but there is more to show: it does not count, and those before it still
   * do. Otherwise the password would buy five new guesses at the code each time.
   */
  async takeBack(tx: Tx, userId: string): Promise<void> {
    await tx.execute(sql`
      UPDATE users SET failed_attempts = failed_attempts - 1, locked_until = NULL
      WHERE id = ${userId} AND failed_attempts > 0`);
  }

  private async count(tx: Tx, username: string): Promise<Account | undefined> {
    const account = await tx.one<Account & { failedAttempts: number }>(sql`
      SELECT id, name, unit_id, password_hash, disabled_at, locked_until, failed_attempts
      FROM users WHERE username = ${username} ${tx.rowLock}`);
    if (!account) {
      // A name nobody has costs one durable write too, so that the time taken tells nothing.
      await tx.nextNumber('unknown-sign-ins');
      return undefined;
    }
    if (account.lockedUntil && account.lockedUntil > tx.now) {
      throw locked(secondsBetween(tx.now, account.lockedUntil));
    }
    const failedAttempts = account.lockedUntil ? 1 : account.failedAttempts + 1;
    const lockedUntil =
      failedAttempts < FAILURES_MAX
        ? null
        : new Date(Date.parse(tx.now) + LOCK_MINUTES * 60_000).toISOString();
    await tx.update(User, { id: account.id }, { failedAttempts, lockedUntil });
    return { ...account, lockedUntil };
  }
}

function locked(retryAfterSeconds: number): TooManyAttempts {
  return new TooManyAttempts(
    'ACCOUNT_LOCKED',
    `密码或动态口令连续输错${FAILURES_MAX}次，账号已锁定${LOCK_MINUTES}分钟，请稍后再试或联系安全管理员重置密码。`,
    retryAfterSeconds,
  );
}

function seconds(reason: unknown): number {
  if (!(reason instanceof RateLimiterRes)) throw reason;
  return Math.max(1, Math.ceil(reason.msBeforeNext / 1000));
}

const secondsBetween = (from: string, to: string): number =>
  Math.max(1, Math.ceil((Date.parse(to) - Date.parse(from)) / 1000));
