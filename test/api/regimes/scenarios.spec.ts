import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ENGINES, TestApp } from '../../support/app.js';
import { ok } from '../../support/issues.js';
import { SCENARIO as HUILONG } from './huilong-2020.table.js';
import { SCENARIO as JILIN } from './jilin-2020.table.js';
import { Province } from './province.fixture.js';
import { SCENARIO as QIJIANG } from './qijiang-2020.table.js';
import type { ScenarioCase } from './regime-row.js';
import { SCENARIO as RONGCHANG } from './rongchang-2020.table.js';
import { ScenarioPlay, staffForScenarios } from './scenario.driver.js';
import { SCENARIO as SHAANXI } from './shaanxi-2019.table.js';

const REGIMES = [
  { template: 'shaanxi-2019', chief: 'province.chief', cases: SHAANXI },
  { template: 'jilin-2020', chief: 'province.chief', cases: JILIN },
  { template: 'qijiang-2020', chief: 'county.chief', cases: QIJIANG },
  { template: 'rongchang-2020', chief: 'county.chief', cases: RONGCHANG },
  { template: 'huilong-2020', chief: 'county.chief', cases: HUILONG },
] as const;

/** Number and what it is about, so that cases of the same report are told apart. */
const named = (cases: readonly ScenarioCase[]) =>
  cases.map((scenario, index) => ({
    scenario,
    title: `${index + 1}. ${scenario.rule} ${scenario.period} ${scenario.reporter}：${scenario.expect.note}`,
  }));

/** Each case as the notice's table has it, over HTTP; the reports are opened by hand, nothing ticks. */
describe.each(ENGINES)('the cases of the notices on %s', (engine) => {
  let app: TestApp;
  let province: Province;

  beforeAll(async () => {
    app = await TestApp.start(engine, '2019-11-01T09:00:00+08:00');
    province = await Province.make(app);
    await staffForScenarios(province);
  }, 120_000);
  afterAll(() => app.stop());

  describe.each(REGIMES)('of $template', ({ template, chief, cases }) => {
    it.each(named(cases))('$title', async ({ scenario }) => {
      app.moveTo(scenario.acts[0]?.at ?? '');
      const { body } = ok(await (await app.as(chief)).post('/campaigns', { template }));
      const play = new ScenarioPlay(app, province, (body as { id: string }).id, scenario);
      const { refusals, limits, told, done, ...outcome } = await play.run();

      const { status, isLate, lateDays, isNil = false, missing, missingUnits } = scenario.expect;
      expect(outcome).toMatchObject({
        ...{ status, isLate, lateDays, isNil },
        ...(missing !== undefined && { missing }),
        ...(missingUnits !== undefined && { missingUnits }),
      });
      expect(told).toEqual(done);
      expect(limits).toEqual(scenario.acts.flatMap(({ limitOn }) => limitOn ?? []));
      expect(refusals.map(({ at }) => at)).toEqual(
        scenario.acts.filter(({ refused }) => refused).map(({ at }) => at),
      );
      for (const { statuses, before, after } of refusals) {
        // By a rule: neither for want of a permission nor for a version gone by.
        expect(statuses.filter((answer) => answer !== 409 && answer !== 422)).toEqual([]);
        expect(after).toEqual(before);
      }
    });
  });
});
