import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { sql } from '../../src/platform/database/queryable.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, ok, PDF_BYTES } from '../support/issues.js';
import { addUsers, CITY_USERS, consolidate } from './consolidation.fixture.js';
import { DEMAND, type ReportAnswer, ReportDesk } from './reporting.fixture.js';

const TOWNS = ['qinghe', 'wanglan', 'liping', 'wuping', 'lanqiao'];
const RETURN = { reasonCode: 'R4', demand: DEMAND };

/** Steps on reports that touch each other, at the same moment. */
describe.each(ENGINES)('reports at the same moment on %s', (engine) => {
  let app: TestApp;
  let desk: ReportDesk;
  let campaignId: string;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine, '2020-04-02T09:00:00+08:00');
    await addUsers(app, CITY_USERS);
    campaignId = await createCampaign(app);
    desk = new ReportDesk(app, campaignId);
  });
  afterAll(() => app.stop());

  const statusesOf = async (...ids: string[]): Promise<string[]> => {
    const rows = await app.rows<{ id: string; status: string }>(
      sql`SELECT id, status FROM reports`,
    );
    return ids.map((id) => rows.find((row) => row.id === id)?.status ?? '');
  };

  it.each(TOWNS)(
    '%s: every file attached while it signs is in the version or refused',
    async (town) => {
      app.moveTo('2020-04-20T09:00:00+08:00');
      const report = await desk.open(town, '2020-04');
      const clerk = await app.as(`${town}.clerk`);
      const attach = () =>
        clerk
          .with(request(app.server).post(`/api/reports/${report.id}/attachments`))
          .attach('file', PDF_BYTES, 'a.pdf');
      const uploads = (): Promise<request.Response>[] =>
        Array.from({ length: 6 }, async () => attach());
      await app.as(`${town}.leader`);
      const [before, sealed, after] = await Promise.all([
        Promise.all(uploads()),
        desk.submission(town, report),
        Promise.all(uploads()),
      ]);
      ok(sealed);
      const statuses = [...before, ...after].map(({ status }) => status);
      expect(statuses.filter((status) => status !== 201 && status !== 409)).toEqual([]);
      const { attachments } = await desk.snapshot(report);
      expect(attachments).toHaveLength(statuses.filter((status) => status === 201).length);
    },
  );

  it.each(TOWNS)('%s: April is sent back or May is sealed, never both', async (town) => {
    app.moveTo('2020-05-06T09:00:00+08:00');
    const [april] = await app.rows<ReportAnswer>(sql`
      SELECT id, version FROM reports
      WHERE unit_id = ${app.units[town]} AND period = '2020-04'`);
    const { id, version } = april as ReportAnswer;
    const may = await desk.open(town, '2020-05');
    await app.as(`${town}.leader`);
    const clerk = await app.as('div.clerk');
    const [back, sealed] = await Promise.all([
      clerk.post(`/reports/${id}/return`, RETURN, version),
      desk.submission(town, may),
    ]);
    const won = [back, sealed].filter(({ status }) => status < 300);
    expect(won).toHaveLength(1);
    const states = await statusesOf(id, may.id);
    if (back.status < 300) {
      expect(states).toEqual(['RETURNED', 'PENDING']);
      expect(sealed.status).toBeGreaterThanOrEqual(400);
      expect((await desk.step(`${town}.leader`, { id }, 'submission')).status).toBe(200);
    } else {
      expect([back.status, back.body.code]).toEqual([409, 'LATER_PERIOD_SEALED']);
      expect(states).toEqual(['SUBMITTED', 'SUBMITTED']);
    }
  });

  it.each([0, 8, 20, 40])(
    'the city hands in while the county is sent back %i ms later: one of them is refused',
    async (wait) => {
      app.moveTo('2020-11-26T09:00:00+08:00');
      const chief = await app.as('city.chief');
      const created = ok(await chief.post('/campaigns', { template: 'jilin-2020' }));
      const jilin = (created.body as { id: string }).id;
      const write = async (user: string, ruleCode: string, unitId?: string) => {
        const writer = await app.as(user);
        const key = { campaignId: jilin, ruleCode, period: '2020', ...(unitId && { unitId }) };
        const report = ok(await writer.post('/reports', key)).body as ReportAnswer;
        const narrative = {
          practices: [{ title: '比对', text: '按月比对。' }],
          discipline: '本期无',
        };
        const path = `/reports/${report.id}/draft`;
        return ok(await writer.put(path, { narrative }, report.version)).body as ReportAnswer;
      };
      const county = await write('div.clerk', 'JL-Y1', app.units.anlan);
      ok(await desk.step('deputy', county, 'submission'));
      await desk.accept(county, 'city.clerk');
      const acceptMissing = { reason: '云栖区来函说明延期。' };
      const key = { campaignId: jilin, ruleCode: 'JL-Y1', period: '2020', acceptMissing };
      ok(await consolidate(app, key, 'city.chief'));
      const city = await write('city.clerk', 'JL-Y2');
      const versions = [await desk.version(county), await desk.version(city)] as const;
      const [clerk, deputy] = [await app.as('city.clerk'), await app.as('city.deputy')];
      const [back, sent] = await Promise.all([
        new Promise((done) => setTimeout(done, wait)).then(() =>
          clerk.post(`/reports/${county.id}/return`, RETURN, versions[0]),
        ),
        deputy.post(`/reports/${city.id}/submission`, {}, versions[1]),
      ]);
      const codes = [back.body.code, sent.body.code];
      const states = await statusesOf(county.id, city.id);
      expect([
        [
          ['SENT_UP', undefined],
          ['CONSOLIDATED', 'SUBMITTED'],
        ],
        [
          [undefined, 'CONSOLIDATION_OUTDATED'],
          ['RETURNED', 'DRAFT'],
        ],
      ]).toContainEqual([codes, states]);
    },
  );
});
