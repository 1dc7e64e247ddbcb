import { beforeAll, expect, it } from '@jest/globals';
import { playDemo } from '../../src/demo/demo.js';
import { TestApp } from '../support/app.js';
import { ok } from '../support/issues.js';
import { readScreens, type Screen } from './support/screens.js';
import { describeInBrowser, useStage } from './support/stage.js';
import { Sweep } from './support/sweep.js';

/** All screens are looked at before the first is judged, beside other specs. */
const SWEEP_MS = 600_000;

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

const SCREENS = readScreens();

describeInBrowser('every screen', () => {
  const { stage } = useStage(
    async (app) => {
      await playDemo(app.app, app.clock);
      await upload(app);
    },
    () => TestApp.start('sqlite'),
  );
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

  let sweep: Sweep;
  beforeAll(async () => {
    const visits = [];
    for (const screen of SCREENS) {
      const username = await userOf(screen);
      visits.push({ path: screen.path, username, address: await addressOf(screen, username) });
    }
    sweep = await new Sweep(stage()).over(visits);
  }, SWEEP_MS);

  it.each(SCREENS)(
    '$path has room on every window, is fit for everybody, and asks for nothing it may not have',
    ({ path }) => expect(sweep.faultsOf(path)).toEqual([]),
  );
});
