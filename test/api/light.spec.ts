import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LIGHT } from '../../src/campaigns/codes/issue-codes.js';
import { addDays } from '../../src/platform/calendar/business-date.js';
import { newId } from '../../src/platform/database/ids.js';
import { ISSUE_STATUS } from '../../src/registers/codes.js';
import { blankIssue } from '../../src/registers/issues/issue.blank.js';
import { Issue } from '../../src/registers/issues/issue.entity.js';
import { OrganisationService } from '../../src/identity/organisation.service.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, ok } from '../support/issues.js';
import { mulberry32 } from './random-walk.js';

const ROWS = 400;

interface Item {
  id: string;
  light: string | null;
  overdue: boolean;
}

describe.each(ENGINES)('lights on %s', (engine) => {
  let app: TestApp;
  let campaignId: string;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine);
    campaignId = await createCampaign(app);
    await insertRandomIssues();
  });
  afterAll(() => app.stop());

  it.each(['2020-04-24', '2020-04-25', '2020-05-06', '2020-06-30', '2020-08-01'])(
    'the filter in SQL finds exactly the issues that show the light on %s',
    async (today) => {
      app.moveTo(`${today}T10:00:00+08:00`);
      const shown = await list('');
      expect(shown).toHaveLength(ROWS);
      for (const light of LIGHT.codes) {
        const expected = shown.filter((item) => item.light === light).map(({ id }) => id);
        const found = (await list(`&light=${light}`)).map(({ id }) => id);
        expect({ light, ids: found.sort() }).toEqual({ light, ids: expected.sort() });
      }
      const overdue = shown.filter((item) => item.overdue).map(({ id }) => id);
      expect((await list('&overdue=true')).map(({ id }) => id).sort()).toEqual(overdue.sort());
      expect(await list('&overdue=false')).toHaveLength(ROWS - overdue.length);
    },
  );

  async function list(filter: string): Promise<Item[]> {
    const clerk = await app.as('div.clerk');
    const pages = await Promise.all(
      [1, 2].map((page) =>
        clerk.get(`/issues?campaignId=${campaignId}&pageSize=200&page=${page}${filter}`),
      ),
    );
    return pages.flatMap((page) => ok(page).body.items as Item[]);
  }

  async function insertRandomIssues(): Promise<void> {
    const random = mulberry32(7);
    const caller = await app.app.get(OrganisationService, { strict: false }).callerOf('div.clerk');
    const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
    const day = (from: string, span: number) => addDays(from, Math.floor(random() * span));
    const maybe = <T>(value: T): T | null => (random() < 0.25 ? null : value);
    await app.uow.run(async (tx) => {
      for (let row = 0; row < ROWS; row += 1) {
        const assignedOn = maybe(day('2020-04-01', 90));
        await tx.insert(Issue, {
          ...(blankIssue(tx.now, caller) as unknown as Issue),
          id: newId(),
          campaignId,
          bureauId: app.units.anlan as string,
          statement: `第${row}条`,
          status: pick(ISSUE_STATUS.codes),
          rectificationType: maybe(pick(['IMMEDIATE', 'TIME_LIMITED', 'LONG_TERM'])),
          assignedOn,
          currentDeadline: maybe(day('2020-04-10', 120)),
          planSubmittedBy: maybe(caller.userId),
          lastProgressMonth: maybe(pick(['2020-04', '2020-05', '2020-06', '2020-08'])),
          percent: pick([0, 10, 35, 60, 90, 100]),
          returnCount: pick([0, 0, 1, 2, 3]),
          nextReviewOn: maybe(day('2020-04-20', 110)),
        });
      }
    });
  }
});
