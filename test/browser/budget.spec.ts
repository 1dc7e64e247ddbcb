import { gzipSync } from 'node:zlib';
import { expect, it } from '@jest/globals';
import { createCampaign, IssueDriver } from '../support/issues.js';
import { describeInBrowser, useStage } from './support/stage.js';

const KIB = 1024;

/** What an office with a slow line waits for, in KiB of packed scripts. */
const BUDGETS: readonly [path: string, username: string, kib: number][] = [
  ['/login', '', 100],
  ['/issues', 'div.clerk', 230],
];

describeInBrowser('the scripts that a page loads', () => {
  const { stage } = useStage(async (app) => {
    await new IssueDriver(app, await createCampaign(app)).draft();
  });

  it.each(BUDGETS)('of %s for %p weigh at most %i KiB', async (path, username, budget) => {
    const person = await stage().visitor(username);
    // The session comes from another window, so that this one loads nothing but the page.
    if (username) {
      const signedIn = await stage().person(username);
      await person.context.addCookies(await signedIn.context.cookies());
    }
    const scripts = new Map<string, Promise<Buffer>>();
    person.page.on('response', (response) => {
      if (response.request().resourceType() === 'script') {
        scripts.set(response.url(), response.body());
      }
    });
    await person.open(path);
    expect(person.address).toBe(path);
    const bodies = await Promise.all(scripts.values());
    const bytes = bodies.reduce((sum, body) => sum + gzipSync(body, { level: 9 }).length, 0);
    expect(bytes).toBeGreaterThan(0);
    expect(bytes / KIB).toBeLessThanOrEqual(budget);
  });
});
