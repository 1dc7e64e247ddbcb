import type BetterSqlite3 from 'better-sqlite3';
import { DataSource, type MixedList } from 'typeorm';
import type { DatabaseTarget } from '../config/config.js';
import type { Connections, EntityClass } from './connections.js';
import { SnakeNaming } from './naming.js';

const WAIT_MS = 30_000;

/**
 * Opens a database beside the program that may be serving it: no lock, no migration. For additions
 * that no server keeps in memory, such as an entry of the audit log, and nothing else: on SQLite a
 * server does not notice what others change.
 */
export async function openBeside(
  target: DatabaseTarget,
  entities: readonly EntityClass[],
): Promise<Connections> {
  const common = {
    entities: [...entities] as MixedList<EntityClass>,
    namingStrategy: new SnakeNaming(),
    logging: false as const,
    synchronize: false as const,
  };
  const source = await new DataSource(
    target.engine === 'postgres'
      ? { ...common, type: 'postgres', url: target.url }
      : {
          ...common,
          type: 'better-sqlite3',
          database: target.file,
          fileMustExist: true,
          timeout: WAIT_MS,
          prepareDatabase: (database: BetterSqlite3.Database) => {
            database.pragma('synchronous = FULL');
          },
        },
  ).initialize();
  // Whoever serves may hold the lock for the length of a transaction.
  const waiting = { waitMs: WAIT_MS };
  return {
    ...waiting,
    dialect: target.engine,
    writer: source,
    reader: source,
    close: () => source.destroy(),
  };
}
