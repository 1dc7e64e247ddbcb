import { createHash } from 'node:crypto';
import { beforeEach, expect, it } from '@jest/globals';
import { pdf } from '../api/file-samples.js';
import { Files } from '../../src/platform/files/files.service.js';
import { createCampaign, IssueDriver } from '../support/issues.js';
import { BadLine } from './support/bad-line.js';
import { Dialog } from './support/dialogs.js';
import type { Person } from './support/person.js';
import { describeInBrowser, useStage } from './support/stage.js';

const MEGABYTE = 1024 * 1024;
const LOST = /Failed to load resource: net::ERR_/;

const paper = (name: string, size = 0) => ({
  name,
  mimeType: 'application/pdf',
  buffer: pdf(`% ${name} ${'x'.repeat(size)}\n%%EOF\n`),
});
const digestOf = ({ buffer }: { buffer: Buffer }): string =>
  createHash('sha256').update(buffer).digest('hex');

describeInBrowser('uploads over a bad line', () => {
  const { stage, world } = useStage(async (app) => {
    const driver = new IssueDriver(app, await createCampaign(app));
    return { driver, line: new BadLine(app.server) };
  });
  let issueId: string;
  beforeEach(async () => {
    ({ id: issueId } = await world().driver.to('RECTIFYING'));
  });

  async function openDialog(): Promise<Person> {
    const town = await stage().person('qinghe.clerk');
    await town.open(`/issues/${issueId}`);
    await town.action('上传佐证').click();
    await town.choose('佐证类型', '入户核查表');
    return town;
  }
  const send = (town: Person, files: readonly ReturnType<typeof paper>[]): Promise<void> =>
    town.page.getByLabel('选择佐证文件').setInputFiles([...files]);
  const lineOf = (town: Person, name: string) =>
    town.page
      .getByRole('list', { name: '上传的文件' })
      .getByRole('listitem')
      .filter({ hasText: name });

  /** Names and digests of the evidence, in the order in which it came. */
  async function stored(): Promise<[string, string][]> {
    const town = await stage().app.as('qinghe.clerk');
    const { body } = await town.get(`/issues/${issueId}/evidence`);
    return body.map(({ fileName, sha256 }: Record<string, string>) => [fileName, sha256]);
  }

  it('sends again what was cut off, and nothing else', async () => {
    const town = await openDialog();
    const [first, large, last] = [
      paper('甲.pdf'),
      paper('乙.pdf', 1.5 * MEGABYTE),
      paper('丙.pdf'),
    ];
    world().line.cutInTheMiddle();
    await send(town, [first, large, last]);
    const broken = lineOf(town, large.name);
    await broken.getByRole('alert').filter({ hasText: '上传中断' }).waitFor();
    await lineOf(town, last.name).getByText('已上传').waitFor();
    expect(await lineOf(town, first.name).innerText()).toContain('已上传');
    expect(await stored()).toEqual([first, last].map((file) => [file.name, digestOf(file)]));

    world().line.mend();
    await broken.getByRole('button', { name: '重试' }).click();
    await broken.getByText('已上传').waitFor();
    expect(await stored()).toEqual([first, last, large].map((file) => [file.name, digestOf(file)]));
    expect(await stage().app.app.get(Files).damaged()).toEqual([]);
    await town.button('完成').click();
    await town.settled();
    const table = town.page.getByRole('region', { name: '佐证材料表' });
    for (const { name } of [first, large, last]) {
      expect(await table.getByRole('button', { name, exact: true }).count()).toBe(1);
    }
    town.pardon(LOST);
  }, 90_000);

  it('stores a file once although the answer was lost and it is sent again', async () => {
    const town = await openDialog();
    const file = paper('丁.pdf');
    world().line.cutBeforeTheAnswer();
    await send(town, [file]);
    await lineOf(town, file.name).getByRole('alert').filter({ hasText: '上传中断' }).waitFor();
    expect(await stored()).toEqual([[file.name, digestOf(file)]]);

    world().line.mend();
    await lineOf(town, file.name).getByRole('button', { name: '重试' }).click();
    await lineOf(town, file.name).getByText('已上传').waitFor();
    expect(await stored()).toEqual([[file.name, digestOf(file)]]);
    const history = (await (await stage().app.as('qinghe.clerk')).get(`/issues/${issueId}/history`))
      .body;
    const uploads = history.filter(({ label }: { label: string }) => label === '上传佐证');
    expect(uploads).toMatchObject([{ actorName: '青禾镇经办人' }]);
    town.pardon(LOST);
  }, 90_000);

  it('asks the server how large a file may be, and does not send a larger one', async () => {
    const town = await openDialog();
    const dialog = town.page.getByRole('dialog', { name: '上传佐证' });
    await dialog.getByText('每个不超过2 MB').waitFor();
    const asked: string[] = [];
    town.page.on('request', (request) => asked.push(request.method()));
    await send(town, [paper('大.pdf', 3 * MEGABYTE)]);
    const refused = lineOf(town, '大.pdf');
    await refused.getByRole('alert').filter({ hasText: '文件3 MB，超过2 MB的上限' }).waitFor();
    expect(await refused.getByRole('button', { name: '重试' }).count()).toBe(0);
    expect(asked).not.toContain('POST');
    expect(await stored()).toEqual([]);
  });

  it('and the other dialogs of a handler have room on a phone and are fit for everybody', async () => {
    const town = await stage().person('qinghe.clerk');
    await town.open(`/issues/${issueId}`);
    for (const [button, title] of [
      ['上传佐证', '上传佐证'],
      ['增加措施', '增加措施'],
      ['填报第1项措施', '填报落实情况'],
    ] as const) {
      await town.button(button).first().click();
      const dialog = await Dialog.of(town, title);
      expect([title, await dialog.unfit()]).toEqual([title, []]);
      await town.page.keyboard.press('Escape');
      await dialog.root.waitFor({ state: 'hidden' });
    }
  }, 60_000);
});
