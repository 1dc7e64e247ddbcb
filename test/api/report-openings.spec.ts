import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from '../../src/platform/database/queryable.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, IssueDriver, ok } from '../support/issues.js';
import { type ReportAnswer, ReportDesk } from './reporting.fixture.js';

describe.each(ENGINES)('openings of sealed reports on %s', (engine) => {
  let app: TestApp;
  let driver: IssueDriver;
  let desk: ReportDesk;
  let april: ReportAnswer;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine, '2020-04-02T09:00:00+08:00');
    const campaignId = await createCampaign(app);
    driver = new IssueDriver(app, campaignId);
    desk = new ReportDesk(app, campaignId);
    await driver.to('REGISTERED', { responsibleUnitId: app.units.shishu });
    await driver.to('REGISTERED', { responsibleUnitId: app.units.wanglan });
    april = await desk.seal('wanglan', '2020-04');
  });
  afterAll(() => app.stop());

  /** Past the program, as a restored backup or a repair by hand might. */
  const hang = (unit: string, parent: string): Promise<void> =>
    app.uow.run(async (tx) => {
      await tx.nextNumber('units');
      await tx.execute(sql`
        UPDATE units SET parent_id = ${app.units[parent]},
          path = (SELECT p.path FROM units AS p WHERE p.id = ${app.units[parent]}) || id || '/'
        WHERE id = ${app.units[unit]}`);
    });

  it('refuses to seal what does not open with the closing of the period before', async () => {
    app.moveTo('2020-05-28T09:00:00+08:00');
    expect((await desk.snapshot(april)).balance).toMatchObject({ opened: 2, closing: 2 });
    const may = await desk.open('wanglan', '2020-05');
    await hang('shishu', 'qinghe');
    const refused = await desk.submission('wanglan', may);
    expect([refused.status, refused.body.code]).toEqual([409, 'OPENING_DIFFERS']);
    expect(refused.body.detail).toContain('本期期初1与2020年4月第1版封存的期末2不符');
    await hang('shishu', 'wanglan');
    const sealed = ok(await desk.submission('wanglan', may, { isNil: null })).body as ReportAnswer;
    const { balance, header } = await desk.snapshot(sealed);
    expect(balance).toMatchObject({ opening: 2, closing: 2 });
    expect(header.isNil).toBe(false);
    expect(await desk.verify(sealed)).toMatchObject({ ok: true, faults: [] });
  });

  it('does not let a unit move that has sealed reports and nothing open', async () => {
    const report = await desk.seal('lanqiao', '2020-05', { isNil: true });
    expect(report.status).toBe('SUBMITTED');
    const admin = await app.as('admin');
    const path = `/units/${app.units.lanqiao}`;
    const { body } = ok(await admin.get(path));
    const refused = await admin.patch(path, { parentId: app.units.yunqi }, body.version);
    expect([refused.status, refused.body.code]).toEqual([409, 'UNIT_HAS_SEALED_REPORTS']);
    const renamed = await admin.patch(path, { shortName: '澜桥' }, body.version);
    expect(renamed.status).toBe(200);
  });
});
