import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from '../../src/platform/database/queryable.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, FINDING, IssueDriver, ok } from '../support/issues.js';

describe.each(ENGINES)('bad input on %s', (engine) => {
  let app: TestApp;
  let driver: IssueDriver;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine);
    driver = new IssueDriver(app, await createCampaign(app));
  });
  afterAll(() => app.stop());

  const finding = (over: object = {}) => ({
    ...FINDING,
    campaignId: driver.campaignId,
    responsibleUnitId: app.units.qinghe,
    ...over,
  });
  const count = async (): Promise<number> =>
    (await app.rows<{ count: number }>(sql`SELECT COUNT(*) AS count FROM issues`))[0]?.count ?? 0;

  it.each([
    [
      'an emoji, which no document prints',
      { statement: '电话无人接听😀' },
      'statement',
      'NOT_PRINTABLE',
    ],
    ['a text of nothing but controls', { statement: '\u0000\u0000' }, 'statement', 'REQUIRED'],
    ['an unknown field', { colour: 'red' }, 'colour', 'UNKNOWN_FIELD'],
    ['a wrong code', { severity: 'HUGE' }, 'severity', 'NOT_A_CODE'],
    ['a text that is too long', { statement: '长'.repeat(2001) }, 'statement', 'TOO_LONG'],
    ['a date that does not exist', { foundOn: '2020-02-30' }, 'foundOn', 'NOT_A_DATE'],
  ])('refuses %s and stores nothing', async (_what, over, path, code) => {
    const clerk = await app.as('div.clerk');
    const before = await count();
    const refused = await clerk.post('/issues', finding(over)).expect(400);
    expect(refused.body.errors).toContainEqual(expect.objectContaining({ path, code }));
    expect(refused.body.detail).toMatch(/[\u4e00-\u9fff]/);
    expect(await count()).toBe(before);
  });

  it('keeps a text without the characters nobody sees', async () => {
    const clerk = await app.as('div.clerk');
    const body = finding({ statement: ' 求助\u202e电话\u0000无人接听 ' });
    const kept = ok(await clerk.post('/issues', body)).body;
    expect(kept.statement).toBe('求助电话无人接听');
  });

  it('refuses a list where an object belongs', async () => {
    const issue = await driver.to('PLANNING');
    const clerk = await app.as('qinghe.clerk');
    const plan = { ...driver.plan(), measures: [[]] };
    const refused = await clerk.put(`/issues/${issue.id}/plan`, plan, issue.version).expect(400);
    expect(refused.body.errors).toContainEqual({
      path: 'measures',
      code: 'NOT_AN_OBJECT',
      message: '整改措施的每一项应为对象',
    });
  });

  it('lets a town log only what its own area answers for', async () => {
    const clerk = await app.as('qinghe.clerk');
    const body = finding({ responsibleUnitId: app.units.wuping });
    const refused = await clerk.post('/issues?register=true', body).expect(422);
    expect(refused.body.errors[0]).toMatchObject({
      path: 'responsibleUnitId',
      code: 'NOT_OWN_UNIT',
    });
    await clerk.post('/issues?register=true', finding()).expect(201);
  });

  it('keeps the words of the feedback once they are on the books', async () => {
    const issue = await driver.to('REGISTERED');
    const clerk = await app.as('div.clerk');
    const path = `/issues/${issue.id}`;
    const refused = await clerk.patch(path, { statement: '换个说法' }, issue.version).expect(422);
    expect(refused.body.code).toBe('STATEMENT_FIXED');
    await clerk.patch(path, { detail: '补充：复核时仍无人接听电话。' }, issue.version).expect(200);
  });

  it('finds the twin of a feedback item whatever brackets its number is written in', async () => {
    const clerk = await app.as('div.clerk');
    const item = (sourceDocNo: string) => finding({ sourceDocNo, sourceItemNo: '10' });
    await clerk.post('/issues?register=true', item('渝民〔2020〕1号')).expect(201);
    const refused = await clerk.post('/issues?register=true', item('渝民[2020]1号')).expect(422);
    expect(refused.body.code).toBe('DUPLICATE_SOURCE_ITEM');
  });

  it.each([
    ['application/x-www-form-urlencoded', 'statement=a'],
    ['text/plain', '{"statement":"a"}'],
    ['application/xml', '<a/>'],
  ])('refuses a body of type %s', async (type, body) => {
    const clerk = await app.as('div.clerk');
    const refused = await clerk.post('/issues').set('content-type', type).send(body).expect(415);
    expect(refused.body.code).toBe('UNSUPPORTED_TYPE');
  });

  it.each(['[]', '1', '"x"', '{"a":', 'null'])('answers the body %s in Chinese', async (body) => {
    const clerk = await app.as('div.clerk');
    const refused = await clerk.post('/issues').set('content-type', 'application/json').send(body);
    expect(refused.status).toBe(400);
    expect(refused.headers['content-type']).toContain('application/problem+json');
    expect(JSON.stringify(refused.body.errors ?? refused.body.detail)).toMatch(/[\u4e00-\u9fff]/);
  });

  it('answers an address that cannot be read with problem+json', async () => {
    const clerk = await app.as('div.clerk');
    const refused = await clerk.get('/issues/%').expect(400);
    expect(refused.headers['content-type']).toContain('application/problem+json');
    expect(refused.body).toMatchObject({ code: 'MALFORMED', status: 400 });
  });
});
