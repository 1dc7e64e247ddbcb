import { expect, it } from '@jest/globals';
import { createCampaign, IssueDriver } from '../support/issues.js';
import { describeInBrowser, useStage } from './support/stage.js';

const CONCERNED = {
  姓名: '程望山',
  身份证号: '990101196503150018',
  联系电话: '13800005678',
};
const MASKED = ['程某某', '990101********0018', '138****5678'];
const REASON = '电话核实补发金额是否到账';
/** How long a page shows somebody in clear. */
const SHOWN_MS = 60_000;

describeInBrowser('people concerned', () => {
  const { stage, world } = useStage(async (app) => {
    const driver = new IssueDriver(app, await createCampaign(app));
    return driver.to('RECTIFYING', { statement: '两户低保金多发三个月' });
  });
  const clerk = async () => {
    const person = await stage().person('div.clerk');
    const block = person.page.getByRole('region', { name: '涉及对象表' });
    const dialog = person.page.getByRole('dialog');
    return { ...person, person, page: person.page, block, dialog };
  };
  const bodyText = async () => (await clerk()).page.locator('body').innerText();

  it('are added on the page of the issue, where they stand masked', async () => {
    const { person, page, block, dialog } = await clerk();
    await page.clock.install();
    await person.open(`/issues/${world().id}`);
    await person.button('添加涉及对象').click();
    await dialog.getByLabel('身份证号').fill('990101196503150019');
    await dialog.getByLabel('姓名', { exact: true }).fill(CONCERNED.姓名);
    await dialog.getByRole('button', { name: '添加', exact: true }).click();
    await dialog.getByText('身份证号校验位不对').first().waitFor();
    await person.fill(CONCERNED);
    await dialog.getByRole('button', { name: '添加', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    await person.settled();
    for (const value of MASKED) await block.getByText(value, { exact: true }).waitFor();
    const text = await bodyText();
    for (const value of Object.values(CONCERNED)) expect(text).not.toContain(value);
    expect(person.refusals.splice(0)).toEqual([expect.stringMatching(/^422 POST .*persons$/)]);
  });

  it('stand with what is known of their household, and with no sign for a name that is not', async () => {
    const { person, page, block, dialog } = await clerk();
    const heads = (): Promise<string[]> => block.locator('td[data-label="户主"]').allInnerTexts();
    expect(await heads()).toEqual(['—']);
    const change = async (choose: () => Promise<void>): Promise<void> => {
      await person.button('修改涉及对象1').click();
      await choose();
      await dialog.getByRole('button', { name: '保存修改', exact: true }).click();
      await dialog.waitFor({ state: 'detached' });
      await person.settled();
    };
    await change(() => person.choose('与户主关系', '配偶'));
    expect(await heads()).toEqual(['配偶']);
    await change(() => person.choose('与户主关系', '户主'));
    expect(await heads()).toEqual(['本人']);
    expect(await page.getByText('户主，').count()).toBe(0);
  });

  it('are shown in clear for a reason, for one minute, and the history tells of it', async () => {
    const { person, page, block, dialog } = await clerk();
    await person.button('查看明文：涉及对象1').click();
    await dialog.getByLabel('查看原因').fill(`核实${CONCERNED.姓名}是否到账`);
    await dialog.getByRole('button', { name: '查看', exact: true }).click();
    await dialog.getByText('请不要写出涉及对象的姓名和号码').first().waitFor();
    await dialog.getByLabel('查看原因').fill(REASON);
    await dialog.getByRole('button', { name: '查看', exact: true }).click();
    await block.getByText(CONCERNED.身份证号).waitFor();
    await person.settled();
    const history = page.locator('section', { hasText: '办理过程' }).last();
    await history.getByText('查看涉及对象明文').waitFor();
    await history.getByText(REASON).waitFor();

    await page.clock.runFor(SHOWN_MS - 5_000);
    expect(await bodyText()).toContain(CONCERNED.身份证号);
    await page.clock.runFor(6_000);
    await block.getByText('990101********0018').waitFor();
    for (const value of Object.values(CONCERNED)) expect(await bodyText()).not.toContain(value);
    expect(person.refusals.splice(0)).toEqual([expect.stringMatching(/^422 POST .*reveals$/)]);
  });

  it('are found by the whole number, which stands in no address', async () => {
    const { person, page, dialog } = await clerk();
    await person.open('/issues');
    await person.button('按身份证号查找').click();
    const find = async (value: string): Promise<void> => {
      await dialog.getByLabel('完整的身份证号').fill(value);
      await dialog.getByRole('button', { name: '查找', exact: true }).click();
    };
    await find('9901011965');
    await dialog.getByText('身份证号应为18位，现在是10位').first().waitFor();
    await find('990101193802120026');
    await dialog.getByText('您有权查看的问题中没有这名涉及对象。').waitFor();
    await find(CONCERNED.身份证号);
    const found = dialog.getByRole('listitem').filter({ hasText: '程某某' });
    await found.getByText('990101********0018').waitFor();
    const link = found.getByRole('link', { name: /两户低保金多发三个月/ });
    expect(await link.getAttribute('href')).toBe(`/issues/${world().id}`);
    expect(page.url()).not.toContain(CONCERNED.身份证号);
    expect(person.refusals.splice(0)).toEqual(['422 POST /api/issues/person-search']);
  });
});
