import type { Browser } from 'playwright-core';
import { startChromium } from './start-chromium.mjs';

/** `BROWSER_TESTS=skip` is the only way to go without these specs: a missing browser must not pass unseen. */
export const SKIPPED = process.env.BROWSER_TESTS === 'skip';

/** @throws {Error} that says what to install when no browser starts. */
export async function launchChromium(): Promise<Browser> {
  try {
    return await startChromium();
  } catch (error) {
    throw new Error(
      'No Chromium for the browser specs: install one (Debian: `apt install chromium`), name it in ' +
        'CHROMIUM_PATH, or leave the specs out with BROWSER_TESTS=skip.',
      { cause: error },
    );
  }
}
