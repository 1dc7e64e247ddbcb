import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Queryable } from '../../platform/database/queryable.js';
import { Tx } from '../../platform/database/tx.js';

/**
 * Between two batches of a long read: lets other requests have their turn, because SQLite reads block.
 * Never inside a transaction, which would keep all writers waiting for as long as the readers like.
 */
export async function othersTurn(db: Queryable): Promise<void> {
  if (!(db instanceof Tx)) await nextTurn();
}
