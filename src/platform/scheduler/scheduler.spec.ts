import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { FixedClock } from '../calendar/clock.js';
import { Scheduler } from './scheduler.js';

const NOW = '2020-04-01T01:00:00.000Z';

/** A task whose runs end when the test says so. */
function gate() {
  const ends: (() => void)[] = [];
  const starts: string[] = [];
  return {
    starts,
    run: (now: string) => {
      starts.push(now);
      return new Promise<void>((resolve) => ends.push(resolve));
    },
    endOne: async () => {
      ends.shift()?.();
      await jest.advanceTimersByTimeAsync(0);
    },
  };
}

describe('Scheduler', () => {
  let clock: FixedClock;
  let scheduler: Scheduler;
  let logged: string[];

  beforeEach(() => {
    jest.useFakeTimers();
    clock = new FixedClock(NOW);
    scheduler = new Scheduler(clock);
    logged = [];
    jest.spyOn(Logger.prototype, 'error').mockImplementation((text: unknown) => {
      logged.push(String(text));
    });
  });
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  it('does nothing before it is started', async () => {
    const task = gate();
    scheduler.register({ name: 'a', everyMs: 1000, run: task.run });
    await jest.advanceTimersByTimeAsync(10_000);
    expect(task.starts).toEqual([]);
  });

  it('runs a task at once, then at its interval after it has ended, never beside itself', async () => {
    const task = gate();
    scheduler.register({ name: 'a', everyMs: 1000, run: task.run });
    scheduler.start();
    scheduler.start();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(task.starts).toEqual([NOW]);
    await task.endOne();
    await jest.advanceTimersByTimeAsync(999);
    expect(task.starts).toHaveLength(1);
    clock.advanceMs(61_000);
    await jest.advanceTimersByTimeAsync(1);
    expect(task.starts).toEqual([NOW, '2020-04-01T01:01:01.000Z']);
  });

  it('ticks every task once in the order of registration, waiting for one that is running', async () => {
    const order: string[] = [];
    const slow = gate();
    scheduler.register({ name: 'slow', everyMs: 1000, run: slow.run });
    scheduler.register({ name: 'b', everyMs: 1000, run: () => Promise.resolve(order.push('b')) });
    const ticks = Promise.all([scheduler.tick(), scheduler.tick()]);
    await jest.advanceTimersByTimeAsync(0);
    expect([slow.starts.length, order]).toEqual([1, []]);
    await slow.endOne();
    await ticks;
    expect(slow.starts).toHaveLength(1);
    expect(scheduler.states().map(({ name, failures }) => [name, failures])).toEqual([
      ['slow', 0],
      ['b', 0],
    ]);
  });

  it('counts and logs a failure, runs the other tasks, and tries again', async () => {
    let broken = true;
    const run = () => (broken ? Promise.reject(new Error('no disk')) : Promise.resolve());
    const others: string[] = [];
    scheduler.register({ name: 'a', everyMs: 1000, run });
    scheduler.register({
      name: 'b',
      everyMs: 1000,
      run: (now) => Promise.resolve(others.push(now)),
    });
    const ran = { everyMs: 1000, runs: 1, lastRunAt: NOW };
    const failure = { failures: 1, lastSuccessAt: null, lastFailureAt: NOW, lastError: 'no disk' };
    const success = { failures: 0, lastSuccessAt: NOW, lastFailureAt: null, lastError: null };
    expect(await scheduler.tick()).toEqual([
      { name: 'a', ...ran, ...failure },
      { name: 'b', ...ran, ...success },
    ]);
    expect(logged).toEqual(['a failed (1): no disk']);
    expect(others).toEqual([NOW]);
    broken = false;
    expect((await scheduler.tick())[0]).toMatchObject({ runs: 2, failures: 1, lastError: null });
  });

  it('waits at shutdown for what is running and starts nothing more', async () => {
    const task = gate();
    scheduler.register({ name: 'a', everyMs: 1000, run: task.run });
    scheduler.start();
    let closed = false;
    const closing = scheduler.beforeApplicationShutdown().then(() => (closed = true));
    await jest.advanceTimersByTimeAsync(5000);
    expect(closed).toBe(false);
    await task.endOne();
    await closing;
    await jest.advanceTimersByTimeAsync(5000);
    expect(task.starts).toHaveLength(1);
  });

  it('asks what is running at shutdown to break off', async () => {
    const untilAsked = (_now: string, stop: AbortSignal): Promise<void> =>
      new Promise((resolve) => stop.addEventListener('abort', () => resolve()));
    scheduler.register({ name: 'a', everyMs: 1000, run: untilAsked });
    scheduler.start();
    await scheduler.beforeApplicationShutdown();
    expect(scheduler.states()[0]).toMatchObject({ runs: 1, failures: 0 });
  });

  it('refuses a second task of the same name', () => {
    const task = { name: 'a', everyMs: 1, run: () => Promise.resolve() };
    scheduler.register(task);
    expect(() => scheduler.register(task)).toThrow('registered twice');
  });
});
