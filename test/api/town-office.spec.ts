import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Role } from '../../src/identity/codes.js';
import { OrganisationService } from '../../src/identity/organisation.service.js';
import { sql } from '../../src/platform/database/queryable.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, type DrivenIssue, IssueDriver, ok } from '../support/issues.js';
import { addUsers } from './consolidation.fixture.js';
import { type ReportAnswer, ReportDesk } from './reporting.fixture.js';
import { auditOf, messagesOf } from './schedule.fixture.js';

const USERS: [string, string, Role][] = [
  ['qoffice.clerk', 'office', 'TOWN_CLERK'],
  ['qoffice.leader', 'office', 'TOWN_LEADER'],
];

/** 镇街民政和社会事务办 does the town's business: it is told of it, sees it and does it. */
describe.each(ENGINES)('the staff of a town’s own office on %s', (engine) => {
  let app: TestApp;
  let campaignId: string;
  let issue: DrivenIssue;
  let foreign: DrivenIssue;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine, '2020-04-02T09:00:00+08:00');
    const { qinghe } = app.units;
    if (!qinghe) throw new Error('The demo has no qinghe');
    const office = await app.app.get(OrganisationService).createUnit({
      ...{ parentId: qinghe, level: 'TOWN', type: 'TOWN_CA_OFFICE', areaCode: '990101101' },
      ...{ name: '民政和社会事务办', shortName: '民政办' },
    });
    app.units = { ...app.units, office };
    await addUsers(app, USERS);
    campaignId = await createCampaign(app);
    await app.tick();
    issue = await new IssueDriver(app, campaignId).to('ASSIGNED');
    const driver = new IssueDriver(app, campaignId);
    driver.town = 'wanglan';
    foreign = await driver.to('ASSIGNED');
    ok(await (await app.as('div.clerk')).post(`/issues/${issue.id}/urges`, {}));
  });
  afterAll(() => app.stop());

  it('opens whatever it is told of', async () => {
    const clerk = await app.as('qoffice.clerk');
    const told = await app.rows<{ subjectType: string; subjectId: string }>(sql`
      SELECT DISTINCT n.subject_type, n.subject_id FROM notifications AS n
      JOIN users AS u ON u.id = n.user_id WHERE u.username = 'qoffice.clerk'`);
    expect(new Set(told.map(({ subjectType }) => subjectType))).toEqual(
      new Set(['issue', 'report']),
    );
    for (const { subjectType, subjectId } of told) {
      expect([subjectType, (await clerk.get(`/${subjectType}s/${subjectId}`)).status]).toEqual([
        subjectType,
        200,
      ]);
    }
    const { owed } = ok(await clerk.get('/reports/duties')).body;
    const made = owed.filter(({ reportId }: { reportId: string | null }) => reportId !== null);
    expect(made.length).toBeGreaterThan(0);
    for (const { reportId } of made) await clerk.get(`/reports/${reportId}`).expect(200);
  });

  it('sees and may do what the town’s own people see and may do', async () => {
    for (const [office, town] of [
      ['qoffice.clerk', 'qinghe.clerk'],
      ['qoffice.leader', 'qinghe.leader'],
    ] as const) {
      const [a, b] = [await app.as(office), await app.as(town)];
      for (const path of [`/issues?campaignId=${campaignId}`, '/reports', '/tasks?pageSize=200']) {
        expect([path, ok(await a.get(path)).body]).toEqual([path, ok(await b.get(path)).body]);
      }
      const actions = async (user: typeof a): Promise<string[]> =>
        ok(await user.get(`/issues/${issue.id}`)).body.allowedActions as string[];
      expect(await actions(a)).toEqual(await actions(b));
      const overview = `/statistics/overview?campaignId=${campaignId}`;
      const figures = [ok(await a.get(overview)).body, ok(await b.get(overview)).body];
      expect(figures[0]).toEqual(figures[1]);
    }
  });

  it('sees nothing of other towns', async () => {
    const clerk = await app.as('qoffice.clerk');
    await clerk.get(`/issues/${foreign.id}`).expect(404);
    const body = { campaignId, ruleCode: 'QJ-M', period: '2020-04', unitId: app.units.wanglan };
    expect((await clerk.post('/reports', body)).status).toBe(404);
  });

  it('acknowledges and reports in the town’s name, by its own people', async () => {
    const clerk = await app.as('qoffice.clerk');
    ok(await clerk.post(`/issues/${issue.id}/acknowledgement`, {}, issue.version));
    expect((await auditOf(app, 'issue.acknowledge')).at(-1)).toMatchObject({
      actorName: 'officeTOWN_CLERK',
      subjectId: issue.id,
    });
    app.moveTo('2020-04-29T09:00:00+08:00');
    const writer = await app.as('qoffice.clerk');
    const opened = ok(
      await writer.post('/reports', { campaignId, ruleCode: 'QJ-M', period: '2020-04' }),
    ).body as ReportAnswer & { unit: { id: string } };
    expect(opened.unit.id).toBe(app.units.qinghe);
    const saved = ok(
      await writer.put(`/reports/${opened.id}/draft`, { narrative: {} }, opened.version),
    ).body as ReportAnswer;
    const leader = await app.as('qoffice.leader');
    const sent = ok(await leader.post(`/reports/${saved.id}/submission`, {}, saved.version));
    expect(sent.body.status).toBe('SUBMITTED');
    expect((await auditOf(app, 'report.submit')).at(-1)?.actorName).toBe('officeTOWN_LEADER');
    await new ReportDesk(app, campaignId).accept(saved);
    const told = await messagesOf(app, 'REPORT_ACCEPTED', 'qoffice.clerk');
    expect(told.map(({ subjectId }) => subjectId)).toEqual([saved.id]);
  });

  it('is at home elsewhere as soon as the office stands elsewhere', async () => {
    const admin = await app.as('admin');
    const clerk = await app.as('qoffice.clerk');
    await clerk.get(`/issues/${issue.id}`).expect(200);
    const { version } = ok(await admin.get(`/units/${app.units['office']}`)).body;
    const move = { parentId: app.units.wanglan };
    const moved = await admin.patch(`/units/${app.units['office']}`, move, version);
    expect(moved.status).toBe(200);
    await clerk.get(`/issues/${issue.id}`).expect(404);
    await clerk.get(`/issues/${foreign.id}`).expect(200);
  });
});
