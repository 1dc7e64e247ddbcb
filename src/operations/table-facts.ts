import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { linesOf, type RowSource, type TableShape } from '../platform/database/rows.js';
import type { TableFacts } from './manifest.js';

/** Counts and digests of all tables. */
export async function tableFacts(source: RowSource): Promise<TableFacts[]> {
  const facts: TableFacts[] = [];
  for (const table of await source.tables()) facts.push(await readThrough(source, table));
  return facts;
}

/** The same, while the text of each table is written to a file of its own. */
export async function dumpTables(
  source: RowSource,
  pathOf: (table: string) => string,
): Promise<TableFacts[]> {
  const facts: TableFacts[] = [];
  for (const table of await source.tables()) {
    const file = await open(pathOf(table.name), 'wx', 0o600);
    try {
      facts.push(await readThrough(source, table, (piece) => file.appendFile(piece)));
    } finally {
      await file.close();
    }
  }
  return facts;
}

async function readThrough(
  source: RowSource,
  table: TableShape,
  write: (piece: string) => Promise<unknown> = () => Promise.resolve(),
): Promise<TableFacts> {
  const hash = createHash('sha256');
  let rows = 0;
  for await (const piece of linesOf(source, table, (count) => (rows += count))) {
    hash.update(piece, 'utf8');
    await write(piece);
  }
  return { name: table.name, rows, sha256: hash.digest('hex') };
}
