import { afterEach, describe, expect, it } from '@jest/globals';
import { AuditLog, SYSTEM_ACTOR } from '../../src/platform/audit/audit-log.js';
import { openConnections } from '../../src/platform/database/connections.js';
import { newId } from '../../src/platform/database/ids.js';
import { sql } from '../../src/platform/database/queryable.js';
import { Reader } from '../../src/platform/database/reader.js';
import { IdempotencyKey } from '../../src/platform/http/idempotency.entity.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, IssueDriver } from '../support/issues.js';

const WRITES = 200;

/** A row of any table serves; this one has no foreign keys. */
const row = (key: string, at: string) => ({
  userId: '01890000-0000-7000-8000-000000000000',
  key,
  requestHash: '',
  response: '',
  createdAt: at,
});

describe.each(ENGINES)('unit of work on %s', (engine) => {
  let app: TestApp;
  afterEach(() => app.stop());

  it(`keeps every acknowledged one of ${WRITES} interleaved writes and none of the failed`, async () => {
    app = await TestApp.start(engine);
    const writes = Array.from({ length: WRITES }, async (_, index) => {
      const key = `write-${String(index).padStart(3, '0')}`;
      await app.uow.run(async (tx) => {
        await tx.insert(IdempotencyKey, row(`${key}-a`, tx.now));
        // Gives the others a chance to run between the two statements.
        await new Promise((resolve) => setImmediate(resolve));
        if (index % 3 === 0) throw new Error('refused');
        await tx.insert(IdempotencyKey, row(`${key}-b`, tx.now));
        await tx.nextNumber('concurrency');
      });
      return key;
    });
    const settled = await Promise.allSettled(writes);
    const acknowledged = settled.flatMap((result) =>
      result.status === 'fulfilled' ? [`${result.value}-a`, `${result.value}-b`] : [],
    );
    const stored = await app.rows<{ key: string }>(
      sql`SELECT key FROM idempotency_keys ORDER BY key`,
    );
    expect(stored.map(({ key }) => key)).toEqual(acknowledged.sort());
    const counter = await app.rows(sql`SELECT value FROM counters WHERE name = 'concurrency'`);
    expect(counter).toEqual([{ value: acknowledged.length / 2 }]);
  });

  it('never shows a reader what a transaction has not committed', async () => {
    app = await TestApp.start(engine);
    const reader = app.app.get(Reader);
    const seen: number[] = [];
    const failed = app.uow.run(async (tx) => {
      await tx.insert(IdempotencyKey, row('uncommitted', tx.now));
      const rows = await reader.all(sql`SELECT key FROM idempotency_keys`);
      seen.push(rows.length);
      throw new Error('refused');
    });
    await expect(failed).rejects.toThrow('refused');
    expect(seen).toEqual([0]);
    expect(await reader.all(sql`SELECT key FROM idempotency_keys`)).toEqual([]);
  });

  it('refuses to write through the reader', async () => {
    app = await TestApp.start(engine);
    const write = app.rows(sql`INSERT INTO counters (name, value) VALUES ('x', 1) RETURNING value`);
    await expect(write).rejects.toThrow(/read-?only/i);
  });

  it('tells the first error when the transaction is already gone', async () => {
    app = await TestApp.start(engine);
    const lost = app.uow.run(async (tx) => {
      // What a full disk or a broken connection does by itself.
      await tx.execute(sql`ROLLBACK`);
      throw new Error('the disk is full');
    });
    await expect(lost).rejects.toThrow('the disk is full');
    await app.uow.run(async (tx) => {
      await tx.insert(IdempotencyKey, row('after', tx.now));
    });
    expect(await app.rows(sql`SELECT key FROM idempotency_keys`)).toEqual([{ key: 'after' }]);
  });

  it('answers parallel repeats of one step with the first answer', async () => {
    app = await TestApp.startWithOrganisation(engine);
    const driver = new IssueDriver(app, await createCampaign(app));
    const issue = await driver.to('REGISTERED');
    const chief = await app.as('div.chief');
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        chief
          .post(`/issues/${issue.id}/assignment`, { deadline: '2020-06-30' }, issue.version)
          .set('idempotency-key', 'assign-once'),
      ),
    );
    expect(answers.map((answer) => answer.status)).toEqual(Array(20).fill(200));
    expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
    expect(new Set(answers.map((answer) => answer.headers.etag)).size).toBe(1);
    const acts = await app.rows(sql`
      SELECT seq FROM audit_entries
      WHERE subject_id = ${issue.id} AND action = 'issue.assign'`);
    expect(acts).toHaveLength(1);
  });

  it('chains the audit entries of concurrent transactions without a gap', async () => {
    app = await TestApp.start(engine);
    const audit = app.app.get(AuditLog);
    await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        app.uow.run((tx) => {
          audit.record(tx, SYSTEM_ACTOR, {
            action: 'test.act',
            subjectType: 'test',
            subjectId: newId(),
            detail: { index },
          });
          return Promise.resolve();
        }),
      ),
    );
    const [report] = await audit.verify(app.app.get(Reader));
    // 40 acts and the creation of the first administrator.
    expect(report).toMatchObject({ chain: 'system', entries: 41, fault: null });
  });
});

describe('a second server on the same SQLite file', () => {
  it('refuses to start and says what to do', async () => {
    const app = await TestApp.start('sqlite');
    try {
      const second = openConnections(app.place.config.database, { entities: [], migrations: [] });
      await expect(second).rejects.toThrow(/in use by another Xiaohao server.*postgres:/);
    } finally {
      await app.stop();
    }
  });
});
