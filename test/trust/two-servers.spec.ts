import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ENGINES } from '../support/engines.js';
import type { TestUser } from '../support/app.js';
import { ok } from '../support/issues.js';
import { figure, size } from './support/figure.js';
import { Program } from './support/program.js';
import { rows } from './support/records.js';
import { makeWorld, type World } from './support/world.js';

const START_MS = 240_000;
/** Every round two servers begin some months later, and one of them is killed. */
const ROUNDS = ['2020-06-20', '2020-07-20', '2020-08-20', '2020-09-20', '2020-10-20'].slice(
  0,
  size(1, 5),
);
const TOWNS = 5;

interface Report {
  id: string;
  unit: string;
  rule: string;
  period: string;
}

const describePostgres = ENGINES.includes('postgres') ? describe : describe.skip;

describePostgres('R8 two servers with one PostgreSQL', () => {
  let world: World;
  let last: Program;

  beforeAll(async () => {
    world = await makeWorld('postgres', { now: '2020-04-01T09:00:00+08:00' });
    last = world.program;
    await last.stop();
  }, START_MS);
  afterAll(async () => {
    await last.stop();
    await world.remove();
  });

  const reports = (): Promise<Report[]> =>
    rows<Report>(
      world.program.options,
      'SELECT id, unit_id AS unit, rule_code AS rule, period FROM reports',
    );
  const count = async (text: string): Promise<number> => {
    const [found] = await rows<{ count: string }>(world.program.options, text);
    return Number(found?.count);
  };
  /** Months of the monthly report whose period has opened. */
  const monthsUpTo = (date: string): string[] =>
    Array.from({ length: Number(date.slice(5, 7)) - 3 }, (_, index) => `2020-0${4 + index}`);

  it(
    'open every period of every unit once, although one of them is killed at it',
    async () => {
      let made = 0;
      let killedAt = '';
      for (const date of ROUNDS) {
        const now = `${date}T09:00:00+08:00`;
        const over = { now, env: { SCHEDULER: 'on' } };
        const before = (await reports()).length;
        const [first, second] = await Promise.all([
          world.program.again(over),
          world.program.again(over),
        ]);
        while ((await reports()).length === before) await pause(1);
        await first.kill();
        killedAt += `${(await reports()).length - before} `;
        // What the dead one had in hand is taken up by the other at its next turn, a minute later; or here.
        last = await Program.start({ ...second.options, units: world.program.units });
        const wanted = monthsUpTo(date).length * TOWNS;
        const monthly = async () => (await reports()).filter(({ rule }) => rule === 'QJ-M').length;
        for (let look = 0; look < 600 && (await monthly()) < wanted; look += 1) await pause(50);
        expect(await monthly()).toBe(wanted);
        await second.stop();
        if (date !== ROUNDS.at(-1)) await last.stop();
        made = (await reports()).length;
      }
      const found = await reports();
      const names = found.map(({ unit, rule, period }) => `${unit} ${rule} ${period}`);
      expect(new Set(names).size).toBe(names.length);
      const opened = `SELECT COUNT(*) AS count FROM audit_entries WHERE action = 'report.open'`;
      expect(await count(opened)).toBe(made);
      const told = `SELECT COUNT(*) AS count FROM (SELECT user_id, subject_id FROM notifications
      WHERE topic = 'REPORT_OPENED' GROUP BY user_id, subject_id HAVING COUNT(*) > 1) AS twice`;
      expect(await count(told)).toBe(0);
      figure(
        'R8',
        `${ROUNDS.length} times two servers, one killed after ${killedAt.trim()} reports: ` +
          `${made} reports, each unit and period once, each audited once, nobody told twice`,
      );
    },
    START_MS * ROUNDS.length,
  );

  it(
    'seal a report once when it is handed in through both at the same moment',
    async () => {
      const other = await Program.start({ ...last.options, units: world.program.units });
      const key = { campaignId: world.work.campaignId, ruleCode: 'QJ-M', period: '2020-04' };
      const clerk = await last.as('wanglan.clerk');
      const { id, version } = ok(await clerk.post('/reports', key)).body as {
        id: string;
        version: number;
      };
      const draft = ok(await clerk.put(`/reports/${id}/draft`, { narrative: {} }, version));
      const ready = (draft.body as { version: number }).version;
      const leaders = await Promise.all([last, other].map((server) => server.as('wanglan.leader')));
      const asked = Array.from({ length: 10 }, async (_, index) => {
        const leader = leaders[index % 2] as TestUser;
        return leader.post(`/reports/${id}/submission`, {}, ready);
      });
      const statuses = (await Promise.all(asked)).map(({ status }) => status);
      expect(statuses.filter((status) => status === 200)).toHaveLength(1);
      expect(statuses.filter((status) => status >= 500)).toEqual([]);
      expect(
        await count(`SELECT COUNT(*) AS count FROM report_versions WHERE report_id = '${id}'`),
      ).toBe(1);
      await other.stop();
      figure('R8', '10 hand-ins of one report through two servers: 1 seal, 0 answers 5xx');
    },
    START_MS,
  );
});
