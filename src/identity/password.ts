import { randomBytes, randomInt } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import { BoundedGate } from '../platform/http/bounded-gate.js';

export interface PasswordCost {
  readonly memoryKiB: number;
  readonly iterations: number;
}

export const PASSWORD_COST = Symbol('PASSWORD_COST');
export const DEFAULT_PASSWORD_COST: PasswordCost = { memoryKiB: 65_536, iterations: 3 };

/**
 * argon2id with a bound on memory: at most four hashes at once (256 MiB), a bounded queue behind them,
 * 503 beyond it, so that a flood of logins cannot take the server down.
 */
@Injectable()
export class PasswordHasher {
  private readonly gate = new BoundedGate({
    atOnce: 4,
    waitingMax: 64,
    busy: '登录的人太多，请稍后再试。',
  });
  private decoy: Promise<string> | undefined;

  constructor(@Inject(PASSWORD_COST) private readonly cost: PasswordCost) {}

  hash(password: string): Promise<string> {
    return this.gate.run(() =>
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
    const right = await this.gate.run(() => verify(target, password.normalize('NFKC')));
    return right && stored !== null;
  }

  private decoyHash(): Promise<string> {
    this.decoy ??= this.hash(randomBytes(16).toString('hex'));
    return this.decoy;
  }
}

// Without 0/O, 1/l/I: the password is read aloud over the telephone.
const LEGIBLE = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const ONE_TIME_LENGTH = 16;

/** A random password (93 bits) for one sign-in, to be replaced at once by the user. */
export function oneTimePassword(): string {
  return Array.from({ length: ONE_TIME_LENGTH }, () => LEGIBLE[randomInt(LEGIBLE.length)]).join('');
}
