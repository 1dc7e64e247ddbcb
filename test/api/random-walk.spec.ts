import { afterEach, describe, expect, it } from '@jest/globals';
import { sql } from '../../src/platform/database/queryable.js';
import { isOpen, type IssueStatus } from '../../src/registers/codes.js';
import type { Balance } from '../../src/registers/entries/balance.queries.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, ok } from '../support/issues.js';
import { RandomWalk } from './random-walk.js';

/** Actions in all, over the seeds of one engine. */
const ACTIONS = 2000;
const SEEDS = [20200408, 20200701] as const;

describe.each(ENGINES)('the account book on %s', (engine) => {
  let app: TestApp;
  afterEach(() => app.stop());

  it.each(SEEDS)(
    `balances after ${ACTIONS / SEEDS.length} random valid actions (seed %i)`,
    async (seed) => {
      app = await TestApp.startWithOrganisation(engine);
      const campaignId = await createCampaign(app);
      const walk = new RandomWalk(app, campaignId, seed);
      await walk.run(ACTIONS / SEEDS.length);
      expect(walk.taken.size).toBeGreaterThan(15);

      const director = await app.as('director');
      const today = app.clock.today();
      const open = await openByUnit(app);
      const months = ['2020-04', '2020-05', '2020-06', '2020-07', '2020-08', '2020-09', '2020-10'];
      const closing = new Map<string, number>();
      for (const month of months.filter((candidate) => candidate <= today.slice(0, 7))) {
        const query = `campaignId=${campaignId}&from=${month}-01&to=${month}-28&by=unit`;
        const whole = query.replace(`${month}-28`, lastDayOf(month));
        const { rows, total } = ok(await director.get(`/ledger/balance?${whole}`)).body as Answer;
        for (const row of rows) {
          expectEquation(row);
          expectEquation(row.own);
          expect(row.own.opening).toBe(closing.get(row.unit.id) ?? 0);
          closing.set(row.unit.id, row.own.closing);
          const children = rows.filter(({ parentId }) => parentId === row.unit.id);
          expect(row.closing).toBe(row.own.closing + sumOf(children));
        }
        expect(total.closing).toBe(rows.reduce((sum, row) => sum + row.own.closing, 0));
      }
      expect(nonZero(closing)).toEqual(nonZero(open));

      const proof = ok(await director.get(`/campaigns/${campaignId}/reconciliation`)).body as Proof;
      const book = proof.checks.filter(({ code }) => BOOK_CHECKS.includes(code));
      expect(book.map(({ code }) => code).sort()).toEqual([...BOOK_CHECKS].sort());
      expect(book.filter(({ passed }) => !passed)).toEqual([]);
    },
    240_000,
  );
});

/** Checks that hold after any valid history; the others tell about work not yet done. */
const BOOK_CHECKS = [
  'ONE_LEAD',
  'MEASURE_WITHIN_DEADLINE',
  'CLOSED_COMPLETE',
  'LEDGER_EQUALS_OPEN',
  'TOTALS_EQUAL_ENTRIES',
  'PARENT_EQUALS_CHILDREN',
  'OPENING_EQUALS_CLOSING',
  'ENTRY_SEQUENCE',
  'FIVE_ELEMENTS',
];

interface Answer {
  rows: Row[];
  total: Balance;
}

/** A unit with everything below it; `own` is its own account. */
interface Row extends Balance {
  unit: { id: string };
  parentId: string | null;
  own: Balance;
}

interface Proof {
  checks: { code: string; passed: boolean }[];
}

function expectEquation(balance: Balance): void {
  const { opening, opened, reopened, transferredIn, closed, transferredOut, removed } = balance;
  expect(opening + opened + reopened + transferredIn - closed - transferredOut - removed).toBe(
    balance.closing,
  );
}

const sumOf = (rows: readonly Row[]): number => rows.reduce((sum, row) => sum + row.closing, 0);

function lastDayOf(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}

/** Open issues by responsible unit, counted from the issues themselves. */
async function openByUnit(app: TestApp): Promise<Map<string, number>> {
  const rows = await app.rows<{ unitId: string; status: IssueStatus }>(
    sql`SELECT COALESCE(responsible_unit_id, registered_unit_id) AS unit_id, status FROM issues`,
  );
  const result = new Map<string, number>();
  for (const { unitId, status } of rows) {
    if (isOpen(status)) result.set(unitId, (result.get(unitId) ?? 0) + 1);
  }
  return result;
}

const nonZero = (counts: Map<string, number>) =>
  Object.fromEntries([...counts].filter(([, count]) => count !== 0).sort());
