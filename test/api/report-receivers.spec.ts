import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OrganisationService } from '../../src/identity/organisation.service.js';
import { sql } from '../../src/platform/database/queryable.js';
import { ENGINES, TestApp } from '../support/app.js';
import { ok } from '../support/issues.js';
import { addUsers, CITY_USERS } from './consolidation.fixture.js';
import { auditOf, refusal, type ReportRow, tickAt } from './schedule.fixture.js';

interface Duty {
  reportId: string | null;
  planned: boolean;
  unit: { id: string };
  receiver: { id: string };
}

/** What a unit receives is seen by its own people alike in the register and in the schedule. */
describe.each(ENGINES)('what a receiver’s own department sees on %s', (engine) => {
  let app: TestApp;
  let campaignId: string;
  let received: ReportRow;
  let below: ReportRow;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine, '2020-04-02T09:00:00+08:00');
    const { city } = app.units;
    if (!city) throw new Error('The demo has no city');
    const cityDivision = await app.app.get(OrganisationService).createUnit({
      ...{ parentId: city, level: 'CITY', type: 'DIVISION', areaCode: '990000' },
      ...{ name: '社会救助处', shortName: '救助处' },
    });
    app.units = { ...app.units, cityDivision };
    await addUsers(app, [...CITY_USERS, ['city.reviewer2', 'cityDivision', 'UPPER_REVIEWER']]);
    const chief = await app.as('city.chief');
    campaignId = ok(await chief.post('/campaigns', { template: 'jilin-2020' })).body.id as string;
    await tickAt(app, '2020-04-21T09:00:00+08:00');
    const rows = await app.rows<ReportRow>(sql`SELECT * FROM reports ORDER BY id`);
    const of = (receiver: string | undefined): ReportRow => {
      const row = rows.find(
        ({ unitId, receiverUnitId, dueAt }) =>
          receiverUnitId === receiver && unitId !== receiver && dueAt !== null,
      );
      if (!row) throw new Error('The schedule has made no such report');
      return row;
    };
    received = of(city);
    below = rows.find(({ receiverUnitId }) => receiverUnitId !== city) ?? received;
  });
  afterAll(() => app.stop());

  const calendar = async (user: string, query = ''): Promise<Duty[]> => {
    const path = `/report-calendar?campaignId=${campaignId}&from=2020-04-01&to=2020-12-31`;
    return ok(await (await app.as(user)).get(`${path}&pageSize=200${query}`)).body.items as Duty[];
  };

  it('opens a received report and its register of urges', async () => {
    const reviewer = await app.as('city.reviewer2');
    await reviewer.get(`/reports/${received.id}`).expect(200);
    expect(ok(await reviewer.get(`/reports/${received.id}/urges`)).body).toEqual([]);
  });

  it('shows in the calendar what is received, made and to come, and nothing else', async () => {
    const duties = await calendar('city.reviewer2');
    expect(duties.length).toBeGreaterThan(0);
    expect(new Set(duties.map(({ receiver }) => receiver.id))).toEqual(new Set([app.units.city]));
    expect(new Set(duties.map(({ planned }) => planned))).toEqual(new Set([true, false]));
    const all = (await calendar('city.chief')).filter(
      ({ receiver }) => receiver.id === app.units.city,
    );
    expect(duties).toEqual(all);
    const ofUnit = await calendar('city.reviewer2', `&unitId=${received.unitId}`);
    expect(ofUnit).toEqual(duties.filter(({ unit }) => unit.id === received.unitId));
  });

  it('urges a received report, and all of them at once', async () => {
    app.moveTo(received.dueAt ?? '');
    const reviewer = await app.as('city.reviewer2');
    const urge = { channel: 'PHONE', note: '电话催报' };
    ok(await reviewer.post(`/reports/${received.id}/urges`, urge));
    expect(ok(await reviewer.get(`/reports/${received.id}/urges`)).body).toMatchObject([urge]);
    expect((await auditOf(app, 'report.urge')).at(-1)).toMatchObject({
      subjectId: received.id,
      actorName: 'cityDivisionUPPER_REVIEWER',
    });
    const { urged } = ok(await reviewer.post('/report-urges', { campaignId })).body;
    expect(urged.map(({ reportId }: { reportId: string }) => reportId)).toContain(received.id);
  });

  it('does not show what others receive', async () => {
    const reviewer = await app.as('city.reviewer2');
    const other = below.id === received.id ? undefined : below;
    if (other) await reviewer.get(`/reports/${other.id}/urges`).expect(404);
    const foreign = await app.as('yunqi.clerk');
    const path = `/reports/${received.id}/urges`;
    const status = received.unitId === app.units.yunqi ? 200 : 404;
    expect((await foreign.get(path)).status).toBe(status);
    expect(refusal(await foreign.post(path, { channel: 'PHONE', note: '电话催报' }))[0]).toBe(
      status === 200 ? 403 : 404,
    );
  });
});
