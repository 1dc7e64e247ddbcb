import { AdminPasswordError } from '../identity/bootstrap.service.js';
import { OperationError } from '../operations/fault.js';
import { ConfigError } from '../platform/config/config.js';
import { DatabaseInUseError } from '../platform/database/connections.js';
import { DatabaseNotEmptyError } from '../platform/database/row-loading.js';
import { KeysAreGivenError } from '../platform/crypto/key-ring.js';
import { KeyInUseError, KeyNotRetirableError } from '../platform/crypto/key-rotation.js';
import { Problem } from '../platform/http/problem.js';

const EXPECTED = [
  OperationError,
  ConfigError,
  DatabaseInUseError,
  DatabaseNotEmptyError,
  AdminPasswordError,
  KeyInUseError,
  KeyNotRetirableError,
  KeysAreGivenError,
];

/** What to do about errors of the system, by their codes. */
const ADVICE: Readonly<Record<string, string>> = {
  EACCES: 'the user who runs the command may not read or write there; run it as the program does',
  ENOSPC: 'the disk is full: make room, then try again',
  EROFS: 'the folder is read-only',
  ECONNREFUSED: 'nothing answers there: is the database server running, is DATABASE_URL right?',
  ENOTFOUND: 'the host name is unknown: is DATABASE_URL right?',
  '28P01': 'the database refuses user name or password of DATABASE_URL',
  '3D000': 'the database does not exist: create it first (createdb)',
  '42501': 'the database user lacks a right there: it must own the schema',
  SQLITE_BUSY: 'another process holds the database; try again in a moment',
  SQLITE_NOTADB: 'the file is no SQLite database',
  SQLITE_CORRUPT: 'the database file is damaged: restore the last backup',
};

/** An error in plain words; one that nobody expected with its stack, for whoever mends it. */
export function explain(error: unknown): string {
  if (EXPECTED.some((kind) => error instanceof kind)) return (error as Error).message;
  if (error instanceof Problem) {
    const fields = (error.errors ?? []).map(({ path, message }) => `\n  ${path}: ${message}`);
    return `${error.code}: ${error.detail}${fields.join('')}`;
  }
  const { code, message, stack } = error as NodeJS.ErrnoException;
  const advice = code === undefined ? undefined : ADVICE[code];
  return advice === undefined ? (stack ?? String(error)) : `${message || code} — ${advice}`;
}
