import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** `BROWSER_TESTS=skip` is the only way to go without these specs: a missing browser must not pass unseen. */
export const SKIPPED = process.env.BROWSER_TESTS === 'skip';

/** The browser of the machine; where there is none, the one that comes from the registry. */
async function findChromium(): Promise<string> {
  const named = process.env.CHROMIUM_PATH;
  if (named) return named;
  const installed = INSTALLED.find((path) => existsSync(path));
  if (installed) return installed;
  const { default: packed } = await import('@sparticuz/chromium');
  return packed.executablePath();
}

/** @throws {Error} that says what to install when no browser starts. */
export async function launchChromium(): Promise<Browser> {
  try {
    return await chromium.launch({ executablePath: await findChromium(), args: FLAGS });
  } catch (error) {
    throw new Error(
      'No Chromium for the browser specs: install one (Debian: `apt install chromium`), name it in ' +
        'CHROMIUM_PATH, or leave the specs out with BROWSER_TESTS=skip.',
      { cause: error },
    );
  }
}
