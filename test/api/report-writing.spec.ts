import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, IssueDriver, ok } from '../support/issues.js';
import { ReportDesk } from './reporting.fixture.js';

describe.each(ENGINES)('writing and finding reports on %s', (engine) => {
  let app: TestApp;
  let driver: IssueDriver;
  let desk: ReportDesk;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine, '2020-04-02T09:00:00+08:00');
    const campaignId = await createCampaign(app);
    driver = new IssueDriver(app, campaignId);
    desk = new ReportDesk(app, campaignId);
  });
  afterAll(() => app.stop());

  it('suggests sentences of today’s figures and marks what has changed since the text was saved', async () => {
    app.moveTo('2020-07-02T09:00:00+08:00');
    let report = await desk.open('liping', '2020Q2', 'QJ-Q');
    const clerk = await app.as('liping.clerk');
    const read = async () => ok(await clerk.get(`/reports/${report.id}`)).body;
    expect((await read()).suggested).toMatchObject({ changed: [] });
    report = ok(
      await clerk.put(`/reports/${report.id}/draft`, { narrative: {} }, report.version),
    ).body;
    driver.town = 'liping';
    await driver.to('REGISTERED');
    driver.town = 'qinghe';
    const { suggested } = await read();
    expect(suggested.overview).toContain('共梳理问题1个');
    expect(suggested.opening).toContain('栗坪镇人民政府');
    expect(suggested.changed).toEqual([
      { name: '累计问题', saved: 0, current: 1 },
      { name: '期末未销号', saved: 0, current: 1 },
      { name: '本期新增', saved: 0, current: 1 },
    ]);
    const check = ok(await clerk.get(`/reports/${report.id}/precheck`)).body;
    expect(check.hindrances.map(({ code }: { code: string }) => code)).toEqual([
      'NARRATIVE_INCOMPLETE',
    ]);
  });

  it('filters by receiver, due days and nil', async () => {
    app.moveTo('2020-07-03T09:00:00+08:00');
    const nil = await desk.seal('lanqiao', '2020-06', { isNil: true });
    const clerk = await app.as('div.clerk');
    const ids = async (query: string): Promise<string[]> =>
      (ok(await clerk.get(`/reports?${query}`)).body.items as { id: string }[]).map(({ id }) => id);
    expect(await ids('nil=true')).toEqual([nil.id]);
    expect(
      await ids(`receiverUnitId=${app.units.anlan}&dueFrom=2020-06-01&dueTo=2020-06-30`),
    ).toEqual([nil.id]);
    expect(await ids(`receiverUnitId=${app.units.city}`)).toEqual([]);
  });
});
