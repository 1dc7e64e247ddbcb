import { existsSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import pg from 'pg';
import type { DatabaseTarget } from '../config/config.js';
import { openConnections, type SchemaParts } from './connections.js';
import { quoted, type RowSource, type TableShape } from './rows.js';

/** A backup is restored into an empty place only: what is there may be somebody's only copy. */
export class DatabaseNotEmptyError extends Error {
  constructor(place: string) {
    super(`${place} is not empty: a backup is restored into an empty database only.`);
    this.name = 'DatabaseNotEmptyError';
  }
}

/** @throws {DatabaseNotEmptyError} */
export async function assertEmptyDatabase(target: DatabaseTarget): Promise<void> {
  if (target.engine === 'sqlite') {
    if (existsSync(target.file)) throw new DatabaseNotEmptyError(target.file);
    return;
  }
  const client = new pg.Client(target.url);
  await client.connect();
  try {
    const { rows } = await client.query(
      'SELECT 1 FROM information_schema.tables WHERE table_schema = current_schema() LIMIT 1',
    );
    if (rows.length > 0) throw new DatabaseNotEmptyError('The PostgreSQL database');
  } finally {
    await client.end();
  }
}

/**
 * Makes the schema of the source in an empty database of either engine and pours all rows into it.
 * On PostgreSQL all rows come in one transaction; references are checked at its end.
 */
export async function loadRows(
  target: DatabaseTarget,
  parts: SchemaParts,
  source: RowSource,
): Promise<void> {
  await assertEmptyDatabase(target);
  const applied = await source.migrations();
  const migrations = parts.migrations.filter(({ name }) => applied.includes(name));
  await (await openConnections(target, { ...parts, migrations })).close();
  if (target.engine === 'sqlite') await loadSqlite(target.file, source);
  else await loadPostgres(target.url, source);
}

async function loadSqlite(file: string, source: RowSource): Promise<void> {
  const database = new BetterSqlite3(file);
  try {
    database.pragma('foreign_keys = OFF');
    database.exec('BEGIN');
    for (const table of await source.tables()) {
      const marks = table.columns.map(() => '?').join(', ');
      const insert = database.prepare(`INSERT INTO ${intoOf(table)} VALUES (${marks})`);
      for await (const rows of source.rows(table)) for (const row of rows) insert.run(...row);
    }
    database.exec('COMMIT');
    database.pragma('journal_mode = DELETE');
  } finally {
    database.close();
  }
}

interface Reference {
  readonly table: string;
  readonly name: string;
  readonly definition: string;
}

async function loadPostgres(url: string, source: RowSource): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query('BEGIN');
    const { rows: references } = await client.query<Reference>(
      `SELECT conrelid::regclass::text AS table, quote_ident(conname) AS name,
              pg_get_constraintdef(oid) AS definition
       FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace`,
    );
    // Rows come table by table, and tables refer to each other in circles.
    for (const { table, name } of references) {
      await client.query(`ALTER TABLE ${table} DROP CONSTRAINT ${name}`);
    }
    for (const table of await source.tables()) await pour(client, table, source);
    for (const { table, name, definition } of references) {
      await client.query(`ALTER TABLE ${table} ADD CONSTRAINT ${name} ${definition}`);
    }
    await client.query('COMMIT');
    await client.query('ANALYZE');
  } finally {
    await client.end();
  }
}

async function pour(client: pg.Client, table: TableShape, source: RowSource): Promise<void> {
  const columns = table.columns.map(quoted).join(', ');
  const insert = `INSERT INTO ${intoOf(table)}
    SELECT ${columns} FROM json_populate_recordset(NULL::${quoted(table.name)}, $1::json)`;
  for await (const rows of source.rows(table)) {
    const objects = rows.map((row) =>
      Object.fromEntries(table.columns.map((name, place) => [name, row[place]])),
    );
    await client.query(insert, [JSON.stringify(objects)]);
  }
}

const intoOf = ({ name, columns }: TableShape): string =>
  `${quoted(name)} (${columns.map(quoted).join(', ')})`;
