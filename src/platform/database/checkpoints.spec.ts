import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MIGRATIONS } from '../../../migrations/index.js';
import { makePlace, type TestPlace } from '../../../test/support/engines.js';
import { FixedClock } from '../calendar/clock.js';
import { type Connections, openConnections } from './connections.js';
import { sql } from './queryable.js';
import { Reader } from './reader.js';
import { sqliteOf } from './runner.js';
import { UnitOfWork } from './unit-of-work.js';

const LONG = 12 * 1024 * 1024;

describe('checkpoints of the write-ahead log', () => {
  let place: TestPlace;
  let connections: Connections;
  let uow: UnitOfWork;

  beforeEach(async () => {
    place = await makePlace('sqlite');
    connections = await openConnections(place.config.database, {
      entities: [],
      migrations: MIGRATIONS,
    });
    uow = new UnitOfWork(connections, new FixedClock('2020-04-01T09:00:00+08:00'));
    await uow.run((tx) => tx.execute(sql`CREATE TABLE notes (id INTEGER, note BLOB)`));
  });
  afterEach(async () => {
    await connections.close();
    await place.remove();
  });

  const write = (id: number, bytes: number) =>
    uow.run((tx) => tx.execute(sql`INSERT INTO notes VALUES (${id}, zeroblob(${bytes}))`));
  const log = () => {
    const [state] = sqliteOf(connections.writer).pragma('wal_checkpoint(NOOP)') as {
      log: number;
      checkpointed: number;
    }[];
    return { pages: state?.log ?? 0, moved: state?.checkpointed ?? 0 };
  };

  it('happen on a thread after the commit that made the log long, and lose nothing', async () => {
    const before = log().moved;
    await write(1, LONG);
    const after = log();
    expect(after.pages).toBeGreaterThan(LONG / 4096);
    expect(after.moved).toBeLessThanOrEqual(before);
    await connections.checkpoints?.close();
    expect(log()).toEqual({ pages: after.pages, moved: after.pages });
    // The next commit begins the log anew.
    await write(2, 10);
    expect(log().pages).toBeLessThan(100);
    const rows = await new Reader(connections).all(
      sql`SELECT id, LENGTH(note) AS length FROM notes ORDER BY id`,
    );
    expect(rows).toEqual([
      { id: 1, length: LONG },
      { id: 2, length: 10 },
    ]);
  });

  it('leave a short log alone', async () => {
    await write(1, 4096);
    const { moved } = log();
    await connections.checkpoints?.close();
    expect(log().moved).toBe(moved);
    expect(log().pages).toBeGreaterThan(moved);
  });
});
