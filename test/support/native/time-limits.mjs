// The runner itself waits for a test as long as it takes. Each test and hook gets its own limit here:
// the one it was written with, or the configuration's.
import { addEventHandler, getState } from 'jest-circus';

const LIMIT = process.env.TORTURE === 'long' ? 1_200_000 : 30_000;
// The real ones, also while a spec moves the time itself.
const { setTimeout, clearTimeout } = globalThis;

/** What `jest.setTimeout` has asked for, and in which file. */
let asked;

export function setLimit(milliseconds) {
  asked = { milliseconds, file: getState().rootDescribeBlock };
}

addEventHandler((event, state) => {
  const block = state.currentDescribeBlock;
  const usual = asked?.file === state.rootDescribeBlock ? asked.milliseconds : LIMIT;
  const time = event.timeout ?? usual;
  if (event.name === 'add_test') limit(block.children.at(-1), event.testName, time);
  if (event.name === 'add_hook') limit(block.hooks.at(-1), event.hookType, time);
});

function limit(entry, name, milliseconds) {
  const work = entry.fn;
  if (!work) return;
  // Without parameters: the runner takes a parameter for a callback.
  entry.fn = async () => {
    let timer;
    const late = new Promise((_, reject) => {
      const error = new Error(`"${name}" took longer than ${milliseconds} ms`);
      timer = setTimeout(() => reject(error), milliseconds);
    });
    try {
      return await Promise.race([work(), late]);
    } finally {
      clearTimeout(timer);
    }
  };
}
