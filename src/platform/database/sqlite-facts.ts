import BetterSqlite3 from 'better-sqlite3';

/** Version of the engine inside, and how a database file keeps its journal. */
export function sqliteFacts(file: string): { version: string; journal: string } {
  const database = new BetterSqlite3(file, file === ':memory:' ? {} : { readonly: true });
  try {
    return {
      version: database.prepare<[], string>('SELECT sqlite_version()').pluck().get() ?? '',
      journal: database.pragma('journal_mode', { simple: true }) as string,
    };
  } finally {
    database.close();
  }
}
