import { Inject, Injectable } from '@nestjs/common';
import { newId } from '../platform/database/ids.js';
import { sql } from '../platform/database/queryable.js';
import { Reader } from '../platform/database/reader.js';
import type { Tx } from '../platform/database/tx.js';
import { fieldBroken } from '../platform/http/problem.js';
import { PasswordHasher } from './password.js';
import { PasswordRecord } from './password-history.entity.js';
import { PASSWORD_PROFILE, type PasswordProfile, REUSE_BANNED } from './password-rules.js';

/**
 * Passwords that came before, where the profile forbids their return. Under the other profile nothing is
 * kept: an old hash that serves no purpose could only be stolen.
 */
@Injectable()
export class PasswordHistory {
  private readonly length: number;

  constructor(
    private readonly reader: Reader,
    private readonly hasher: PasswordHasher,
    @Inject(PASSWORD_PROFILE) profile: PasswordProfile,
  ) {
    this.length = REUSE_BANNED[profile];
  }

  /** @throws {Problem} 422 PASSWORD_REUSED */
  async assertFresh(userId: string, password: string): Promise<void> {
    if (this.length === 0) return;
    const rows = await this.reader.all<{ passwordHash: string }>(sql`
      SELECT password_hash FROM password_history WHERE user_id = ${userId}
      ORDER BY replaced_at DESC, id DESC LIMIT ${this.length}`);
    for (const { passwordHash } of rows) {
      if (!(await this.hasher.verify(passwordHash, password))) continue;
      const message = `新密码不能与最近用过的${this.length}个密码相同`;
      throw fieldBroken('newPassword', 'PASSWORD_REUSED', message);
    }
  }

  /** Keeps the password that is about to be replaced; one-time passwords were nobody's choice. */
  async keep(tx: Tx, userId: string): Promise<void> {
    if (this.length === 0) return;
    const user = await tx.one<{ passwordHash: string | null; mustChangePassword: number }>(
      sql`SELECT password_hash, must_change_password FROM users WHERE id = ${userId}`,
    );
    if (!user?.passwordHash || user.mustChangePassword) return;
    const { passwordHash } = user;
    await tx.insert(PasswordRecord, { id: newId(), userId, passwordHash, replacedAt: tx.now });
    await tx.execute(sql`
      DELETE FROM password_history WHERE user_id = ${userId} AND id NOT IN (
        SELECT id FROM password_history WHERE user_id = ${userId}
        ORDER BY replaced_at DESC, id DESC LIMIT ${this.length})`);
  }
}
