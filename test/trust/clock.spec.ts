import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Scheduler } from '../../src/platform/scheduler/scheduler.js';
import { newId } from '../../src/platform/database/ids.js';
import { sql } from '../../src/platform/database/queryable.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, FINDING, ok } from '../support/issues.js';
import { figure } from './support/figure.js';

const NOON = '2020-04-20T12:00:00+08:00';
const HOUR_BACK = '2020-04-20T11:00:00+08:00';
const HOUR_ON = '2020-04-20T13:00:00+08:00';

/** The clock of the machine is set by an hour, as a wrong time server or a tired operator does. */
describe.each(ENGINES)('a clock that jumps, on %s', (engine) => {
  let app: TestApp;
  let campaignId: string;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine, NOON);
    campaignId = await createCampaign(app);
  });
  afterAll(() => app.stop());

  const record = async (): Promise<string> => {
    const clerk = await app.as('div.clerk');
    const finding = { ...FINDING, campaignId, responsibleUnitId: app.units.qinghe };
    const { body } = ok(await clerk.post('/issues?register=true', finding));
    return (body as { issueNo: string }).issueNo;
  };
  const serial = (issueNo: string): number => Number(issueNo.split('-').at(-1));

  it('leaves sessions, numbers and the order of the audit log as they are', async () => {
    const numbers: number[] = [];
    for (const instant of [NOON, HOUR_BACK, HOUR_ON, HOUR_BACK, NOON]) {
      app.clock.set(instant);
      // The session of noon, also an hour before it began.
      numbers.push(serial(await record()));
    }
    expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
    const acts = await app.rows<{ recordedAt: string }>(
      sql`SELECT recorded_at FROM audit_entries WHERE action = 'issue.register' ORDER BY seq`,
    );
    const hours = acts.map(({ recordedAt }) => new Date(recordedAt).getUTCHours());
    // The log keeps the order of the acts and what the clock showed.
    expect(hours).toEqual([4, 3, 5, 3, 4]);
    const { text } = ok(await (await app.as('auditor')).get('/audit/verification'));
    expect(text).not.toMatch(/HASH_MISMATCH|BROKEN_LINK|"MISSING|HEAD_MISMATCH/);
    figure(
      'clock',
      `${engine}: an hour back and on: sessions hold, 5 numbers in order, chain verifies`,
    );
  });

  it('ends a session a day after it began, whatever the clock has shown in between', async () => {
    app.moveTo(HOUR_ON);
    const clerk = await app.as('liping.clerk');
    const seen: number[] = [];
    // Used often enough not to rest too long.
    const day = ['20T12:00:00', '20T18:00:00', '21T01:00:00', '21T08:00:00', '21T12:59:59'];
    for (const instant of [...day, '21T13:00:00', '22T09:00:00']) {
      app.clock.set(`2020-04-${instant}+08:00`);
      seen.push((await clerk.get('/auth/me')).status);
    }
    expect(seen).toEqual([200, 200, 200, 200, 200, 401, 401]);
    app.moveTo(NOON);
  });

  it('neither leaves out nor repeats what the schedule does', async () => {
    for (const instant of [NOON, HOUR_BACK, HOUR_ON, HOUR_BACK, '2020-05-02T00:30:00+08:00']) {
      app.moveTo(instant);
      await app.tick();
    }
    app.moveTo('2020-04-30T23:30:00+08:00');
    await app.tick();
    const twice = await app.rows(sql`
      SELECT unit_id, rule_code, period FROM reports
      GROUP BY unit_id, rule_code, period HAVING COUNT(*) > 1`);
    expect(twice).toEqual([]);
    const monthly = await app.rows<{ period: string; count: number }>(sql`
      SELECT period, COUNT(*) AS count FROM reports WHERE rule_code = 'QJ-M'
      GROUP BY period ORDER BY period`);
    expect(monthly).toEqual([
      { period: '2020-04', count: 5 },
      { period: '2020-05', count: 5 },
    ]);
    const told = await app.rows(sql`
      SELECT user_id, subject_id, topic, created_at FROM notifications
      WHERE topic IN ('REPORT_OPENED', 'REPORT_REMINDER')
      GROUP BY user_id, subject_id, topic, created_at HAVING COUNT(*) > 1`);
    expect(told).toEqual([]);
    expect(
      app.app
        .get(Scheduler, { strict: false })
        .states()
        .map(({ failures }) => failures),
    ).toEqual(
      app.app
        .get(Scheduler, { strict: false })
        .states()
        .map(() => 0),
    );
  });
});

describe('ids', () => {
  it('ascend and differ when the clock of the machine goes back', () => {
    const now = jest.spyOn(Date, 'now');
    const noon = Date.parse(NOON);
    const ids: string[] = [];
    for (const shift of [0, 0, -3_600_000, -3_600_000, 3_600_000, 0]) {
      now.mockReturnValue(noon + shift);
      for (let index = 0; index < 1000; index += 1) ids.push(newId());
    }
    now.mockRestore();
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual([...ids].sort());
  });
});
