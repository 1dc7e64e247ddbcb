import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, IssueDriver, ok } from '../support/issues.js';
import { addUsers, CITY_USERS } from './consolidation.fixture.js';
import { DEMAND, download, type ReportAnswer, ReportDesk, textOf } from './reporting.fixture.js';

describe.each(ENGINES)('papers that go with reports on %s', (engine) => {
  let app: TestApp;
  let desk: ReportDesk;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine, '2020-04-02T09:00:00+08:00');
    await addUsers(app, CITY_USERS);
  });
  afterAll(() => app.stop());

  /** Kept for looking at, when asked. */
  const keep = (name: string, pdf: Buffer): void => {
    const folder = process.env.KEEP_PAPERS;
    if (folder) writeFileSync(join(folder, name), pdf);
  };
  const paper = async (user: string, report: ReportAnswer, path: string): Promise<string> => {
    const pdf = await download(await app.as(user), `/reports/${report.id}/${path}`);
    keep(path.replaceAll('/', '-'), pdf);
    return textOf(pdf);
  };
  const statusOf = async (user: string, report: ReportAnswer, path: string): Promise<number> =>
    (await (await app.as(user)).get(`/reports/${report.id}/${path}`)).status;

  it('prints nil report, return notice and correction from what is sealed and kept', async () => {
    const campaignId = await createCampaign(app);
    desk = new ReportDesk(app, campaignId);
    app.moveTo('2020-04-29T09:00:00+08:00');
    const nil = await desk.seal('lanqiao', '2020-04', { isNil: true });
    const slip = await paper('div.clerk', nil, 'versions/1/nil-report.pdf');
    expect(slip).toContain('农村低保专项治理零报告单');
    expect(slip).toContain('澜桥街道办事处2020年4月没有新增、重开、移交和销号的问题，按零报告报送');
    expect(slip).toContain('签字：澜桥街道分管领导');
    expect(await statusOf('div.clerk', nil, 'versions/1/correction.pdf')).toBe(404);
    expect(await statusOf('div.clerk', nil, 'versions/1/ledger.pdf')).toBe(404);

    const report = await desk.seal('qinghe', '2020-04');
    await desk.sendBack(report, { items: ['第1项没有写明口径'] });
    const notice = await paper('qinghe.clerk', report, 'reviews/1/notice.pdf');
    expect(notice).toContain('关于退回2020年4月农村低保专项治理工作台账的通知');
    expect(notice).toContain('数据错误/勾稽不符。1. 第1项没有写明口径'.replaceAll(' ', ''));
    expect(notice).toContain(DEMAND);
    expect(notice).toContain('请于2020年5月6日前重新报送');
    expect(await statusOf('qinghe.clerk', report, 'reviews/2/notice.pdf')).toBe(404);
    expect(await statusOf('wanglan.clerk', report, 'reviews/1/notice.pdf')).toBe(404);

    ok(await desk.step('qinghe.leader', report, 'submission'));
    await desk.accept(report);
    const reason = '附注漏写数据口径，现予更正。';
    ok(
      await desk.step('qinghe.leader', report, 'correction', { reason, notes: ['截至4月29日。'] }),
    );
    const correction = await paper('qinghe.clerk', report, 'versions/3/correction.pdf');
    expect(correction).toContain('关于更正2020年4月农村低保专项治理工作台账的报告');
    expect(correction).toContain('更正共1处，更正后的报告为第3版');
    expect(correction).toContain('更正前后对照表');
    expect(correction).toContain('截至4月29日');
    expect(await statusOf('qinghe.clerk', report, 'versions/1/nil-report.pdf')).toBe(404);
  });

  it('prints the progress report as a letter, with its ledger beside it', async () => {
    app.moveTo('2019-12-05T09:00:00+08:00');
    const chief = await app.as('city.chief');
    const campaign = ok(await chief.post('/campaigns', { template: 'shaanxi-2019' })).body.id;
    const driver = new IssueDriver(app, campaign);
    driver.registrar = 'city.clerk';
    const clerk = await app.as('city.clerk');
    const opened = ok(
      await clerk.post('/reports', {
        campaignId: campaign,
        ruleCode: 'SN-M',
        period: '2019-11',
        unitId: app.units.city,
      }),
    ).body as ReportAnswer;
    const narrative = {
      phone: '000-00000000',
      problems: ['个别县区更新台账不及时。'],
      plans: ['12月底前完成全部县区培训。'],
    };
    ok(await clerk.put(`/reports/${opened.id}/draft`, { narrative }, opened.version));
    const sealed = ok(await new ReportDesk(app, campaign).step('city.deputy', opened, 'submission'))
      .body as ReportAnswer;
    expect(sealed).toMatchObject({ status: 'SUBMITTED', late: false });
    const letter = await paper('city.clerk', sealed, 'versions/1.pdf');
    expect(letter).toContain('工作进展情况的报告');
    expect(letter).toContain('一、总体进展');
    // A single point is not counted; several are 一是, 二是 (template-store.spec.ts).
    expect(letter).toContain('存在问题个别县区更新台账不及时。四、下一步打算12月底前');
    expect(letter).toContain('附件：2019年11月整改台账');
    const ledger = await paper('city.clerk', sealed, 'versions/1/ledger.pdf');
    expect(ledger).toContain('整改台账');
    expect(ledger).toContain('对账：期初0');
    const answer = await (await app.as('city.clerk')).get(`/reports/${sealed.id}/verification`);
    expect(ok(answer).body).toMatchObject({ ok: true, faults: [] });
  });
});
