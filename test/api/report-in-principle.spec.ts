import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, ok } from '../support/issues.js';
import { monthlyFromMay, refusal, reportOf, TOWNS } from './schedule.fixture.js';
import type { Figure } from './statistics.fixture.js';

/** 原则上 asks for a report by a day, but nobody is late on it (domain §3.2). */
describe.each(ENGINES)('a report asked for in principle only on %s', (engine) => {
  let app: TestApp;
  let campaignId: string;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine, '2020-05-06T09:00:00+08:00');
    campaignId = await createCampaign(app);
    await monthlyFromMay(app, campaignId);
    await app.tick();
  });
  afterAll(() => app.stop());

  async function exemption(
    ruleCode: string,
  ): Promise<[offered: boolean, status: number, code: string]> {
    const { id, version } = await reportOf(app, 'qinghe', ruleCode, '2020-05');
    const chief = await app.as('div.chief');
    const { allowedActions } = ok(await chief.get(`/reports/${id}`)).body;
    const body = { reason: '该镇本月没有农村低保业务' };
    const answer = await chief.post(`/reports/${id}/exemption`, body, version);
    return [(allowedActions as string[]).includes('exempt'), ...refusal(answer)];
  }

  async function ofThisMonth(id: string): Promise<[figure: number, rows: number]> {
    const director = await app.as('director');
    const path = `/statistics/overview?campaignId=${campaignId}`;
    const { indicators } = ok(await director.get(path)).body as { indicators: Figure[] };
    const figure = indicators.find((item) => item.id === id) as Figure;
    return [figure.numerator, ok(await director.get(figure.rows.replace('/api', ''))).body.total];
  }

  it('is not among those due this month, as little as an exempt one', async () => {
    const towns = TOWNS.length;
    expect(await ofThisMonth('reportsDueThisMonth')).toEqual([towns, towns]);
    expect((await exemption('QJ-M')).slice(0, 2)).toEqual([true, 200]);
    expect(await ofThisMonth('reportsDueThisMonth')).toEqual([towns - 1, towns - 1]);
  });

  it('is exempt only before its day is over, and the step is offered no longer', async () => {
    app.moveTo('2020-05-29T00:00:00+08:00');
    expect((await reportOf(app, 'qinghe', 'X-S', '2020-05')).dueAt).toBeNull();
    expect(await exemption('X-S')).toEqual([false, 409, 'DEADLINE_PASSED']);
    expect(await ofThisMonth('reportsLateThisMonth')).toEqual([0, 0]);
  });

  it('is exempt until then', async () => {
    app.moveTo('2020-05-28T23:59:59+08:00');
    expect((await exemption('X-S')).slice(0, 2)).toEqual([true, 200]);
  });
});
