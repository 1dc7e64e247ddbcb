import { afterEach, describe, expect, it } from '@jest/globals';
import { type SampleJob } from '../../../test/documents/support/sample.worker.js';
import { workerEntry } from './worker-entry.js';
import {
  WorkerCrashedError,
  WorkerJobError,
  WorkerPoolClosedError,
  WorkerQueueFullError,
  WorkerTimeoutError,
} from './worker-errors.js';
import { WorkerPool, type WorkerPoolOptions } from './worker-pool.js';

const entry = workerEntry('../../../test/documents/support/sample.worker.js', import.meta.url);
const pools: WorkerPool<SampleJob, unknown>[] = [];

function poolOf(changes: Partial<WorkerPoolOptions> = {}): WorkerPool<SampleJob, unknown> {
  const options = { entry, size: 1, queueMax: 2, timeoutMs: 20_000, ...changes };
  const pool = new WorkerPool<SampleJob, unknown>(options);
  pools.push(pool);
  return pool;
}

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

describe('worker pool', () => {
  it('runs jobs in one thread after the other and keeps its state', async () => {
    const pool = poolOf();
    expect(await pool.run({ kind: 'echo', text: '销号' })).toBe('销号');
    expect(await pool.run({ kind: 'count' })).toBe(2);
  });

  it('hands worker data to each thread', async () => {
    expect(await poolOf({ workerData: { folder: 'x' } }).run({ kind: 'data' })).toEqual({
      folder: 'x',
    });
  });

  it('moves buffers out of the worker', async () => {
    const bytes = (await poolOf().run({ kind: 'bytes', length: 5 })) as Uint8Array;
    expect([...bytes]).toEqual([7, 7, 7, 7, 7]);
    expect(bytes.buffer.byteLength).toBe(5);
  });

  it('hands on what a job throws, and the thread lives on', async () => {
    const pool = poolOf();
    const failure = await pool.run({ kind: 'throw' }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(WorkerJobError);
    expect(failure).toMatchObject({ message: '坏数据', errorName: 'SampleError', code: 'SAMPLE' });
    expect(await pool.run({ kind: 'count' })).toBe(2);
  });

  it('refuses jobs beyond its queue and runs the accepted ones', async () => {
    const pool = poolOf({ queueMax: 2 });
    const accepted = ['a', 'b', 'c'].map((text) => pool.run({ kind: 'echo', text }));
    expect(pool.load).toEqual({ running: 1, waiting: 2 });
    await expect(pool.run({ kind: 'echo', text: 'd' })).rejects.toThrow(WorkerQueueFullError);
    expect(await Promise.all(accepted)).toEqual(['a', 'b', 'c']);
    expect(pool.load).toEqual({ running: 0, waiting: 0 });
  });

  it('ends a job that runs too long and replaces its thread', async () => {
    const pool = poolOf({ timeoutMs: 1_500 });
    const hanging = pool.run({ kind: 'hang' });
    const waiting = pool.run({ kind: 'count' });
    await expect(hanging).rejects.toThrow(WorkerTimeoutError);
    // A fresh thread has served nothing before.
    expect(await waiting).toBe(1);
  });

  it.each<[string, SampleJob, RegExp]>([
    ['exits', { kind: 'exit' }, /ended with code 3/],
    ['fails outside of the job', { kind: 'uncaught' }, /late failure/],
    ['runs out of memory', { kind: 'exhaust' }, /memory/],
  ])(
    'rejects the job when its thread %s, and goes on with a new one',
    async (_name, job, reason) => {
      const pool = poolOf({ resourceLimits: { maxOldGenerationSizeMb: 64 } });
      const failure = await pool.run(job).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(WorkerCrashedError);
      expect((failure as Error).message).toMatch(reason);
      expect(await pool.run({ kind: 'count' })).toBe(1);
    },
  );

  it('rejects input that cannot be handed to a thread, and goes on', async () => {
    const pool = poolOf();
    const uncloneable = { kind: 'echo', text: (() => 1) as unknown as string } as const;
    await expect(pool.run(uncloneable)).rejects.toThrow('could not be cloned');
    expect(await pool.run({ kind: 'echo', text: 'a' })).toBe('a');
  });

  it('runs jobs side by side up to its size', async () => {
    const pool = poolOf({ size: 2 });
    const hanging = pool.run({ kind: 'uncaught' }).catch(() => 'ended');
    expect(await pool.run({ kind: 'echo', text: 'beside' })).toBe('beside');
    expect(await hanging).toBe('ended');
  });

  it('finishes accepted jobs when closed and refuses new ones', async () => {
    const pool = poolOf();
    const accepted = [pool.run({ kind: 'echo', text: 'a' }), pool.run({ kind: 'echo', text: 'b' })];
    const closing = pool.close();
    await expect(pool.run({ kind: 'count' })).rejects.toThrow(WorkerPoolClosedError);
    await closing;
    expect(await Promise.all(accepted)).toEqual(['a', 'b']);
  });
});
