import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from '../../src/platform/database/queryable.js';
import { ReportGeneration } from '../../src/reporting/schedule/report-generation.service.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, ok } from '../support/issues.js';
import { ReportDesk } from './reporting.fixture.js';
import {
  amend,
  auditOf,
  messagesOf,
  refusal,
  reportOf,
  reportsOf,
  tickAt,
  TOWNS,
} from './schedule.fixture.js';

describe.each(ENGINES)('generation of reports on %s', (engine) => {
  let app: TestApp;
  let campaignId: string;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine, '2020-04-02T09:00:00+08:00');
    campaignId = await createCampaign(app);
  });
  afterAll(() => app.stop());

  const periods = async (): Promise<string[]> => {
    const rows = await app.rows<{ key: string; units: number }>(sql`
      SELECT rule_code || ' ' || period AS key, COUNT(*) AS units FROM reports
      WHERE campaign_id = ${campaignId} GROUP BY rule_code, period ORDER BY rule_code, period`);
    return rows.map(({ key, units }) => `${key} ${units}`);
  };
  const pass = (): Promise<number> => app.app.get(ReportGeneration, { strict: false }).run();

  it('opens the periods that have begun, for every unit that owes them, and tells them', async () => {
    await app.tick();
    expect(await periods()).toEqual(['QJ-M 2020-04 5', 'QJ-Q 2020Q1 5']);
    const made = await reportsOf(app, 'QJ-M', '2020-04');
    expect(made.map(({ unitId }) => unitId)).toEqual(TOWNS.map((town) => app.units[town]).sort());
    for (const report of made) {
      expect(report).toMatchObject({
        status: 'PENDING',
        opensOn: '2020-04-01',
        dueOn: '2020-04-30',
        dueAt: '2020-04-30T16:00:00.000Z',
        printedDueOn: '2020-04-30',
        receiverUnitId: app.units.anlan,
        receiverDivisionId: app.units.dibao,
        urgeCount: 0,
      });
    }
    const told = await messagesOf(app, 'REPORT_OPENED', 'qinghe.clerk');
    expect(told.map(({ title, body }) => [title, body])).toEqual([
      ['2020年4月农村低保专项治理工作台账开始填报', '应于2020年4月30日（周四）前报送。'],
      [
        '2020年第一季度违纪违法典型案例和专项治理工作开展情况总结开始填报',
        '应于2020年4月10日（周五）前报送。',
      ],
    ]);
    expect(await messagesOf(app, 'REPORT_OPENED')).toHaveLength(2 * 5 * 2);
  });

  it('records each as an act of the program in the log of the bureau', async () => {
    const entries = await auditOf(app, 'report.open');
    expect(entries).toHaveLength(10);
    for (const entry of entries) {
      expect(entry).toMatchObject({ chain: app.units.anlan, actorId: null, actorName: '系统' });
    }
    const report = await reportOf(app, 'wuping', 'QJ-M', '2020-04');
    const own = entries.find(({ subjectId }) => subjectId === report.id);
    expect(JSON.parse(own?.detail ?? '')).toEqual({
      ruleCode: 'QJ-M',
      period: '2020-04',
      dueOn: '2020-04-30',
    });
  });

  it('makes each report once, whoever runs beside it', async () => {
    const before = (await messagesOf(app, 'REPORT_OPENED')).length;
    app.moveTo('2020-05-01T00:00:00+08:00');
    const desk = new ReportDesk(app, campaignId);
    const [byHand, ...passes] = await Promise.all([
      desk.open('qinghe', '2020-05'),
      ...Array.from({ length: 20 }, pass),
    ]);
    const made = await reportsOf(app, 'QJ-M', '2020-05');
    expect(made).toHaveLength(5);
    expect(made.map(({ id }) => id)).toContain(byHand.id);
    const total = passes.reduce((sum, count) => sum + count, 0);
    const told = (await messagesOf(app, 'REPORT_OPENED')).length - before;
    expect(told).toBe(total * 2);
    expect([4, 5]).toContain(total);
    const may = (await auditOf(app, 'report.open')).filter(({ detail }) =>
      detail.includes('2020-05'),
    );
    expect(may).toHaveLength(5);
    expect(await pass()).toBe(0);
  });

  it('leaves alone what is made, and lets the next period follow rule and organisation', async () => {
    app.moveTo('2020-05-10T09:00:00+08:00');
    const admin = await app.as('admin');
    const unit = (name: string, areaCode: string) => ({
      name,
      areaCode,
      parentId: app.units.anlan,
      level: 'TOWN',
      type: 'TOWN_GOV',
    });
    const added = ok(await admin.post('/units', unit('新设镇人民政府', '990101109'))).body;
    const gone = ok(await admin.post('/units', unit('撤并乡人民政府', '990101209'))).body;
    ok(await admin.patch(`/units/${gone.id}`, { disabled: true }, gone.version));
    const chief = await app.as('div.chief');
    const { definition } = ok(await chief.get(`/campaigns/${campaignId}`)).body;
    const rules = definition.reportRules as { code: string; due: object }[];
    await amend(app, campaignId, {
      reportRules: rules.map((rule) =>
        rule.code === 'QJ-M'
          ? { ...rule, due: { ...rule.due, dayOfMonth: 25 }, reminders: [1] }
          : rule,
      ),
    });
    await app.tick();
    expect((await reportsOf(app, 'QJ-M', '2020-05')).map(({ dueOn }) => dueOn)).toEqual(
      Array(5).fill('2020-05-30'),
    );
    await tickAt(app, '2020-06-01T08:00:00+08:00');
    const june = await reportsOf(app, 'QJ-M', '2020-06');
    expect(june).toHaveLength(6);
    expect(june.map(({ unitId }) => unitId)).toContain(added.id);
    expect(june.map(({ unitId }) => unitId)).not.toContain(gone.id);
    expect([...new Set(june.map(({ dueOn }) => dueOn))]).toEqual(['2020-06-25']);
  });

  it('makes up for days on which no server ran', async () => {
    await tickAt(app, '2020-10-01T00:00:00+08:00');
    expect(await periods()).toEqual([
      'QJ-M 2020-04 5',
      'QJ-M 2020-05 5',
      'QJ-M 2020-06 6',
      'QJ-M 2020-07 6',
      'QJ-M 2020-08 6',
      'QJ-M 2020-09 6',
      'QJ-M 2020-10 6',
      'QJ-Q 2020Q1 5',
      'QJ-Q 2020Q2 6',
      'QJ-Q 2020Q3 6',
    ]);
    const openings = await app.rows(sql`SELECT id FROM report_openings`);
    expect(openings).toHaveLength(10);
  });

  it('makes no earlier report of a unit that has handed in a later one', async () => {
    const chief = await app.as('div.chief');
    const { id } = ok(await chief.post('/campaigns', { template: 'qijiang-2020' })).body;
    const desk = new ReportDesk(app, id);
    await desk.seal('liping', '2020-08', { isNil: true });
    await app.tick();
    const rows = await app.rows<{ period: string; units: number; own: number }>(sql`
      SELECT period, COUNT(*) AS units,
        SUM(CASE WHEN unit_id = ${app.units.liping} THEN 1 ELSE 0 END) AS own
      FROM reports WHERE campaign_id = ${id} AND rule_code = 'QJ-M'
      GROUP BY period ORDER BY period`);
    expect(rows.map(({ period, units, own }) => `${period} ${units} ${own}`)).toEqual([
      '2020-04 5 0',
      '2020-05 5 0',
      '2020-06 5 0',
      '2020-07 5 0',
      '2020-08 6 1',
      '2020-09 6 1',
      '2020-10 6 1',
    ]);
    await amend(app, id, { status: 'CLOSED', reason: '试建' });
  });

  it('asks nothing more once the campaign is closed', async () => {
    const before = await periods();
    await amend(app, campaignId, { status: 'CLOSED', reason: '提前结束' });
    const reminders = (await messagesOf(app, 'REPORT_REMINDER')).length;
    const urges = (await messagesOf(app, 'REPORT_URGE')).length;
    await tickAt(app, '2020-11-28T09:00:00+08:00');
    expect(await periods()).toEqual(before);
    expect(await messagesOf(app, 'REPORT_REMINDER')).toHaveLength(reminders);
    expect(await messagesOf(app, 'REPORT_URGE')).toHaveLength(urges);
  });

  describe('of reports on events', () => {
    let campaign: string;
    const event = async (user: string, body: object) =>
      (await app.as(user)).post('/report-events', {
        campaignId: campaign,
        ruleCode: 'X-E',
        ...body,
      });

    beforeAll(async () => {
      app.moveTo('2020-09-26T09:00:00+08:00');
      const chief = await app.as('div.chief');
      const answer = await chief.post('/campaigns', {
        template: 'qijiang-2020',
        reportRules: [
          {
            code: 'X-E',
            name: '整改方案',
            reportType: 'PLAN',
            reporter: { level: 'TOWN' },
            receiver: { level: 'COUNTY' },
            periodicity: 'PER_EVENT',
            active: { from: '2020-09', to: '2020-10' },
            due: { anchor: 'EVENT', offsetWorkdays: 10 },
          },
        ],
      });
      campaign = (ok(answer).body as { id: string }).id;
      await app.tick();
    });

    it('are made by nobody before the event', async () => {
      expect(await app.rows(sql`SELECT id FROM reports WHERE rule_code = 'X-E'`)).toEqual([]);
    });

    it('are opened by the reporter, once for the day', async () => {
      const first = ok(await event('qinghe.clerk', { eventOn: '2020-09-25' }));
      expect(first.status).toBe(201);
      expect(first.body).toMatchObject({
        period: '2020-09-25',
        periodLabel: '2020年9月25日',
        dueOn: '2020-10-15',
        status: 'PENDING',
        unit: { id: app.units.qinghe },
        receiver: { id: app.units.anlan },
      });
      const again = ok(await event('qinghe.leader', { eventOn: '2020-09-25' })).body;
      expect(again.reportId).toBe(first.body.reportId);
      const [entry, ...others] = (await auditOf(app, 'report.open')).filter(
        ({ subjectId }) => subjectId === first.body.reportId,
      );
      expect([entry?.actorName, others]).toEqual(['青禾镇经办人', []]);
    });

    it('are opened by the receiver for a unit', async () => {
      const body = { eventOn: '2020-09-26', unitId: app.units.liping };
      const opened = ok(await event('div.clerk', body)).body;
      expect(opened.unit.id).toBe(app.units.liping);
      const clerk = await app.as('liping.clerk');
      const report = ok(await clerk.get(`/reports/${opened.reportId}`)).body;
      expect(report.preparedByName).toBe('');
      expect(await messagesOf(app, 'REPORT_OPENED', 'liping.clerk')).toContainEqual(
        expect.objectContaining({ title: '2020年9月26日整改方案开始填报' }),
      );
    });

    it.each([
      ['a day to come', 'qinghe.clerk', { eventOn: '2020-09-27' }, 422, 'IN_THE_FUTURE'],
      ['a day before the rule', 'qinghe.clerk', { eventOn: '2020-08-31' }, 422, 'NO_EVENT_REPORT'],
      [
        'a rule unheard of',
        'qinghe.clerk',
        { ruleCode: 'X-F', eventOn: '2020-09-25' },
        422,
        'UNKNOWN_RULE',
      ],
      ['readers', 'leadership', { eventOn: '2020-09-25' }, 403, 'FORBIDDEN'],
      ['people of another county', 'yunqi.clerk', { eventOn: '2020-09-25' }, 404, 'NOT_FOUND'],
    ])('refuses %s', async (_what, user, body, status, code) => {
      expect(refusal(await event(user, body))).toEqual([status, code]);
    });

    it('are opened by hand on no other days', async () => {
      const open = async (period: string) => {
        const body = { campaignId: campaign, ruleCode: 'X-E', period };
        return refusal(await (await app.as('qinghe.clerk')).post('/reports', body));
      };
      expect(await open('2020-08-31')).toEqual([422, 'NO_SUCH_PERIOD']);
      expect(await open('2020-10-31')).toEqual([422, 'NOT_OPEN']);
      expect(await open('2020-11-01')).toEqual([422, 'NO_SUCH_PERIOD']);
    });

    it('refuses a unit out of scope, one of another level, and a rule with periods', async () => {
      const other = { eventOn: '2020-09-25', unitId: app.units.wanglan };
      expect(refusal(await event('qinghe.clerk', other))).toEqual([404, 'NOT_FOUND']);
      const village = { eventOn: '2020-09-25', unitId: app.units.shaigu };
      expect(refusal(await event('div.clerk', village))).toEqual([422, 'OWES_NO_REPORT']);
    });
  });
});
