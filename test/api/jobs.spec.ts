import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createApp } from '../../src/app.setup.js';
import { sql } from '../../src/platform/database/queryable.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { Files } from '../../src/platform/files/files.service.js';
import { Problem } from '../../src/platform/http/problem.js';
import {
  JobHandlers,
  JobInterrupted,
  type JobOwner,
  type JobRun,
} from '../../src/platform/jobs/job-handlers.js';
import { Jobs } from '../../src/platform/jobs/jobs.service.js';
import { ENGINES, TestApp, type TestUser } from '../support/app.js';
import { binaryParser } from '../support/imports.js';
import { ok } from '../support/issues.js';

interface Wanted {
  readonly what: 'file' | 'refuse' | 'break' | 'wait';
}

describe.each(ENGINES)('background jobs on %s', (engine) => {
  let app: TestApp;
  let clerk: TestUser;
  let clerkId: string;
  let clerkOwner: JobOwner;
  const failures: string[] = [];
  /** Runs that wait, to be let go by the test. */
  const waiting = new Map<string, () => void>();
  let arrived: () => void = () => undefined;

  const handlerFor = (files: Files, uow: UnitOfWork) => ({
    run: async (run: JobRun<Wanted>) => {
      if (run.input.what === 'refuse') throw new Problem(422, 'NOT_SO', '这样不行。');
      if (run.input.what === 'break') throw new Error('secret of the program');
      if (run.input.what === 'wait') {
        await new Promise<void>((resolve) => {
          waiting.set(run.id, resolve);
          run.signal.addEventListener('abort', () => resolve());
          arrived();
        });
      }
      await uow.run((tx) => run.progress(tx, 3, 4));
      const file = await files.receiveMade([Buffer.from('内容')], '结果.csv', 'text/csv');
      return { message: '完成。', file };
    },
    failed: (_tx: unknown, { status }: { status: string }) => {
      failures.push(status);
      return Promise.resolve();
    },
  });
  const prepare = (program: TestApp['app']): void => {
    program.get(JobHandlers).add('test', handlerFor(program.get(Files), program.get(UnitOfWork)));
  };
  const ask = (what: Wanted['what'], owner = clerkOwner): Promise<string> =>
    app.uow.run((tx) =>
      app.app.get(Jobs).enqueue(tx, { kind: 'test', title: '试验', ...owner, input: { what } }),
    );
  const idle = (): Promise<void> => app.app.get(Jobs).idle();
  const begun = (): Promise<void> => new Promise((resolve) => (arrived = resolve));
  const read = async (id: string) => ok(await clerk.get(`/jobs/${id}`)).body;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine);
    prepare(app.app);
    clerk = await app.as('div.clerk');
    const [row] = await app.rows<{ id: string }>(
      sql`SELECT id FROM users WHERE username = 'div.clerk'`,
    );
    clerkId = row?.id ?? '';
    clerkOwner = { ownerId: clerkId, ownerScope: app.units.rescue ?? '' };
  });
  afterAll(() => app.stop());

  it('carries a job out, tells its progress and keeps its file for its owner', async () => {
    const id = await ask('file');
    await idle();
    expect(await read(id)).toMatchObject({
      status: 'SUCCEEDED',
      message: '完成。',
      done: 3,
      total: 4,
      resultName: '结果.csv',
      startedAt: '2020-04-01T01:00:00.000Z',
    });
    const answer = await clerk.get(`/jobs/${id}/result`).buffer(true).parse(binaryParser);
    expect((answer.body as Buffer).toString()).toBe('内容');
    expect(answer.headers['content-disposition']).toContain(encodeURIComponent('结果.csv'));
    const other = await app.as('div.chief');
    await other.get(`/jobs/${id}`).expect(404);
    await other.get(`/jobs/${id}/result`).expect(404);
    await other.post(`/jobs/${id}/cancellation`).expect(404);
    await app.anonymous().get('/api/jobs').expect(401);
  });

  it('lists the own jobs, newest first, by status', async () => {
    const all = ok(await clerk.get('/jobs?status=SUCCEEDED&kind=test')).body;
    expect(all).toMatchObject({ total: 1, items: [{ title: '试验' }] });
    await clerk.get('/jobs?status=UNKNOWN').expect(400);
  });

  it('tells what was wrong, but nothing of the inside of the program', async () => {
    const refused = await ask('refuse');
    const broken = await ask('break');
    await idle();
    expect(await read(refused)).toMatchObject({
      status: 'FAILED',
      errorCode: 'NOT_SO',
      message: '这样不行。',
    });
    const { message, errorCode } = await read(broken);
    expect(errorCode).toBe('INTERNAL');
    expect(message).not.toContain('secret');
    expect(failures.splice(0)).toEqual(['FAILED', 'FAILED']);
    expect((await clerk.get(`/jobs/${broken}/result`)).body.code).toBe('NO_RESULT');
  });

  it('stops a running job on demand, with an audit entry, and not twice', async () => {
    const arrival = begun();
    const id = await ask('wait');
    await arrival;
    const cancelled = ok(await clerk.post(`/jobs/${id}/cancellation`));
    expect(cancelled.status).toBe(200);
    await idle();
    expect(await read(id)).toMatchObject({ status: 'CANCELLED', resultName: null });
    expect(failures.splice(0)).toEqual(['CANCELLED']);
    const again = await clerk.post(`/jobs/${id}/cancellation`);
    expect([again.status, again.body.code]).toEqual([409, 'JOB_OVER']);
    const acts = await app.rows(
      sql`SELECT action, actor_name FROM audit_entries WHERE subject_id = ${id}`,
    );
    expect(acts).toEqual([{ action: 'job.cancel', actorName: '经办人甲' }]);
  });

  it('cancels what has not begun at once, and bounds what one person may ask for', async () => {
    const arrival = begun();
    const ids = [await ask('wait'), await ask('wait')];
    await arrival;
    for (let more = 0; more < 18; more += 1) ids.push(await ask('file'));
    await expect(ask('file')).rejects.toMatchObject({ code: 'TOO_MANY_JOBS' });
    const last = ok(await clerk.post(`/jobs/${ids.at(-1)}/cancellation`)).body;
    expect(last).toMatchObject({ status: 'CANCELLED' });
    while (waiting.size < 1) await begun();
    const release = async (): Promise<void> => {
      for (const [id, go] of waiting) {
        waiting.delete(id);
        go();
      }
      await Promise.resolve();
    };
    arrived = () => void release();
    await release();
    await idle();
    const done = ok(await clerk.get('/jobs?status=PENDING,RUNNING')).body;
    expect(done.total).toBe(0);
    expect(failures.splice(0)).toEqual(['CANCELLED']);
  });

  it('takes up what a dead server has begun, and gives a job up that always breaks off', async () => {
    const leased = (attempts: number) => sql`
      INSERT INTO jobs (id, kind, title, status, owner_id, input, created_at, started_at, leased_by,
                        lease_until, attempts)
      VALUES (${`dead-${attempts}`}, 'test', '试验', 'RUNNING', ${clerkId}, '{"what":"file"}',
              '2020-04-01T00:59:00.000Z', '2020-04-01T00:59:00.000Z', 'gone',
              '2020-04-01T01:00:30.000Z', ${attempts})`;
    await app.uow.run(async (tx) => {
      await tx.execute(leased(1));
      await tx.execute(leased(3));
    });
    await idle();
    const statuses = () =>
      app.rows(sql`SELECT status, attempts, error_code FROM jobs WHERE leased_by = 'gone'
        OR id LIKE 'dead-%' ORDER BY id`);
    expect(await statuses()).toMatchObject([{ status: 'RUNNING' }, { status: 'RUNNING' }]);
    app.moveTo('2020-04-01T09:01:00+08:00');
    await idle();
    expect(await statuses()).toEqual([
      { status: 'SUCCEEDED', attempts: 2, errorCode: null },
      { status: 'FAILED', attempts: 4, errorCode: 'JOB_GIVEN_UP' },
    ]);
    failures.length = 0;
  });

  it('refuses the writes of a server that has lost its job', async () => {
    const arrival = begun();
    const id = await ask('wait');
    await arrival;
    await app.uow.run((tx) =>
      tx.execute(sql`UPDATE jobs SET leased_by = 'another' WHERE id = ${id}`),
    );
    waiting.get(id)?.();
    waiting.delete(id);
    await idle();
    const [job] = await app.rows(sql`SELECT status, done, message FROM jobs WHERE id = ${id}`);
    expect(job).toEqual({ status: 'RUNNING', done: 0, message: null });
    expect(failures).toEqual([]);
    await app.uow.run((tx) => tx.execute(sql`UPDATE jobs SET status = 'FAILED' WHERE id = ${id}`));
  });

  it('gives a running job back when the server stops, and the next one ends it', async () => {
    const arrival = begun();
    const id = await ask('wait');
    await arrival;
    const { config } = app.place;
    await app.app.close();
    const next = await createApp(config, app.clock);
    prepare(next);
    arrived = () => {
      for (const go of waiting.values()) go();
    };
    waiting.clear();
    await next.init();
    await next.get(Jobs).idle();
    const job = await next.get(Jobs).get(clerkOwner, id);
    expect(job).toMatchObject({ status: 'SUCCEEDED', attempts: 1 });
    // The app of the other tests is gone; what is left to stop is this one.
    Object.assign(app, { app: next });
  });

  it('has one word for each interruption', () => {
    expect(new JobInterrupted('LOST').message).toContain('LOST');
  });
});

const onPostgres = ENGINES.includes('postgres') ? describe : describe.skip;
onPostgres('two servers on one PostgreSQL', () => {
  it('share the jobs, and none is done twice', async () => {
    const first = await TestApp.startWithOrganisation('postgres');
    const second = await createApp(first.place.config, first.clock);
    await second.init();
    const done: string[] = [];
    for (const program of [first.app, second]) {
      program.get(JobHandlers).add('count', {
        run: (run: JobRun<{ n: number }>) => {
          done.push(`${run.input.n}`);
          return Promise.resolve({ message: '完成。' });
        },
      });
    }
    const owners = ['a', 'b', 'c'];
    for (let n = 0; n < 45; n += 1) {
      await first.uow.run((tx) =>
        first.app.get(Jobs).enqueue(tx, {
          kind: 'count',
          title: '计数',
          ownerId: `${owners[n % 3]}${Math.floor(n / 15)}`,
          ownerScope: '',
          input: { n },
        }),
      );
    }
    await Promise.all([first.app, second].map((program) => program.get(Jobs).idle()));
    await Promise.all([first.app, second].map((program) => program.get(Jobs).idle()));
    expect(done.length).toBe(new Set(done).size);
    expect(done).toHaveLength(45);
    await second.close();
    await first.stop();
  });
});
