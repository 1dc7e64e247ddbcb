import { Injectable } from '@nestjs/common';
import { FieldCipher } from '../platform/crypto/field-cipher.js';
import { type Queryable, sql } from '../platform/database/queryable.js';
import type { Tx } from '../platform/database/tx.js';
import { newRecoveryCodes, recoveryCodeHash } from './second-factor.rules.js';
import { RecoveryCode, SecondFactor } from './second-factor.entity.js';
import { FACTOR_SECRET, PROPOSED_FACTOR_SECRET } from './second-factor.sealed.js';
import { looksLikeCode, newSecret, stepOf } from './totp.js';

/** How long a secret that was shown waits for its first code. */
const PENDING_MS = 15 * 60 * 1000;

export interface SecondFactorState {
  readonly enrolledAt: string | null;
  readonly recoveryCodesLeft: number;
}

/** Authenticators and recovery codes as they are stored. Who may do what, its callers decide. */
@Injectable()
export class SecondFactorStore {
  constructor(private readonly cipher: FieldCipher) {}

  async state(db: Queryable, userId: string): Promise<SecondFactorState> {
    const row = await db.one<{ enrolledAt: string | null; codesLeft: number }>(sql`
      SELECT enrolled_at, (SELECT COUNT(*) FROM recovery_codes c
        WHERE c.user_id = f.user_id AND c.used_at IS NULL) AS codes_left
      FROM second_factors f WHERE user_id = ${userId}`);
    return { enrolledAt: row?.enrolledAt ?? null, recoveryCodesLeft: row?.codesLeft ?? 0 };
  }

  /** A new secret to be proved by a code; an authenticator that is set up goes on until then. */
  async propose(tx: Tx, userId: string): Promise<string> {
    const secret = newSecret();
    const pendingSecret = this.cipher.seal(secret, PROPOSED_FACTOR_SECRET.at(userId));
    const patch = { pendingSecret, pendingSince: tx.now };
    const isNew = await tx.insertNew(SecondFactor, { userId, ...patch });
    if (!isNew) await tx.update(SecondFactor, { userId }, patch);
    return secret;
  }

  /** Puts the proposed secret in force when the code proves it. */
  async confirm(tx: Tx, userId: string, code: string): Promise<'CONFIRMED' | 'WRONG' | 'NONE'> {
    const row = await this.locked(tx, userId);
    if (!row?.pendingSecret || !row.pendingSince) return 'NONE';
    if (Date.parse(tx.now) - Date.parse(row.pendingSince) >= PENDING_MS) return 'NONE';
    const secret = this.cipher.open(row.pendingSecret, PROPOSED_FACTOR_SECRET.at(userId));
    const step = stepOf(secret, code, tx.now, 0);
    if (step === undefined) return 'WRONG';
    await tx.update(
      SecondFactor,
      { userId },
      {
        secret: this.cipher.seal(secret, FACTOR_SECRET.at(userId)),
        pendingSecret: null,
        pendingSince: null,
        enrolledAt: tx.now,
        lastStep: step,
      },
    );
    return 'CONFIRMED';
  }

  /** Looks at a code and uses it up: neither the time step nor the recovery code is good again. */
  async use(tx: Tx, userId: string, code: string): Promise<'TOTP' | 'RECOVERY_CODE' | undefined> {
    const row = await this.locked(tx, userId);
    if (!row?.secret) return undefined;
    if (looksLikeCode(code)) {
      const secret = this.cipher.open(row.secret, FACTOR_SECRET.at(userId));
      const step = stepOf(secret, code, tx.now, row.lastStep);
      if (step === undefined) return undefined;
      await tx.update(SecondFactor, { userId }, { lastStep: step });
      return 'TOTP';
    }
    const used = await tx.update(
      RecoveryCode,
      { codeHash: recoveryCodeHash(userId, code), userId, usedAt: null },
      { usedAt: tx.now },
    );
    return used === 1 ? 'RECOVERY_CODE' : undefined;
  }

  /** Ten new recovery codes; those before them are worth nothing. */
  async renewRecoveryCodes(tx: Tx, userId: string): Promise<string[]> {
    await tx.execute(sql`DELETE FROM recovery_codes WHERE user_id = ${userId}`);
    const codes = newRecoveryCodes();
    await tx.insert(
      RecoveryCode,
      codes.map((code) => ({
        codeHash: recoveryCodeHash(userId, code),
        userId,
        createdAt: tx.now,
        usedAt: null,
      })),
    );
    return codes;
  }

  /** Takes authenticator and recovery codes away. @returns false when there was none. */
  async remove(tx: Tx, userId: string): Promise<boolean> {
    const { enrolledAt } = await this.state(tx, userId);
    await tx.execute(sql`DELETE FROM recovery_codes WHERE user_id = ${userId}`);
    await tx.execute(sql`DELETE FROM second_factors WHERE user_id = ${userId}`);
    return enrolledAt !== null;
  }

  private locked(tx: Tx, userId: string): Promise<SecondFactor | undefined> {
    return tx.one<SecondFactor>(
      sql`SELECT * FROM second_factors WHERE user_id = ${userId} ${tx.rowLock}`,
    );
  }
}
