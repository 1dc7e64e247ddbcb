import { describe, expect, it } from '@jest/globals';
import { BoundedGate } from './bounded-gate.js';

const BOUNDS = { atOnce: 2, waitingMax: 20, busy: '正在生成的文件太多，请稍后再下载。' };

/** Work that goes on until it is told to end. */
function job(log: string[], name: string) {
  let end: (error?: Error) => void = () => undefined;
  const ended = new Promise<string>((resolve, reject) => {
    end = (error) => (error ? reject(error) : resolve(name));
  });
  return { run: () => (log.push(name), ended), end: (error?: Error) => end(error) };
}

describe('BoundedGate', () => {
  it('lets 2 work and 20 wait, answers 503 to the rest, and works on in order', async () => {
    const gate = new BoundedGate(BOUNDS);
    const started: string[] = [];
    const jobs = Array.from({ length: 25 }, (_, index) => job(started, String(index)));
    const answers = jobs.map(({ run }) => gate.run(run));
    const settled = Promise.allSettled(answers);
    for (const late of answers.slice(22)) {
      await expect(late).rejects.toMatchObject({ status: 503, code: 'BUSY', detail: BOUNDS.busy });
    }
    expect(started).toEqual(['0', '1']);
    for (const { end } of jobs) end();
    await settled;
    expect(started).toEqual(jobs.slice(0, 22).map((_, index) => String(index)));
    await expect(gate.run(() => Promise.resolve('again'))).resolves.toBe('again');
  });

  it('gives the place of failed work to the next', async () => {
    const gate = new BoundedGate(BOUNDS);
    const started: string[] = [];
    const jobs = ['a', 'b', 'c'].map((name) => job(started, name));
    const [first, ...others] = jobs.map(({ run }) => gate.run(run));
    jobs[0]?.end(new Error('disk full'));
    await expect(first).rejects.toThrow('disk full');
    jobs.forEach(({ end }) => end());
    await expect(Promise.all(others)).resolves.toEqual(['b', 'c']);
    expect(started).toEqual(['a', 'b', 'c']);
  });
});
