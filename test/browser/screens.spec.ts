import { expect, it } from '@jest/globals';
import { playDemo } from '../../src/demo/demo.js';
import { TestApp } from '../support/app.js';
import { ok } from '../support/issues.js';
import { overflowOf, violationsOn } from './support/axe.js';
import type { Person } from './support/person.js';
import { readScreens, type Screen } from './support/screens.js';
import { describeInBrowser, useStage } from './support/stage.js';

const PHONE = { width: 390, height: 844 };
const DESKS = [
  { width: 1440, height: 900 },
  { width: 1280, height: 800 },
];

/** Who looks at a screen: the first who may. */
const PEOPLE = [
  'div.clerk',
  'lanqiao.clerk',
  'deputy',
  'leadership',
  'admin',
  'security',
  'auditor',
];

/** Screens that are only for the person whose turn it is, with somebody who has one. */
const TURNS: Readonly<Record<string, readonly [username: string, records: string]>> = {
  '/issues/:id/plan': ['lanqiao.clerk', '/issues?status=PLANNING'],
  '/issues/:id/closure': ['wuping.clerk', '/issues?status=RECTIFYING'],
  '/issues/:id/edit': ['div.clerk', '/issues?status=DRAFT'],
};

/** Screens on which leaders decide with a thumb: looked at as closely on a phone as on a desk. */
const DECIDED_ON_A_PHONE = ['/closures/:id', '/bulletins/:id', '/issues/:id', '/home'];

/** Where the records come from that a screen of one record shows. */
const RECORDS: Readonly<Record<string, string>> = {
  issues: '/issues?status=RECTIFYING',
  closures: '/closure-applications',
  notices: '/notices',
  imports: '/issue-imports',
  reports: '/reports',
  consolidations: '/report-consolidations',
  cases: '/cases',
  bulletins: '/bulletins',
  'follow-ups': '/bulletin-follow-ups',
  campaigns: '/campaigns',
};

/** The demo logs its findings one by one: here is a file of them. */
async function upload(app: TestApp): Promise<void> {
  const clerk = await app.as('div.clerk');
  const { body } = await clerk.get('/campaigns');
  const file = Buffer.from('问题表述,责任单位,发现时间\n材料不齐,青禾镇人民政府,2020-07-01\n');
  ok(
    await clerk
      .post('/issue-imports')
      .field('campaignId', body.items[0].id)
      .attach('file', file, '问题清单.csv'),
  );
}

describeInBrowser('every screen', () => {
  const { stage } = useStage(
    async (app) => {
      await playDemo(app.app, app.clock);
      await upload(app);
    },
    () => TestApp.start('sqlite'),
  );
  const phones = new Map<string, Promise<Person>>();

  /** The same person at a phone. */
  function phoneOf(username: string): Promise<Person> {
    let phone = phones.get(username);
    if (!phone) {
      phone = stage()
        .visitor(username, { viewport: PHONE, hasTouch: true })
        .then((visitor) => visitor.signIn());
      phones.set(username, phone);
    }
    return phone;
  }

  async function userOf({ path, permissions }: Screen): Promise<string> {
    const turn = TURNS[path];
    if (turn) return turn[0];
    if (permissions.length === 0) return 'div.clerk';
    for (const username of PEOPLE) {
      const me = await (await stage().app.as(username)).get('/auth/me');
      if (permissions.some((permission) => permission in me.body.permissions)) return username;
    }
    throw new Error(`Nobody may see ${path}`);
  }

  /** Rows are always those behind some figure. */
  async function rowsOfAFigure(username: string): Promise<string> {
    const user = await stage().app.as(username);
    const [campaign] = (await user.get('/campaigns')).body.items;
    const { body } = await user.get(`/statistics/overview?campaignId=${campaign.id}`);
    return body.cards[0].rows.replace(/^\/api/, '');
  }

  async function addressOf({ path }: Screen, username: string): Promise<string> {
    if (path === '/statistics/rows') return rowsOfAFigure(username);
    if (!path.includes(':')) return path;
    const records = TURNS[path]?.[1] ?? RECORDS[path.split('/')[1] ?? ''];
    if (!records) throw new Error(`Name in RECORDS where the record of ${path} comes from`);
    const { body } = await (await stage().app.as(username)).get(records);
    const id = (body.items ?? body)[0]?.id as string | undefined;
    if (!id) throw new Error(`${records} gives ${username} nothing`);
    return path.replace(/:\w+/, id);
  }

  it.each(readScreens())(
    '$path has room on every window, is fit for everybody, and asks for nothing it may not have',
    async (screen) => {
      const username = await userOf(screen);
      const address = await addressOf(screen, username);
      const desk = await stage().person(username);
      for (const size of DESKS) {
        await desk.page.setViewportSize(size);
        if (size === DESKS[0]) await desk.goTo(address);
        else await desk.settled();
        expect([size.width, await overflowOf(desk.page)]).toEqual([size.width, 0]);
      }
      const missing = desk.page.getByRole('heading', { name: /页面不存在|没有这项权限/ });
      expect(await missing.count()).toBe(0);
      expect(await violationsOn(desk.page)).toEqual([]);
      const phone = await phoneOf(username);
      await phone.goTo(address);
      expect([PHONE.width, await overflowOf(phone.page)]).toEqual([PHONE.width, 0]);
      // Lists are cards there: nobody pushes a table from side to side.
      expect(await phone.page.locator('.el-table').count()).toBe(0);
      if (DECIDED_ON_A_PHONE.includes(screen.path)) {
        expect(await violationsOn(phone.page)).toEqual([]);
      }
      expect([...desk.refusals.splice(0), ...phone.refusals.splice(0)]).toEqual([]);
    },
  );
});
