import { beforeAll, describe, expect, it } from '@jest/globals';
import { playDemo } from '../../src/demo/demo.js';
import { sql } from '../../src/platform/database/queryable.js';
import { CaseDesk } from '../api/cases.fixture.js';
import { TestApp } from '../support/app.js';
import { ok } from '../support/issues.js';
import { figure } from '../trust/support/figure.js';
import { fewOfEach } from './support/allowed-actions.js';
import { NOT_SHOWN, Poisoner } from './support/hostile-columns.js';
import { fillEmptyTables, rareRecords } from './support/hostile-rows.js';
import { HostileSweep } from './support/hostile-sweep.js';
import { MARKUP, PAYLOADS } from './support/payloads.js';
import { readScreens, type Screen } from './support/screens.js';
import { describeInBrowser, useStage } from './support/stage.js';
import { Sweep, type Visit } from './support/sweep.js';

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
  '/delegations': ['director', '/delegations'],
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

/** Registers whose records show more or less in each status, and who may read them. */
const REGISTERS: readonly (readonly [username: string, list: string, page: string])[] = [
  ['div.clerk', '/issues', '/issues'],
  ['div.clerk', '/closure-applications', '/closures'],
  ['div.clerk', '/reports', '/reports'],
  ['qinghe.clerk', '/reports', '/reports'],
  ['div.clerk', '/bulletins', '/bulletins'],
  ['div.clerk', '/notices', '/notices'],
  ['div.clerk', '/bulletin-follow-ups', '/follow-ups'],
];

/** Some of the markup makes nothing by itself: it waits for a place that it would break out of. */
const ELEMENTS_AT_LEAST = 50;

/** Lists and documents as files; each must open, and what is in it stand there as it was typed. */
const DOWNLOADS = ['/issues.csv', '/issues.xlsx', '/issues.pdf', '/ledger.csv', '/ledger.xlsx'];

/** The demo's only bulletin is issued; one that is being written shows other fields. */
async function draftBulletin(app: TestApp): Promise<string> {
  const [campaign] = await app.rows<{ id: string }>(sql`SELECT id FROM campaigns`);
  const desk = new CaseDesk(app, campaign?.id ?? '');
  return (await desk.compose([(await desk.approved()).id])).id;
}

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
  const visits: Visit[] = [];
  beforeAll(async () => {
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

  describe('S11 hostile text in every field of every table', () => {
    let poison: Poisoner;
    let hostile: HostileSweep;
    beforeAll(async () => {
      const bulletinId = await draftBulletin(stage().app);
      await fillEmptyTables(stage().app);
      const records = [...(await recordsInEveryState()), ...(await rareRecords(stage().app))];
      poison = await new Poisoner().poison(stage().app);
      hostile = await new HostileSweep(stage()).over([...visits, ...records]);
      await hostile.download('div.clerk', [...DOWNLOADS, `/bulletins/${bulletinId}.pdf`]);
    }, SWEEP_MS);

    async function recordsInEveryState(): Promise<Visit[]> {
      const found: Visit[] = [];
      for (const [username, list, page] of REGISTERS) {
        const { body } = ok(await (await stage().app.as(username)).get(`${list}?pageSize=100`));
        const items = body.items as { id: string; status: string }[];
        for (const { id } of fewOfEach(items, ({ status }) => status, 1)) {
          found.push({ path: page, username, address: `${page}/${id}` });
        }
      }
      return found;
    }

    it('is put into every table that there is', () => {
      expect(MARKUP.length).toBeGreaterThanOrEqual(60);
      expect(poison.empty).toEqual([]);
    });

    it('is shown as it was typed, runs no script and never becomes markup', () => {
      const { looks, texts, files, payloads, faults } = hostile;
      const seen = poison.columns.length - hostile.unseen(poison.columns).length;
      const reached =
        `${PAYLOADS.length} payloads in ${poison.values} values of all ${poison.columns.length} ` +
        `columns of text, ${looks} screens and dialogs and ${files} files opened: 0 scripts run, ` +
        `0 CSP violations, 0 elements made; ${texts} texts of ${seen} columns shown literally`;
      figure('S11', faults.length === 0 ? reached : `${faults.length} faults`);
      expect(faults).toEqual([]);
      expect(payloads.size).toBe(PAYLOADS.length);
    });

    it('is seen of every column, except where it is known why no screen shows it', () => {
      const unseen = hostile.unseen(poison.columns);
      expect(unseen.filter((column) => !(column in NOT_SHOWN))).toEqual([]);
    });

    it('would be found if it were taken for markup', async () => {
      const found = await hostile.foundAsMarkup('div.clerk', MARKUP);
      expect(found.length).toBeGreaterThanOrEqual(ELEMENTS_AT_LEAST);
    });
  });
});
