import { fork } from 'node:child_process';
import { Session } from 'node:inspector';
import { writeFileSync } from 'node:fs';

/**
 * A measured program runs in a process of its own and is asked over the process channel, so that its
 * CPU time is its own and no HTTP request is spent on measuring.
 *
 * @typedef {(args?: unknown) => unknown} Handler
 * @typedef {{
 *   pid: number,
 *   call: (op: string, args?: unknown) => Promise<any>,
 *   stop: () => Promise<void>,
 * }} Child
 */

/**
 * In the child: answers the parent's questions. `cpuMs` (CPU of the whole process, worker threads
 * included) and the profiler are always there.
 *
 * @param {Record<string, Handler>} handlers
 */
export function answerParent(handlers) {
  const all = { cpuMs, ...profiler(), ...handlers };
  process.on('message', async ({ id, op, args }) => {
    try {
      process.send({ id, result: await all[op](args) });
    } catch (error) {
      process.send({ id, error: error instanceof Error ? error.stack : String(error) });
    }
  });
  process.on('disconnect', () => process.exit());
}

/** CPU that this process has used since it began, in milliseconds. */
export function cpuMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function profiler() {
  const session = new Session();
  const post = (method) =>
    new Promise((resolve, reject) =>
      session.post(method, (error, result) => (error ? reject(error) : resolve(result))),
    );
  return {
    profileStart: async () => {
      session.connect();
      await post('Profiler.enable');
      await post('Profiler.start');
    },
    profileStop: async (file) => {
      const { profile } = await post('Profiler.stop');
      writeFileSync(file, JSON.stringify(profile));
      session.disconnect();
    },
  };
}

/**
 * Starts a script as a child and waits until it answers.
 *
 * @param {URL} script
 * @param {Record<string, string>} env
 * @returns {Promise<Child>}
 */
export async function startChild(script, env) {
  const child = fork(script, { env: { ...process.env, ...env }, stdio: 'inherit' });
  const waiting = new Map();
  let lastId = 0;
  child.on('message', ({ id, result, error }) => {
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (error) reject(new Error(error));
    else resolve(result);
  });
  const ended = new Promise((resolve) => {
    child.on('exit', (code) => {
      const error = new Error(`${script.pathname} ended with ${code}`);
      for (const { reject } of waiting.values()) reject(error);
      resolve();
    });
  });
  const call = (op, args) =>
    new Promise((resolve, reject) => {
      lastId += 1;
      waiting.set(lastId, { resolve, reject });
      child.send({ id: lastId, op, args });
    });
  await call('cpuMs');
  const stop = () => {
    child.disconnect();
    return ended;
  };
  return { pid: child.pid, call, stop };
}
