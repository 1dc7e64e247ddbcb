import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MIGRATIONS } from '../../../migrations/index.js';
import { ENGINES, makePlace, type TestPlace } from '../../../test/support/engines.js';
import { FixedClock } from '../calendar/clock.js';
import { IdempotencyKey } from '../http/idempotency.entity.js';
import { type Connections, openConnections } from './connections.js';
import { Counter } from './counter.entity.js';
import { sql } from './queryable.js';
import { Reader } from './reader.js';
import { UnitOfWork } from './unit-of-work.js';

const ENTITIES = [Counter, IdempotencyKey];

const answer = (key: string) => ({
  userId: '01890000-0000-7000-8000-000000000000',
  key,
  requestHash: '',
  response: '',
  createdAt: '2020-04-01T01:00:00.000Z',
});

describe.each(ENGINES)('statements of the unit of work on %s', (engine) => {
  let place: TestPlace;
  let connections: Connections;
  let uow: UnitOfWork;
  let reader: Reader;

  beforeAll(async () => {
    place = await makePlace(engine);
    connections = await openConnections(place.config.database, {
      entities: ENTITIES,
      migrations: MIGRATIONS,
    });
    uow = new UnitOfWork(connections, new FixedClock('2020-04-01T09:00:00+08:00'));
    reader = new Reader(connections);
  });
  afterAll(async () => {
    await connections.close();
    await place.remove();
  });

  it('writes several rows at once and gives them back by camelCase names', async () => {
    await uow.run((tx) => tx.insert(IdempotencyKey, [answer('several-1'), answer('several-2')]));
    const rows = await reader.all(
      sql`SELECT * FROM idempotency_keys WHERE key LIKE 'several-%' ORDER BY key`,
    );
    expect(rows).toEqual([answer('several-1'), answer('several-2')]);
  });

  it('updates only what matches, and says how much that was', async () => {
    await uow.run((tx) => tx.insert(Counter, { name: 'matched', value: 1 }));
    const update = (value: number) =>
      uow.run((tx) => tx.update(Counter, { name: 'matched', value }, { value: 7 }));
    expect(await update(2)).toBe(0);
    expect(await update(1)).toBe(1);
    expect(await reader.one(sql`SELECT value FROM counters WHERE name = 'matched'`)).toEqual({
      value: 7,
    });
  });

  it.each([
    ['an unknown column', { colour: 'red' }],
    ['nothing', {}],
  ])('refuses an update of %s', async (_what, patch) => {
    const update = uow.run((tx) => tx.update(Counter, { name: 'x' }, patch as Partial<Counter>));
    await expect(update).rejects.toThrow(/column|names what/);
  });

  it('reports a broken key with the error of the driver inside', async () => {
    const twice = uow.run((tx) =>
      tx.insert(Counter, [
        { name: 'twice', value: 1 },
        { name: 'twice', value: 2 },
      ]),
    );
    const code = engine === 'sqlite' ? 'SQLITE_CONSTRAINT_PRIMARYKEY' : '23505';
    await expect(twice).rejects.toMatchObject({ driverError: { code } });
  });

  it('numbers the states of a database that nobody else writes to', async () => {
    const before = reader.revision;
    const inside: (number | undefined)[] = [];
    const refused = uow.run(async (tx) => {
      inside.push(tx.revision);
      await tx.nextNumber('revisions');
      inside.push(tx.revision);
      await tx.one(sql`SELECT value FROM counters WHERE name = 'revisions'`);
      inside.push(tx.revision);
      throw new Error('refused');
    });
    await expect(refused).rejects.toThrow('refused');
    expect(reader.revision).toBe(before);
    await uow.run((tx) => tx.nextNumber('revisions'));
    const known = engine === 'sqlite';
    expect(inside[0]).toBe(before);
    expect(inside[1] === before).toBe(!known);
    expect(inside[2]).toBe(inside[1]);
    // A number seen inside a transaction that failed is never given to another state.
    expect(new Set([...inside, reader.revision]).size).toBe(known ? 3 : 1);
  });
});
