import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DEMO_PASSWORD } from '../../src/demo/world.js';
import { OrganisationService } from '../../src/identity/organisation.service.js';
import { sql } from '../../src/platform/database/queryable.js';
import { ImportApplying } from '../../src/registers/imports/import.applying.js';
import { ENGINES, TestApp } from '../support/app.js';
import { type ImportAnswer, ImportDriver, ROW, workbookFrom } from '../support/imports.js';
import { createCampaign, ok } from '../support/issues.js';
import { BusyServer } from './jobs.fixture.js';

describe.each(ENGINES)('jobs and imports of who has moved or was disabled, on %s', (engine) => {
  let app: TestApp;
  let campaignId: string;
  let serial = 0;
  let username = '';
  let userId = '';
  let driver: ImportDriver;
  let server: BusyServer;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine);
    campaignId = await createCampaign(app);
    server = new BusyServer(app);
  });
  afterAll(() => app.stop());

  beforeEach(async () => {
    serial += 1;
    username = `mover${serial}`;
    userId = await app.app.get(OrganisationService).createUser({
      username,
      name: '青禾镇经办人',
      unitId: app.units.qinghe ?? '',
      roles: ['TOWN_CLERK'],
      password: DEMO_PASSWORD,
    });
    driver = new ImportDriver(app, campaignId, username);
  });

  const change = async (by: string, body: object): Promise<void> => {
    const [user] = await app.rows<{ version: number }>(
      sql`SELECT version FROM users WHERE id = ${userId}`,
    );
    ok(await (await app.as(by)).patch(`/users/${userId}`, body, user?.version));
    // Sessions of the user have ended; everybody signs in again.
    app.moveTo(app.clock.now());
  };
  const move = (unit: string) => change('admin', { unitId: app.units[unit] });
  const disable = (disabled: boolean) => change('security', { disabled });
  const file = (statement: string) => workbookFrom([{ ...ROW, '问题表述（反馈原文）': statement }]);
  const drafts = async (statement: string): Promise<number> =>
    (await app.rows(sql`SELECT id FROM issues WHERE statement = ${statement}`)).length;

  /** Has the import applied by a job that begins when the server is released. */
  const ask = async ({ id, version }: ImportAnswer): Promise<void> => {
    await server.hold();
    const user = await app.as(username);
    ok(await user.post(`/issue-imports/${id}/application`, { mode: 'VALID_ONLY' }, version));
  };
  const lastJob = async () => {
    const [job] = await app.rows<{ status: string; errorCode: string; message: string }>(sql`
      SELECT status, error_code, message FROM jobs WHERE owner_id = ${userId}
      ORDER BY created_at DESC, id DESC LIMIT 1`);
    return job;
  };

  it('keeps what was made in one unit from the same person in another', async () => {
    const checked = await driver.check(await file('岩口村公示缺少监督电话'));
    const before = await app.as(username);
    const filters = { campaignId };
    const job = ok(await before.post('/exports', { list: 'ISSUES', format: 'csv', filters })).body;
    await driver.settled();
    await before.get(`/jobs/${job.id}/result`).expect(200);
    ok(await before.get(`/issue-imports/${checked.id}/result.xlsx`));

    await move('wanglan');
    const user = await app.as(username);
    for (const path of [
      `/jobs/${job.id}`,
      `/jobs/${job.id}/result`,
      `/issue-imports/${checked.id}`,
      `/issue-imports/${checked.id}/rows`,
      `/issue-imports/${checked.id}/result.xlsx`,
      `/issue-imports/${checked.id}/faulty-rows.xlsx`,
    ]) {
      expect([path, (await user.get(path)).status]).toEqual([path, 404]);
    }
    await user.post(`/jobs/${job.id}/cancellation`).expect(404);
    const { id, version } = checked;
    const mode = { mode: 'VALID_ONLY' };
    await user.post(`/issue-imports/${id}/application`, mode, version).expect(404);
    await user.post(`/issue-imports/${id}/withdrawal`, {}, version).expect(404);
    expect(ok(await user.get('/jobs')).body).toMatchObject({ total: 0, items: [] });
    expect(ok(await user.get('/issue-imports')).body).toMatchObject({ total: 0, items: [] });

    await move('qinghe');
    const back = await app.as(username);
    await back.get(`/jobs/${job.id}/result`).expect(200);
    expect(ok(await back.get('/issue-imports')).body).toMatchObject({ total: 1 });
  });

  it('does not carry a job out with the rights of the unit that its owner has left', async () => {
    const words = '岩口村低保对象动态核查没有记录';
    const checked = await driver.check(await file(words));
    await ask(checked);
    await move('wanglan');
    await server.release();
    expect(await lastJob()).toEqual({
      status: 'FAILED',
      errorCode: 'OWNER_MOVED',
      message: '提交这项任务的用户已调到其他单位，或者代理已经结束，任务没有执行。',
    });
    expect(await drafts(words)).toBe(0);
    await move('qinghe');
    const again = await driver.read(checked.id);
    expect(again).toMatchObject({
      status: 'CHECKED',
      failure: '提交这项任务的用户已调到其他单位，或者代理已经结束，任务没有执行。',
    });
    expect(await driver.apply(again)).toMatchObject({ status: 'APPLIED', appliedRows: 1 });
  });

  it('does not carry a job out for somebody who was disabled meanwhile', async () => {
    const words = '岩口村护理补贴重复发放一人';
    const checked = await driver.check(await file(words));
    await ask(checked);
    await disable(true);
    await server.release();
    expect(await lastJob()).toMatchObject({ status: 'FAILED', errorCode: 'OWNER_DISABLED' });
    expect(await drafts(words)).toBe(0);
    await disable(false);
    expect(await driver.read(checked.id)).toMatchObject({ status: 'CHECKED' });
  });

  it('asks again whose rights a job has in the transaction that publishes', async () => {
    const words = '岩口村临时救助审批超过时限';
    const checked = await driver.check(await file(words));
    await ask(checked);
    const run = app.app.get(ImportApplying, { strict: false }).run({
      id: 'by-hand',
      ownerId: userId,
      ownerScope: app.units.qinghe ?? '',
      input: { importId: checked.id },
      signal: new AbortController().signal,
      // The move is committed after the job has begun.
      progress: (tx) =>
        tx.execute(sql`UPDATE users SET unit_id = ${app.units.wanglan} WHERE id = ${userId}`),
    });
    await expect(run).rejects.toMatchObject({ code: 'OWNER_MOVED' });
    expect(await drafts(words)).toBe(0);
    await server.release();
    expect(await drafts(words)).toBe(1);
  });
});
