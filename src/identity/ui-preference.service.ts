import { Injectable } from '@nestjs/common';
import { type Queryable, sql } from '../platform/database/queryable.js';
import { Reader } from '../platform/database/reader.js';
import type { Tx } from '../platform/database/tx.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { ruleBroken } from '../platform/http/problem.js';
import type { Caller } from './caller.js';
import type {
  UiPreferenceBody,
  UiPreferenceInput,
  UiPreferencesBody,
} from './ui-preference.dto.js';
import { assertKey, PREFERENCES_MAX, valueObstacle } from './ui-preference.rules.js';

type StoredPreference = Omit<UiPreferenceBody, 'value'> & { value: string };

/**
 * How the caller has set up the screens, on whichever computer. Nobody reads another's, and the program
 * itself never reads what is in them. Not in the audit log, and really deleted: the width of a column is no
 * record of the bureau's business, and such entries would bury those that are.
 */
@Injectable()
export class UiPreferences {
  constructor(
    private readonly reader: Reader,
    private readonly uow: UnitOfWork,
  ) {}

  async list({ userId }: Caller): Promise<UiPreferencesBody> {
    const rows = await this.reader.all<StoredPreference>(sql`
      SELECT key, version, value, updated_at FROM ui_preferences
      WHERE user_id = ${userId} ORDER BY key`);
    return { items: rows.map((row) => ({ ...row, value: parsed(row.value) })) };
  }

  /**
   * The last one to write wins: it is one person's own setting.
   * @throws 400 for a malformed key, 422 VALUE_TOO_DEEP, VALUE_TOO_LARGE, TOO_MANY_PREFERENCES
   */
  put(
    { userId }: Caller,
    key: string,
    { version, value }: UiPreferenceInput,
  ): Promise<UiPreferenceBody> {
    assertKey(key);
    const obstacle = valueObstacle(value);
    if (obstacle) throw obstacle;
    return this.uow.run(async (tx) => {
      // Two windows of one person that each save their last allowed screen do so one after the other.
      await tx.one(sql`SELECT id FROM users WHERE id = ${userId} ${tx.rowLock}`);
      if ((await countOthers(tx, userId, key)) >= PREFERENCES_MAX) {
        throw ruleBroken(
          'TOO_MANY_PREFERENCES',
          `每人最多保存${PREFERENCES_MAX}项界面设置，请先恢复不用的设置。`,
        );
      }
      await this.store(tx, userId, { key, version, value: JSON.stringify(value) });
      return { key, version, value, updatedAt: tx.now };
    });
  }

  /** Back to the screen's own default; nothing to do where nothing was kept. */
  reset({ userId }: Caller, key: string): Promise<void> {
    assertKey(key);
    return this.uow.run((tx) =>
      tx.execute(sql`DELETE FROM ui_preferences WHERE user_id = ${userId} AND key = ${key}`),
    );
  }

  private store(
    tx: Tx,
    userId: string,
    { key, version, value }: Omit<StoredPreference, 'updatedAt'>,
  ): Promise<void> {
    return tx.execute(sql`
      INSERT INTO ui_preferences (user_id, key, version, value, updated_at)
      VALUES (${userId}, ${key}, ${version}, ${value}, ${tx.now})
      ON CONFLICT (user_id, key) DO UPDATE SET
        version = excluded.version, value = excluded.value, updated_at = excluded.updated_at`);
  }
}

async function countOthers(db: Queryable, userId: string, key: string): Promise<number> {
  const row = await db.one<{ count: number }>(sql`
    SELECT COUNT(*) AS count FROM ui_preferences WHERE user_id = ${userId} AND key <> ${key}`);
  return row?.count ?? 0;
}

const parsed = (text: string) => JSON.parse(text) as Record<string, unknown>;
