import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const LOOK = readFileSync(join(import.meta.dirname, 'in-page/look.js'), 'utf8');
const RULES = JSON.stringify({
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'],
  resultTypes: ['violations'],
});

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** Half a megabyte of script: sent once to each document, not with every question. */
async function bringAlong(page: Page): Promise<void> {
  if (!(await page.evaluate<boolean>('Boolean(window.axe && window.look)'))) {
    await page.evaluate(`${AXE}\n${LOOK}`);
  }
}

/** What fades in has no contrast yet. What turns for ever, as beside something that loads, is left out. */
const AT_REST = `Promise.all(document.getAnimations()
  .filter((one) => one.effect?.getComputedTiming().iterations !== Infinity)
  .map((one) => one.finished.catch(() => undefined))).then(() => undefined)`;

/** What is wrong with the page by WCAG 2.1 AA, a line for each place. */
export async function violationsOn(page: Page): Promise<string[]> {
  await bringAlong(page);
  await page.evaluate(AT_REST);
  const violations = await page.evaluate<Violation[]>(
    `axe.run(document, ${RULES}).then(({ violations }) => violations)`,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary = '' }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
  );
}

/** What of the page lies beyond its window, or is cut off although it is there to be clicked. */
export async function layoutFaultsOn(page: Page): Promise<string[]> {
  await bringAlong(page);
  return page.evaluate<string[]>(
    `[look.overflow()].filter(Boolean).map((px) => px + 'px too wide')
      .concat(look.cutActions().map((action) => 'cut off: ' + action))`,
  );
}

/** Which elements are seen, and which of them scroll; the same for two windows when nothing differs. */
export async function layoutOf(page: Page): Promise<string> {
  await bringAlong(page);
  return page.evaluate<string>('look.layout()');
}
