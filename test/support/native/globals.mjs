// What specs import from `@jest/globals`, of the runner that runs them.
import { ModernFakeTimers } from '@jest/fake-timers';
import { setLimit } from './time-limits.mjs';

export const {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  test,
  jest: { fn, spyOn, restoreAllMocks },
} = globalThis;

const timers = new ModernFakeTimers({ config: { fakeTimers: {} }, global: globalThis });

/** The part of `jest` that specs use. */
export const jest = {
  fn,
  spyOn,
  restoreAllMocks,
  /** For what is written below it in the file. */
  setTimeout: setLimit,
  useFakeTimers: (settings) => timers.useFakeTimers(settings),
  useRealTimers: () => timers.useRealTimers(),
  advanceTimersByTimeAsync: (milliseconds) => timers.advanceTimersByTimeAsync(milliseconds),
};
