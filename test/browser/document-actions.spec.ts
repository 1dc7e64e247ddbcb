import { beforeAll, expect, it } from '@jest/globals';
import { playDemo } from '../../src/demo/demo.js';
import { DEMO_USERS } from '../../src/demo/world.js';
import { sql } from '../../src/platform/database/queryable.js';
import { CaseDesk } from '../api/cases.fixture.js';
import { NoticeDriver } from '../api/supervision.fixture.js';
import { TestApp } from '../support/app.js';
import { IssueDriver, ok } from '../support/issues.js';
import {
  type ActionScreen,
  type Label,
  offeredOn,
  offersTo,
  recordsOf,
} from './support/allowed-actions.js';
import { CASES_OF_ISSUE, DOCUMENT_SCREENS } from './support/document-screens.js';
import {
  bulletinStates,
  caseStates,
  followUpStates,
  noticeStates,
} from './support/document-states.js';
import { describeInBrowser, useStage } from './support/stage.js';

const SCREENS: Readonly<Record<string, ActionScreen>> = {
  ...DOCUMENT_SCREENS,
  casesOfIssue: CASES_OF_ISSUE,
};
const STATUSES = {
  case: 'CaseStatus',
  bulletin: 'BulletinStatus',
  followUp: 'FollowUpStatus',
  notice: 'NoticeStatus',
} as const;

/** One person of each role that reads documents, and who dispatches what others have composed. */
const READERS = [
  'office.clerk',
  ...new Map(
    DEMO_USERS.toReversed()
      .filter(({ roles }) => !roles.some((role) => /ADMIN|AUDITOR/.test(role)))
      .map(({ roles, username }) => [roles.join(), username]),
  ).values(),
];

/** The demo, and beside it a record in each status that it has none of. */
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

describeInBrowser('the buttons of cases, bulletins and notices', () => {
  const { stage } = useStage(prepare, () => TestApp.start('sqlite'));
  const seen = new Map<string, Set<string>>();
  let lists: Record<string, { items: { code: string; label: string }[] }>;
  const label: Label = (list, code) =>
    lists[list]?.items.find((item) => item.code === code)?.label ?? code;
  beforeAll(async () => {
    lists = (await (await stage().app.as('div.clerk')).get('/dictionary')).body;
  });

  it('are looked at in every status that there is', async () => {
    const clerk = await stage().app.as('div.clerk');
    for (const [room, list] of Object.entries(STATUSES)) {
      const records = await recordsOf(clerk, SCREENS[room] as ActionScreen);
      const statuses = [...new Set(records.map(({ status }) => status))].sort();
      expect([room, statuses]).toEqual([room, lists[list]?.items.map(({ code }) => code).sort()]);
    }
  });

  it.each(READERS)(
    'are for %s just what the API allows, in every state',
    async (username) => {
      const { app } = stage();
      const person = await stage().person(username);
      const expected: string[] = [];
      const shown: string[] = [];
      for (const [room, screen] of Object.entries(SCREENS)) {
        const ofRoom = seen.get(room) ?? new Set();
        seen.set(room, ofRoom);
        for (const { id, names, actions } of await offersTo(
          await app.as(username),
          screen,
          label,
        )) {
          await person.goTo(screen.page(id));
          expected.push(`${screen.page(id)}: ${names}`);
          shown.push(`${screen.page(id)}: ${await offeredOn(person, screen)}`);
          for (const action of actions) ofRoom.add(action);
        }
      }
      expect(expected.length).toBeGreaterThan(0);
      expect(shown).toEqual(expected);
      expect(person.refusals.splice(0)).toEqual([]);
    },
    60_000,
  );

  it('have been seen for every action', () => {
    for (const [room, { buttons }] of Object.entries(SCREENS)) {
      expect([room, [...(seen.get(room) ?? [])].sort()]).toEqual([
        room,
        Object.keys(buttons).sort(),
      ]);
    }
  });
});
