import { randomBytes, randomInt } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import { Problem } from '../platform/http/problem.js';

export interface PasswordCost {
  readonly memoryKiB: number;
  readonly iterations: number;
}

export const PASSWORD_COST = Symbol('PASSWORD_COST');
export const DEFAULT_PASSWORD_COST: PasswordCost = { memoryKiB: 65_536, iterations: 3 };

const AT_ONCE = 4;
const WAITING_MAX = 64;

/**
 * argon2id with a bound on memory: at most four hashes at once (256 MiB), a bounded queue behind them,
 * 503 beyond it, so that a flood of logins cannot take the server down.
 */
@Injectable()
export class PasswordHasher {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  private decoy: Promise<string> | undefined;

  constructor(@Inject(PASSWORD_COST) private readonly cost: PasswordCost) {}

  hash(password: string): Promise<string> {
    return this.inTurn(() =>
      hash(password.normalize('NFKC'), {
        memoryCost: this.cost.memoryKiB,
        timeCost: this.cost.iterations,
        parallelism: 1,
      }),
    );
  }

  /**
   * True when the password belongs to the hash. Without a hash (no such user, no password issued) the
   * same work is done against a decoy, so that the time taken tells nothing.
   */
  async verify(stored: string | null, password: string): Promise<boolean> {
    const target = stored ?? (await this.decoyHash());
    const right = await this.inTurn(() => verify(target, password.normalize('NFKC')));
    return right && stored !== null;
  }

  private decoyHash(): Promise<string> {
    this.decoy ??= this.hash(randomBytes(16).toString('hex'));
    return this.decoy;
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    await this.takeSlot();
    try {
      return await work();
    } finally {
      this.passSlotOn();
    }
  }

  private takeSlot(): Promise<void> {
    if (this.running < AT_ONCE) {
      this.running += 1;
      return Promise.resolve();
    }
    if (this.waiting.length >= WAITING_MAX) {
      return Promise.reject(new Problem(503, 'BUSY', '登录的人太多，请稍后再试。'));
    }
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private passSlotOn(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.running -= 1;
  }
}

// Without 0/O, 1/l/I: the password is read aloud over the telephone.
const LEGIBLE = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const ONE_TIME_LENGTH = 16;

/** A random password (93 bits) for one sign-in, to be replaced at once by the user. */
export function oneTimePassword(): string {
  return Array.from({ length: ONE_TIME_LENGTH }, () => LEGIBLE[randomInt(LEGIBLE.length)]).join('');
}
