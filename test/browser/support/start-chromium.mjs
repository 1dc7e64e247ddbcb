import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

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

/**
 * The Chromium that comes from the registry, unpacked where that is still to be done: the same one on every
 * machine, without windows and menus of its own, which cost a third of the time. Unpack it before several
 * programs start it at once.
 *
 * @returns {Promise<string>}
 */
export async function unpackChromium() {
  const { default: packed } = await import('@sparticuz/chromium');
  return packed.executablePath();
}

/**
 * Starts the browser that CHROMIUM_PATH names, else the packed one, else one of the machine: the packed one
 * needs libraries that a bare machine may lack. The bench, which is not compiled, starts the same as the specs.
 *
 * @returns {Promise<import('playwright-core').Browser>}
 */
export async function startChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named) return start(named);
  const installed = INSTALLED.find((path) => existsSync(path));
  try {
    return await start(await unpackChromium());
  } catch (error) {
    if (installed) return start(installed);
    throw error;
  }
}

const start = (executablePath) => chromium.launch({ executablePath, args: FLAGS });
