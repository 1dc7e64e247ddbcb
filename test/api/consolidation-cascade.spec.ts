import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from '../../src/platform/database/queryable.js';
import { ENGINES, TestApp } from '../support/app.js';
import { ok } from '../support/issues.js';
import {
  addUsers,
  CITY_USERS,
  consolidate,
  type ConsolidationAnswer,
} from './consolidation.fixture.js';
import { DEMAND, download, type ReportAnswer, ReportDesk } from './reporting.fixture.js';

describe.each(ENGINES)('counties before the city (吉林) on %s', (engine) => {
  let app: TestApp;
  let desk: ReportDesk;
  let city: ReportAnswer;
  let county: ReportAnswer;
  let jilin: string;
  const yearly = (over: object = {}) => ({
    campaignId: jilin,
    ruleCode: 'JL-Y1',
    period: '2020',
    ...over,
  });
  const NARRATIVE = {
    practices: [{ title: '“三方比对”堵漏洞', text: '公安、卫健、民政按月比对。' }],
    discipline: '本年没有查处违纪违法案件。',
  };

  async function write(user: string, ruleCode: string): Promise<ReportAnswer> {
    const writer = await app.as(user);
    const body = { campaignId: jilin, ruleCode, period: '2020' };
    const unitId = user.startsWith('div') ? { unitId: app.units.anlan } : {};
    const yunqi = user.startsWith('yunqi') ? { unitId: app.units.yunqi } : {};
    const report = ok(await writer.post('/reports', { ...body, ...unitId, ...yunqi }))
      .body as ReportAnswer;
    const path = `/reports/${report.id}/draft`;
    return ok(await writer.put(path, { narrative: NARRATIVE }, report.version))
      .body as ReportAnswer;
  }

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine, '2020-11-26T09:00:00+08:00');
    await addUsers(app, CITY_USERS);
    const chief = await app.as('city.chief');
    const answer = ok(await chief.post('/campaigns', { template: 'jilin-2020' }));
    jilin = (answer.body as { id: string }).id;
    desk = new ReportDesk(app, jilin);
  });
  afterAll(() => app.stop());

  it('lists the counties that are not accepted when the city wants to report', async () => {
    county = await write('div.clerk', 'JL-Y1');
    ok(await desk.step('deputy', county, 'submission'));
    await write('yunqi.clerk', 'JL-Y1');
    city = await write('city.clerk', 'JL-Y2');
    const early = await desk.step('city.deputy', city, 'submission');
    expect([early.status, early.body.code]).toEqual([422, 'NOT_CONSOLIDATED']);
    expect(early.body.errors.map(({ message }: { message: string }) => message)).toEqual([
      '安澜区民政局的报告尚未接收',
      '云栖区民政局的报告尚未接收',
    ]);
  });

  it('is received by the city, though a county is a bureau of its own', async () => {
    expect((await desk.step('div.chief', county, 'acceptance')).status).toBe(403);
    expect(await desk.accept(county, 'city.clerk')).toMatchObject({ status: 'ACCEPTED' });
    expect((await consolidate(app, yearly(), 'div.clerk')).status).toBe(422);
  });

  it('needs an explicit reason to go on without the missing county', async () => {
    const refused = await consolidate(app, yearly(), 'city.chief');
    expect([refused.status, refused.body.code]).toEqual([422, 'CHILDREN_MISSING']);
    const reason = '云栖区来函说明延期，市局同意先行汇总。';
    const done = ok(await consolidate(app, yearly({ acceptMissing: { reason } }), 'city.chief'))
      .body as ConsolidationAnswer;
    expect(done.units.map(({ unitName, as }) => [unitName, as])).toEqual([
      ['安澜区民政局', 'INCLUDED'],
      ['云栖区民政局', 'NOT_DUE'],
    ]);
    const [missed] = await app.rows<{ isMissed: number }>(sql`
      SELECT is_missed FROM reports
      WHERE campaign_id = ${jilin} AND unit_id = ${app.units.yunqi}`);
    expect(missed?.isMissed).toBe(1);
  });

  it('seals the city’s report on that consolidation, which is then sent up', async () => {
    const sent = ok(await desk.step('city.deputy', city, 'submission')).body as ReportAnswer;
    expect(sent.status).toBe('SUBMITTED');
    const path = `/reports/${city.id}/versions/1.json`;
    const sealedText = await download(await app.as('city.chief'), path);
    const { consolidations } = JSON.parse(sealedText.toString('utf8'));
    expect(consolidations).toEqual([expect.objectContaining({ ruleCode: 'JL-Y1', versionNo: 1 })]);
    const again = await consolidate(
      app,
      yearly({ acceptMissing: { reason: '再汇总一次看看。' } }),
      'city.chief',
    );
    expect([again.status, again.body.code]).toEqual([409, 'SENT_UP']);
    const back = await desk.step('city.clerk', county, 'return', {
      reasonCode: 'R4',
      demand: DEMAND,
    });
    expect([back.status, back.body.code]).toEqual([409, 'SENT_UP']);
    const check = ok(
      await (await app.as('city.chief')).get(`/reports/${city.id}/verification`),
    ).body;
    expect(check).toMatchObject({ ok: true, faults: [] });
  });

  it('goes back step by step: the county’s report once the city’s has come back (逐级退回)', async () => {
    const words = { reasonCode: 'R4', demand: DEMAND };
    const back = ok(await desk.step('city.clerk', city, 'return', words)).body as ReportAnswer;
    expect(back).toMatchObject({ status: 'RETURNED', officialVersionNo: null });
    const returned = ok(await desk.step('city.clerk', county, 'return', words))
      .body as ReportAnswer;
    expect(returned).toMatchObject({ status: 'RETURNED', returnCount: 1 });
    const outdated = await desk.step('city.deputy', city, 'submission');
    expect([outdated.status, outdated.body.code]).toEqual([422, 'CONSOLIDATION_OUTDATED']);
    expect(outdated.body.errors[0].message).toBe('安澜区民政局的报告已退回');
    ok(await desk.step('deputy', county, 'submission'));
    await desk.accept(county, 'city.clerk');
    const reason = '云栖区来函说明延期，市局同意先行汇总。';
    const again = ok(await consolidate(app, yearly({ acceptMissing: { reason } }), 'city.chief'))
      .body as ConsolidationAnswer;
    expect(again.versionNo).toBe(2);
    expect(again.units[0]).toMatchObject({ as: 'INCLUDED', versionNo: 2 });
    const sent = ok(await desk.step('city.deputy', city, 'submission')).body as ReportAnswer;
    expect(sent).toMatchObject({ status: 'SUBMITTED', versionCount: 2 });
  });
});
