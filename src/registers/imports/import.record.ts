import { type Queryable, sql } from '../../platform/database/queryable.js';
import type { Tx } from '../../platform/database/tx.js';
import { staleVersion } from '../../platform/http/problem.js';
import { type ImportNote, IssueImport } from './import.entity.js';

/** An import as the database gives it. */
export type ImportRecord = Omit<IssueImport, 'register' | 'notes'> & {
  readonly register: number;
  readonly notes: string;
};

/** What the jobs of an import are given. */
export interface ImportJobInput {
  readonly importId: string;
  /** The application was confirmed although the same file had been imported before. */
  readonly repeat?: boolean;
}

export const CHECK_JOB = 'issueImport.check';
export const APPLY_JOB = 'issueImport.apply';

export const findImport = (db: Queryable, id: string): Promise<ImportRecord | undefined> =>
  db.one<ImportRecord>(sql`SELECT * FROM issue_imports WHERE id = ${id}`);

/** Changes an import as it was read, else not at all. @throws 412 */
export async function changeImport(
  tx: Tx,
  { id, version }: Pick<ImportRecord, 'id' | 'version'>,
  patch: Partial<IssueImport>,
): Promise<void> {
  const changed = await tx.update(IssueImport, { id, version }, { ...patch, version: version + 1 });
  if (changed === 0) throw staleVersion();
}

export const notesOf = (text: string): ImportNote[] => JSON.parse(text) as ImportNote[];
