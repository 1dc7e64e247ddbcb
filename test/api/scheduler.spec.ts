import { afterEach, describe, expect, it } from '@jest/globals';
import { Scheduler } from '../../src/platform/scheduler/scheduler.js';
import { TestApp } from '../support/app.js';

describe('what the program does by itself', () => {
  let app: TestApp;
  afterEach(() => app.stop());

  const runs = (): number[] =>
    app.app
      .get(Scheduler, { strict: false })
      .states()
      .map((task) => task.runs);

  it('begins when the program listens, not before', async () => {
    app = await TestApp.start('sqlite', undefined, { scheduler: true });
    expect(runs().length).toBeGreaterThan(3);
    expect(new Set(runs())).toEqual(new Set([0]));
    await app.app.listen(0, '127.0.0.1');
    expect(new Set(runs())).toEqual(new Set([1]));
  });

  it('is left to other servers where it is switched off', async () => {
    app = await TestApp.start('sqlite', undefined, { scheduler: false });
    expect(app.server.listening).toBe(true);
    expect(new Set(runs())).toEqual(new Set([0]));
  });
});
