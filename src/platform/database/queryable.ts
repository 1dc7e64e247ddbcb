import sql, { join, type Sql } from 'sql-template-tag';
import type { Runner } from './runner.js';

export { default as sql, empty, join, raw, type Sql } from 'sql-template-tag';

/**
 * Reads rows with hand-written SQL. Both {@link Reader} and a running transaction are one, so a query
 * function serves lists and commands alike. Rows come with camelCase keys; flags are 0 or 1, JSON is
 * text, counts are numbers on both engines.
 */
export interface Queryable {
  all<Row>(query: Sql): Promise<Row[]>;
  one<Row>(query: Sql): Promise<Row | undefined>;
  /**
   * The same number as long as everything that can be read here is the same; undefined where another
   * server may write (PostgreSQL). For caches: what was checked at a revision need not be checked again.
   */
  readonly revision?: number | undefined;
}

export type Dialect = 'sqlite' | 'postgres';

/** The text of a query in the placeholder style of the dialect. */
export const textOf = (query: Sql, dialect: Dialect): string =>
  dialect === 'postgres' ? query.text : query.sql;

export async function selectRows<Row>(
  runner: Runner,
  dialect: Dialect,
  query: Sql,
): Promise<Row[]> {
  return (await runner.rows(textOf(query, dialect), query.values)) as Row[];
}

/** `IN (…)` list; an empty list matches nothing instead of being a syntax error. */
export function inList(values: readonly unknown[]): Sql {
  return values.length === 0 ? sql`(NULL)` : sql`(${join(values)})`;
}

/** `LIKE` pattern that finds `text` anywhere, its own wildcards escaped with `\`; use with `ESCAPE '\'`. */
export function containsPattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, (mark) => `\\${mark}`)}%`;
}
