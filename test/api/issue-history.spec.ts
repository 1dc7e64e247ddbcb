import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { IssueStates1700000015000 } from '../../migrations/0015-issue-states.js';
import { MIGRATIONS } from '../../migrations/index.js';
import { ENTITIES } from '../../src/app.parts.js';
import { createApp } from '../../src/app.setup.js';
import { OrganisationService } from '../../src/identity/organisation.service.js';
import { openConnections } from '../../src/platform/database/connections.js';
import { sql } from '../../src/platform/database/queryable.js';
import { Reader } from '../../src/platform/database/reader.js';
import type { Indicator } from '../../src/reporting/statistics/indicator.codes.js';
import { StatisticsFigures } from '../../src/reporting/statistics/statistics.figures.js';
import { StatisticsScopes } from '../../src/reporting/statistics/statistics.scope.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, IssueDriver } from '../support/issues.js';
import { RandomWalk } from './random-walk.js';

const INSTANTS = ['2020-04-20', '2020-05-31', '2020-07-15', '2020-08-31T04:00:00.000Z'];

/** What ledger entries alone tell of the past; the rest is known from the history only. */
const TOLD: readonly Indicator[] = ['total', 'newInPeriod', 'open', 'closed', 'transferred'];

type Numbers = Record<string, [numerator: number, denominator: number | null]>;

describe.each(ENGINES)('the history of issues on %s', (engine) => {
  let app: TestApp;
  let campaignId: string;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine);
    campaignId = await createCampaign(app);
    const driver = new IssueDriver(app, campaignId);
    await driver.to('REGISTERED', { dueRecoveryFen: 132_000 });
    await driver.review(await driver.to('CLOSURE_REVIEW'), {
      decision: 'RETURNED',
      reasonCode: 'R1',
      demand: '请补充首次发放低保金的银行回单。',
    });
    const closed = await driver.to('CLOSED');
    const checked = await driver.step('inspector', closed, 'lookbacks', {
      checkedOn: app.clock.today(),
      methods: ['HOME_VISIT'],
      persons: '督查员庚',
      result: 'REBOUND',
      opinion: '已入户核查。',
    });
    await driver.step('deputy', checked, 'reopening', {
      reason: '回头看发现问题反弹，重新挂账整改。',
      basis: '回头看记录',
      deadline: '2020-12-15',
    });
    await new RandomWalk(app, campaignId, 20200515).run(420);
  }, 240_000);
  afterAll(() => app.place.remove());

  async function numbersOf(
    program: NestFastifyApplication,
    asOf?: string,
  ): Promise<{ numbers: Numbers; partial: number }> {
    const caller = await program.get(OrganisationService).callerOf('director');
    const scope = await program
      .get(StatisticsScopes)
      .load(caller, { campaignId, ...(asOf && { asOf }) });
    const { figures, partial } = await program.get(StatisticsFigures).of(scope);
    const numbers: Numbers = {};
    for (const { id, numerator, denominator } of figures) numbers[id] = [numerator, denominator];
    return { numbers, partial };
  }

  const keptOf = (program: NestFastifyApplication) => ({
    tallies: program.get(Reader).all(sql`
      SELECT dimension, bucket, measure, slot, amount FROM issue_tallies
      WHERE amount <> 0 ORDER BY dimension, bucket, measure, slot`),
    issues: program.get(Reader).all(sql`
      SELECT id, closure_attempts, closure_returns, lookback_result FROM issues ORDER BY id`),
    states: program.get(Reader).all(sql`
      SELECT s.* FROM issue_states AS s JOIN issues AS i ON i.id = s.issue_id
      WHERE s.version = (SELECT MAX(n.version) FROM issue_states AS n WHERE n.issue_id = i.id)
      ORDER BY s.issue_id`),
  });

  const settledOf = async (program: NestFastifyApplication) => {
    const { tallies, issues, states } = keptOf(program);
    return { tallies: await tallies, issues: await issues, states: await states };
  };

  it('is what an upgrade makes of the registers: sums, latest states, and the past as far as told', async () => {
    const before = await settledOf(app.app);
    const now = await numbersOf(app.app);
    const past = [];
    for (const asOf of INSTANTS) past.push(await numbersOf(app.app, asOf));
    expect(now.numbers['total']?.[0]).toBeGreaterThan(20);
    expect(now.numbers['returnRate']?.[0]).toBeGreaterThan(0);
    expect(now.numbers['lookbackCoverage']?.[0]).toBeGreaterThan(0);
    expect(before.tallies.length).toBeGreaterThan(200);
    await app.app.close();

    const parts = { entities: ENTITIES, migrations: MIGRATIONS };
    const connections = await openConnections(app.place.config.database, parts);
    const runner = connections.writer.createQueryRunner();
    const migration = new IssueStates1700000015000();
    await migration.down(runner);
    await migration.up(runner);
    await runner.release();
    await connections.close();

    const again = await createApp(app.place.config, app.clock);
    await again.init();
    try {
      const after = await settledOf(again);
      expect(after.tallies).toEqual(before.tallies);
      expect(after.issues).toEqual(before.issues);
      // Steps that change no figure leave no state, so the versions and instants may differ.
      const facts = (rows: unknown[]) =>
        rows.map((row) => ({ ...(row as object), version: 0, recordedAt: '' }));
      expect(facts(after.states)).toEqual(facts(before.states));
      expect((await numbersOf(again)).numbers).toEqual(now.numbers);
      for (const [index, asOf] of INSTANTS.entries()) {
        const { numbers, partial } = await numbersOf(again, asOf);
        const known = (all: Numbers) => TOLD.map((id) => [asOf, id, all[id]?.[0]]);
        expect(known(numbers)).toEqual(known(past[index]?.numbers ?? {}));
        expect(partial).toBeGreaterThan(0);
      }
    } finally {
      await again.close();
    }
  }, 120_000);
});
