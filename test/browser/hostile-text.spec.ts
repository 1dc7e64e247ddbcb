import { expect, it } from '@jest/globals';
import { OrganisationService } from '../../src/identity/organisation.service.js';
import { createCampaign, IssueDriver } from '../support/issues.js';
import { describeInBrowser, useStage } from './support/stage.js';

/** Would run, or would be worked out, wherever text is taken for markup or for a template. */
const MARKUP = '<img src=x onerror="window.broken=1"><svg onload=window.broken=1>';
const TEMPLATE = "{{ 7 * 7 }}{{ constructor.constructor('window.broken=1')() }}";
const HOSTILE = `材料不齐${MARKUP}${TEMPLATE}`;
const NAME = '经办<b>人</b>{{7*7}}';

describeInBrowser('text that people have typed', () => {
  const { stage, world } = useStage(async (app) => {
    await app.app.get(OrganisationService).createUser({
      username: 'hostile',
      name: NAME,
      post: '<script>window.broken=1</script>',
      unitId: app.units.rescue,
      roles: ['DIVISION_CLERK'],
      password: 'Xiaohao-2020',
    });
    const driver = new IssueDriver(app, await createCampaign(app));
    driver.registrar = 'hostile';
    const issue = await driver.to('RECTIFYING', { statement: HOSTILE, detail: HOSTILE });
    return driver.addProgress(issue, { text: HOSTILE });
  });

  const screens: readonly [name: string, path: (id: string) => string][] = [
    ['list of issues', () => '/issues?q='],
    ['ledger', () => '/ledger'],
    ['issue', (id) => `/issues/${id}`],
  ];

  it.each(screens)('is shown as it was typed: %s', async (_name, path) => {
    const person = await stage().person('hostile');
    await person.open(path(world().id));
    const text = await person.page.locator('body').innerText();
    expect(text).toContain(HOSTILE);
    expect(text).toContain(NAME);
    expect(await person.page.evaluate('window.broken')).toBeUndefined();
    expect(await person.page.locator('img[src="x"], main b:text-is("人")').count()).toBe(0);
  });
});
