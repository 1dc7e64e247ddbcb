import { beforeAll, describe, expect, it } from '@jest/globals';
import { playDemo } from '../../src/demo/demo.js';
import { DEMO_USERS } from '../../src/demo/world.js';
import { sql } from '../../src/platform/database/queryable.js';
import { CaseDesk } from '../api/cases.fixture.js';
import { NoticeDriver } from '../api/supervision.fixture.js';
import { TestApp } from '../support/app.js';
import { IssueDriver, ok } from '../support/issues.js';
import {
  type ActionScreen,
  compareOn,
  type Label,
  offersTo,
  recordsOf,
} from './support/allowed-actions.js';
import { DOCUMENT_SCREENS } from './support/document-screens.js';
import {
  bulletinStates,
  caseStates,
  followUpStates,
  noticeStates,
} from './support/document-states.js';
import { REGISTER_SCREENS } from './support/register-screens.js';
import { describeInBrowser, useStage } from './support/stage.js';

const SCREENS: Readonly<Record<string, ActionScreen>> = {
  ...REGISTER_SCREENS,
  ...DOCUMENT_SCREENS,
};
const STATUSES = {
  case: 'CaseStatus',
  bulletin: 'BulletinStatus',
  followUp: 'FollowUpStatus',
  notice: 'NoticeStatus',
} as const;

/** One person of each role that works with records, and who dispatches what others have composed. */
const READERS = [
  'office.clerk',
  ...new Map(
    DEMO_USERS.toReversed()
      .filter(({ roles }) => !roles.some((role) => /ADMIN|AUDITOR/.test(role)))
      .map(({ roles, username }) => [roles.join(), username]),
  ).values(),
];

/** The demo, and beside it a document in each status that it has none of. */
async function prepare(app: TestApp): Promise<void> {
  await playDemo(app.app, app.clock);
  const clerk = await app.as('div.clerk');
  const campaignId = ok(await clerk.get('/campaigns')).body.items[0].id as string;
  const [town] = await app.rows<{ id: string }>(
    sql`SELECT id FROM units WHERE name = '青禾镇人民政府'`,
  );
  app.units = { qinghe: town?.id ?? '' };
  const desk = new CaseDesk(app, campaignId);
  await caseStates(desk);
  await bulletinStates(desk);
  await followUpStates(app);
  await noticeStates(new NoticeDriver(app, campaignId), new IssueDriver(app, campaignId));
}

describeInBrowser('the buttons of a record', () => {
  const { stage } = useStage(prepare, () => TestApp.start('sqlite'));
  const seen = new Map<string, Set<string>>();
  let lists: Record<string, { items: { code: string; label: string }[] }>;
  const label: Label = (list, code) =>
    lists[list]?.items.find((item) => item.code === code)?.label ?? code;
  beforeAll(async () => {
    lists = (await (await stage().app.as('div.clerk')).get('/dictionary')).body;
  });

  /** Compares what the pages offer somebody with what the API allows. */
  async function assertButtons(username: string, rooms = Object.keys(SCREENS)): Promise<void> {
    const user = await stage().app.as(username);
    const person = await stage().person(username);
    let count = 0;
    for (const room of rooms) {
      const screen = SCREENS[room] as ActionScreen;
      const offers = await offersTo(user, screen, label);
      const { expected, shown } = await compareOn(person, screen, offers);
      expect(shown).toEqual(expected);
      const actions = offers.flatMap((offer) => offer.actions);
      seen.set(room, new Set([...(seen.get(room) ?? []), ...actions]));
      count += offers.length;
    }
    expect(count).toBeGreaterThan(0);
    expect(person.refusals.splice(0)).toEqual([]);
  }

  it('are looked at in every status of a document that there is', async () => {
    const clerk = await stage().app.as('div.clerk');
    for (const [room, list] of Object.entries(STATUSES)) {
      const records = await recordsOf(clerk, SCREENS[room] as ActionScreen);
      const statuses = [...new Set(records.map(({ status }) => status))].sort();
      expect([room, statuses]).toEqual([room, lists[list]?.items.map(({ code }) => code).sort()]);
    }
  });

  it.each(READERS)(
    'are for %s just what the API allows, in every state',
    (username) => assertButtons(username),
    90_000,
  );

  it('have been seen for every action on a document', () => {
    for (const [room, { buttons }] of Object.entries(DOCUMENT_SCREENS)) {
      expect([room, [...(seen.get(room) ?? [])].sort()]).toEqual([
        room,
        Object.keys(buttons).sort(),
      ]);
    }
  });

  describe('where a report is being written and another has come back', () => {
    beforeAll(async () => {
      const chief = await stage().app.as('div.chief');
      const clerk = await stage().app.as('qinghe.clerk');
      const [summary] = ok(await chief.get('/reports?status=SUBMITTED')).body.items;
      const reason = { reasonCode: 'R4', demand: '请核对工作开展情况，补充数据来源后重报。' };
      ok(await chief.post(`/reports/${summary.id}/return`, reason, summary.version));
      const [ledger] = ok(await clerk.get('/reports?status=PENDING')).body.items;
      ok(await clerk.put(`/reports/${ledger.id}/draft`, { narrative: {} }, ledger.version));
    });

    it.each(['qinghe.clerk', 'qinghe.leader', 'div.chief'])(
      'are for %s just what the API allows',
      async (username) => {
        // What was read a moment ago the pages still have.
        await (await stage().person(username)).open('/home');
        await assertButtons(username, ['report', 'consolidation']);
      },
      30_000,
    );
  });
});
