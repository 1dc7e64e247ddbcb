import { Inject, Injectable } from '@nestjs/common';
import { type Actor, AuditLog, SYSTEM_ACTOR } from '../audit/audit-log.js';
import { type Queryable, raw, sql, type Sql } from '../database/queryable.js';
import { Reader } from '../database/reader.js';
import type { Tx } from '../database/tx.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { FieldCipher, SealedFieldError } from './field-cipher.js';
import { KeyRing, KeysAreGivenError } from './key-ring.js';
import { SEALED_COLUMNS, SealedColumn } from './sealed-columns.js';

export interface ResealReport {
  /** Key that everything is sealed with now. */
  readonly keyId: string;
  /** False when a rotation that was broken off has been finished instead of beginning another one. */
  readonly keyIsNew: boolean;
  readonly resealed: number;
  /** Values that did not open, as `table.column id`: changed by hand, or their key is gone. */
  readonly unopened: readonly string[];
}

/** How many values are sealed with each key. */
export type KeyUse = Readonly<Record<string, number>>;

interface SealedRow {
  readonly id: string;
  readonly sealed: string;
}

/** Small, so that the writers of SQLite, which take turns, do not wait for it. */
const BATCH = 200;

/** Raised when an old key is still needed to open something. */
export class KeyInUseError extends Error {
  constructor(
    readonly keyId: string,
    readonly values: number,
  ) {
    super(`Field key "${keyId}" still opens ${values} values; run rotate-keys first.`);
    this.name = 'KeyInUseError';
  }
}

/** Raised when a key cannot be forgotten: it is the current one, or there is none of that name. */
export class KeyNotRetirableError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'KeyNotRetirableError';
  }
}

/**
 * Gives the encrypted fields a new key while the program may run on. Every batch is a transaction of its
 * own and opens with either key, so a crash leaves nothing unreadable, and the next run goes on where
 * values of an older key are left.
 */
@Injectable()
export class KeyRotation {
  constructor(
    private readonly ring: KeyRing,
    private readonly cipher: FieldCipher,
    private readonly uow: UnitOfWork,
    private readonly reader: Reader,
    private readonly audit: AuditLog,
    @Inject(SEALED_COLUMNS) private readonly columns: readonly SealedColumn[],
  ) {}

  /**
   * Makes a new field key and seals everything with it; finishes a rotation that was broken off instead,
   * when there is one.
   * @param told after each batch, with the number of values sealed so far.
   * @throws {KeysAreGivenError} when the keys come from the settings and nothing is left to seal.
   */
  async rotate(
    told: (resealed: number) => void = () => undefined,
    actor: Actor = SYSTEM_ACTOR,
  ): Promise<ResealReport> {
    const keyIsNew = !(await this.isUnfinished());
    if (keyIsNew) {
      const from = this.ring.fieldKeys.current;
      const to = this.ring.rotate();
      await this.record(actor, 'KEY_ROTATED', to, { from, to });
    }
    const keyId = this.ring.currentFieldKeys().current;
    const unopened: string[] = [];
    let resealed = 0;
    for (const column of this.columns) {
      const done = resealed;
      resealed += await this.reseal(column, unopened, (count) => told(done + count));
    }
    await this.record(actor, 'KEY_RESEALED', keyId, {
      keyId,
      resealed,
      unopened: unopened.length,
    });
    return { keyId, keyIsNew, resealed, unopened };
  }

  /** How many values each key still opens; a key that opens none can be retired. */
  async use(db: Queryable = this.reader): Promise<KeyUse> {
    const use: Record<string, number> = {};
    for (const keyId of Object.keys(this.ring.currentFieldKeys().keys)) {
      use[keyId] = 0;
      for (const column of this.columns) use[keyId] += await sealedWith(db, column, keyId);
    }
    return use;
  }

  /**
   * Forgets an old key for good.
   * @throws {KeyInUseError} while it opens something, {KeyNotRetirableError} when it is the current
   * one or unknown, {KeysAreGivenError} when the settings hold it.
   */
  async retire(keyId: string, actor: Actor = SYSTEM_ACTOR): Promise<void> {
    if (this.ring.isGiven) throw new KeysAreGivenError();
    const { current, keys } = this.ring.currentFieldKeys();
    if (!keys[keyId]) throw new KeyNotRetirableError(`No field key "${keyId}" is known.`);
    if (keyId === current) {
      throw new KeyNotRetirableError(
        `Field key "${keyId}" is the current one; make a new one first.`,
      );
    }
    // The look and the note in one transaction: the key is forgotten only when both stand.
    await this.uow.run(async (tx) => {
      const values = (await this.use(tx))[keyId] ?? 0;
      if (values > 0) throw new KeyInUseError(keyId, values);
      this.note(tx, actor, 'KEY_RETIRED', keyId, { keyId });
    });
    this.ring.retire(keyId);
  }

  private async isUnfinished(): Promise<boolean> {
    this.ring.currentFieldKeys();
    for (const column of this.columns) {
      const rows = await this.rows(column, '', BATCH);
      if (rows.some((row) => this.opens(column, row))) return true;
    }
    return false;
  }

  /** Seals what is left in one column; a value that does not open is named and left alone. */
  private async reseal(
    column: SealedColumn,
    unopened: string[],
    told: (count: number) => void,
  ): Promise<number> {
    let count = 0;
    let after = '';
    for (;;) {
      const rows = await this.rows(column, after, BATCH);
      const last = rows.at(-1);
      if (!last) return count;
      after = last.id;
      const openable = rows.filter((row) => this.opens(column, row));
      const named = rows.filter((row) => !openable.includes(row));
      unopened.push(...named.map(({ id }) => `${column.table}.${column.column} ${id}`));
      count += await this.sealAnew(column, openable);
      told(count);
    }
  }

  private sealAnew(column: SealedColumn, rows: readonly SealedRow[]): Promise<number> {
    const anew = rows.map(({ id, sealed }) => {
      const place = column.at(id);
      return { id, sealed, value: this.cipher.seal(this.cipher.open(sealed, place), place) };
    });
    const { table, name, key } = namesOf(column);
    return this.uow.run(async (tx) => {
      let changed = 0;
      for (const { id, sealed, value } of anew) {
        // Only where it still stands: what somebody has written meanwhile has the new key already.
        const done = await tx.all(sql`
          UPDATE ${table} SET ${name} = ${value} WHERE ${key} = ${id} AND ${name} = ${sealed}
          RETURNING 1 AS done`);
        changed += done.length;
      }
      return changed;
    });
  }

  /** Values of a column that are not sealed as new ones are, in the order of their rows. */
  private rows(column: SealedColumn, after: string, limit: number): Promise<SealedRow[]> {
    const { table, name, key } = namesOf(column);
    const { prefix } = this.cipher;
    return this.reader.all<SealedRow>(sql`
      SELECT ${key} AS id, ${name} AS sealed FROM ${table}
      WHERE ${name} IS NOT NULL AND substr(${name}, 1, ${prefix.length}) <> ${prefix}
        AND ${key} > ${after}
      ORDER BY ${key} LIMIT ${limit}`);
  }

  private opens(column: SealedColumn, { id, sealed }: SealedRow): boolean {
    try {
      this.cipher.open(sealed, column.at(id));
      return true;
    } catch (error) {
      if (error instanceof SealedFieldError) return false;
      throw error;
    }
  }

  private record(
    actor: Actor,
    action: string,
    keyId: string,
    detail: Record<string, unknown>,
  ): Promise<void> {
    return this.uow.run((tx) => {
      this.note(tx, actor, action, keyId, detail);
      return Promise.resolve();
    });
  }

  private note(
    tx: Tx,
    actor: Actor,
    action: string,
    subjectId: string,
    detail: Record<string, unknown>,
  ): void {
    this.audit.record(tx, actor, { action, subjectType: 'KEY', subjectId, detail });
  }
}

function namesOf({ table, column, key }: SealedColumn): Record<'table' | 'name' | 'key', Sql> {
  return { table: raw(table), name: raw(column), key: raw(key) };
}

/** Values look like `a1.k1.…`, whatever the two letters of their format. */
async function sealedWith(db: Queryable, column: SealedColumn, keyId: string): Promise<number> {
  const { table, name } = namesOf(column);
  const row = await db.one<{ count: number }>(sql`
    SELECT COUNT(*) AS count FROM ${table} WHERE ${name} LIKE ${`__.${keyId}.%`}`);
  return row?.count ?? 0;
}
