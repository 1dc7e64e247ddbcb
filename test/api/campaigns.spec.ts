import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from '../../src/platform/database/queryable.js';
import { ENGINES, TestApp } from '../support/app.js';

const OWN = {
  code: 'ANLAN-2020',
  title: '安澜区试点专项治理',
  level: 'COUNTY',
  owner: '安澜区民政局',
  year: 2020,
  startsOn: '2020-04-01',
  endsOn: '2020-12-31',
  tasks: [
    {
      id: 'T1',
      title: '清理漏保',
      items: [{ id: 'T1-1', title: '漏保排查', text: '逐户排查。', categories: ['A01_MISSED'] }],
    },
  ],
  categories: [
    { code: 'A', label: '低保' },
    { code: 'A01_MISSED', label: '应保未保' },
  ],
};

describe.each(ENGINES)('campaigns on %s', (engine) => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine);
  });
  afterAll(() => app.stop());

  const create = async (body: object, user = 'div.chief') =>
    (await app.as(user)).post('/campaigns', body);

  const auditOf = (id: string) =>
    app.rows<{ action: string; detail: string }>(
      sql`SELECT action, detail FROM audit_entries
          WHERE subject_type = 'campaign' AND subject_id = ${id} ORDER BY seq`,
    );

  it('lists the shipped templates', async () => {
    const answer = await (await app.as('div.clerk')).get('/campaign-templates').expect(200);
    const rows = answer.body.map(({ template, valid }: Record<string, unknown>) => [
      template,
      valid,
    ]);
    expect(rows).toEqual(
      expect.arrayContaining([
        ['huilong-2020', true],
        ['jilin-2020', true],
        ['qijiang-2020', true],
        ['rongchang-2020', true],
        ['shaanxi-2019', true],
      ]),
    );
  });

  it.each(['qijiang-2020', 'rongchang-2020', 'huilong-2020', 'shaanxi-2019', 'jilin-2020'])(
    'begins a campaign of the bureau from %s',
    async (template) => {
      const answer = await create({ template, title: '安澜区专项治理' });
      expect(answer.status).toBe(201);
      expect(answer.headers['etag']).toBe('"1"');
      expect(answer.body).toMatchObject({
        ownerUnitName: '安澜区民政局',
        templateCode: template,
        title: '安澜区专项治理',
        status: 'ACTIVE',
        version: 1,
      });
      const read = await (
        await app.as('div.clerk')
      )
        .get(`/campaigns/${answer.body.id}`)
        .expect(200);
      expect(read.body).toEqual(answer.body);
      expect((await auditOf(answer.body.id)).map(({ action }) => action)).toEqual([
        'campaign.create',
      ]);
    },
  );

  it('begins one from an own definition, and from its YAML', async () => {
    const json = await create(OWN);
    expect(json.status).toBe(201);
    expect(json.body.definition.parameters.receiptWorkdays).toBe(2);
    const yaml = await create({ yaml: JSON.stringify(OWN) });
    expect(yaml.body.definition).toEqual(json.body.definition);
    expect(yaml.body.templateCode).toBeNull();
  });

  it.each<[string, object, number, string, string | undefined]>([
    ['unknown template', { template: 'nowhere' }, 422, 'UNKNOWN_TEMPLATE', 'template'],
    ['template that is no name', { template: 7 }, 422, 'UNKNOWN_TEMPLATE', 'template'],
    [
      'faulty override',
      { template: 'qijiang-2020', endsOn: '2019-01-01' },
      400,
      'INVALID_INPUT',
      'endsOn',
    ],
    ['unknown field', { ...OWN, colour: 'red' }, 400, 'INVALID_INPUT', 'colour'],
    ['foreign field', { ...OWN, ownerUnitId: 'x' }, 400, 'INVALID_INPUT', 'ownerUnitId'],
    ['faulty YAML', { yaml: 'a: [1' }, 400, 'INVALID_INPUT', ''],
    ['YAML with more', { yaml: 'a: 1', title: 'x' }, 400, 'INVALID_INPUT', 'title'],
    ['list', [OWN], 400, 'MALFORMED', undefined],
  ])('refuses a %s and keeps nothing', async (_name, body, status, code, path) => {
    const count = () => app.rows<{ total: number }>(sql`SELECT COUNT(*) AS total FROM campaigns`);
    const before = await count();
    const answer = await create(body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.body.detail).toMatch(/\p{Script=Han}/u);
    if (path !== undefined) expect(answer.body.errors[0].path).toBe(path);
    expect(await count()).toEqual(before);
  });

  it('lets only the bureau begin campaigns', async () => {
    for (const user of ['qinghe.clerk', 'qinghe.leader', 'discipline', 'leadership', 'admin']) {
      expect([user, (await create({ template: 'qijiang-2020' }, user)).status]).toEqual([
        user,
        403,
      ]);
    }
    expect((await app.anonymous().get('/api/campaigns')).status).toBe(401);
  });

  it('shows a campaign to the units it binds and to those above, and to nobody else', async () => {
    const { id } = (await create(OWN)).body;
    for (const user of ['div.clerk', 'director', 'qinghe.clerk', 'city.reviewer', 'leadership']) {
      expect([user, (await (await app.as(user)).get(`/campaigns/${id}`)).status]).toEqual([
        user,
        200,
      ]);
    }
    const foreign = await app.as('yunqi.clerk');
    const missing = await foreign.get('/campaigns/00000000-0000-4000-8000-000000000000');
    for (const path of ['', '/categories', '/report-rules']) {
      const answer = await foreign.get(`/campaigns/${id}${path}`);
      expect(answer.status).toBe(404);
      expect({ ...answer.body, traceId: '' }).toEqual({ ...missing.body, traceId: '' });
    }
    expect((await foreign.get('/campaigns')).body).toMatchObject({ items: [], total: 0 });
    expect((await foreign.patch(`/campaigns/${id}`, { title: 'x' }, 1)).status).toBe(404);
    const town = await app.as('qinghe.clerk');
    expect((await town.patch(`/campaigns/${id}`, { title: 'x' }, 1)).status).toBe(403);
  });

  it('lists, filters, sorts and pages', async () => {
    const clerk = await app.as('div.clerk');
    await create({ ...OWN, title: '往年专项', year: 2019, startsOn: '2019-01-01' });
    const old = await clerk.get('/campaigns?year=2019&q=往年').expect(200);
    expect(old.body).toMatchObject({ total: 1, items: [{ title: '往年专项' }] });
    expect(old.body.items[0].definition).toBeUndefined();
    const first = await clerk.get('/campaigns?sort=startsOn&pageSize=1').expect(200);
    expect(first.body.items[0].title).toBe('往年专项');
    expect(first.body.total).toBeGreaterThan(1);
    await clerk.get('/campaigns?color=red').expect(400);
    await clerk.get('/campaigns?sort=colour').expect(400);
  });

  it('gives the categories with their own names and check items', async () => {
    const { id } = (await create(OWN)).body;
    const answer = await (
      await app.as('qinghe.clerk')
    )
      .get(`/campaigns/${id}/categories`)
      .expect(200);
    expect(answer.body).toHaveLength(1);
    expect(answer.body[0]).toMatchObject({ code: 'A', label: '低保' });
    expect(answer.body[0].categories).toHaveLength(10);
    expect(answer.body[0].categories[0]).toEqual({
      code: 'A01_MISSED',
      label: '应保未保',
      checkItems: [{ id: 'T1-1', title: '漏保排查' }],
    });
  });

  it('gives the report rules', async () => {
    const { id } = (await create({ template: 'jilin-2020' })).body;
    const answer = await (
      await app.as('div.clerk')
    )
      .get(`/campaigns/${id}/report-rules`)
      .expect(200);
    expect(answer.body.map(({ code }: { code: string }) => code)).toEqual([
      'JL-P',
      'JL-Y1',
      'JL-Y2',
      'JL-Q',
    ]);
  });

  it('is amended by field, seen at once, with what it was before in the audit log', async () => {
    const chief = await app.as('div.chief');
    const { id } = (await create(OWN)).body;
    const change = {
      parameters: { receiptWorkdays: 5, deadlineDays: { IMMEDIATE: 3 } },
      reason: '节后放宽',
    };
    const answer = await chief.patch(`/campaigns/${id}`, change, 1).expect(200);
    expect(answer.headers['etag']).toBe('"2"');
    expect(answer.body.definition.parameters).toMatchObject({
      receiptWorkdays: 5,
      reviewWorkdays: 5,
      deadlineDays: { IMMEDIATE: 3, TIME_LIMITED: 60 },
    });
    const read = await (await app.as('director')).get(`/campaigns/${id}`);
    expect(read.body).toEqual({ ...answer.body, allowedActions: [] });
    const [, amended] = await auditOf(id);
    expect(amended?.action).toBe('campaign.amend');
    expect(JSON.parse(amended?.detail ?? '')).toMatchObject({
      version: 2,
      changed: ['parameters'],
      before: { parameters: { receiptWorkdays: 2 } },
      reason: '节后放宽',
    });
  });

  it('is not amended without version, with an old one, or into a faulty definition', async () => {
    const chief = await app.as('div.chief');
    const { id, definition } = (await create(OWN)).body;
    expect((await chief.patch(`/campaigns/${id}`, { title: 'x' })).status).toBe(428);
    expect((await chief.patch(`/campaigns/${id}`, { title: 'x' }, 7)).status).toBe(412);
    const faulty = await chief.patch(
      `/campaigns/${id}`,
      { categories: [{ code: 'B' }], status: 'GONE' },
      1,
    );
    expect(faulty.status).toBe(400);
    expect(faulty.body.errors.map(({ path }: { path: string }) => path)).toEqual([
      'status',
      'tasks[0].items[0].categories[0]',
    ]);
    expect((await chief.patch(`/campaigns/${id}`, { code: 'OTHER' }, 1)).body.errors[0].code).toBe(
      'FIXED',
    );
    const same = await chief.patch(`/campaigns/${id}`, { title: OWN.title }, 1).expect(200);
    expect(same.body.version).toBe(1);
    expect((await chief.get(`/campaigns/${id}`)).body.definition).toEqual(definition);
    expect(await auditOf(id)).toHaveLength(1);
  });

  it('lets one of two simultaneous amendments win', async () => {
    const chief = await app.as('div.chief');
    const { id } = (await create(OWN)).body;
    const answers = await Promise.all(
      ['甲', '乙', '丙', '丁'].map((title) => chief.patch(`/campaigns/${id}`, { title }, 1)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412]);
    expect((await chief.get(`/campaigns/${id}`)).body.version).toBe(2);
  });

  it('is closed, refuses changes, and is reopened', async () => {
    const chief = await app.as('div.chief');
    const { id } = (await create(OWN)).body;
    const allowed = async (user: string) =>
      (await (await app.as(user)).get(`/campaigns/${id}`)).body.allowedActions as string[];
    expect(await allowed('div.chief')).toEqual(['amend', 'close']);
    expect(await allowed('qinghe.clerk')).toEqual([]);
    await chief.patch(`/campaigns/${id}`, { status: 'CLOSED', reason: '治理结束' }, 1).expect(200);
    expect(await allowed('div.chief')).toEqual(['reopen']);
    const refused = await chief.patch(`/campaigns/${id}`, { title: '改名' }, 2);
    expect([refused.status, refused.body.code]).toEqual([409, 'CAMPAIGN_CLOSED']);
    expect((await chief.get('/campaigns?status=CLOSED')).body.total).toBe(1);
    await chief.patch(`/campaigns/${id}`, { status: 'ACTIVE', title: '改名' }, 2).expect(200);
    expect((await auditOf(id)).map(({ action }) => action)).toEqual([
      'campaign.create',
      'campaign.close',
      'campaign.reopen',
    ]);
  });

  it('is described in the OpenAPI document, and its codes in the dictionary', async () => {
    const { paths, components } = (await app.anonymous().get('/api/openapi.json').expect(200)).body;
    const body = paths['/api/campaigns'].post.requestBody.content['application/json'].schema;
    expect(body.oneOf.map(({ $ref }: { $ref: string }) => $ref.split('/').at(-1))).toEqual([
      'CreateFromTemplateBody',
      'CreateFromYamlBody',
      'CampaignDefinition',
    ]);
    expect(Object.keys(components.schemas)).toEqual(
      expect.arrayContaining(['CampaignDefinition', 'CampaignView', 'ReportRule', 'Severity']),
    );
    const dictionary = (await (await app.as('div.clerk')).get('/dictionary')).body;
    expect(dictionary['ClosureStepKind'].items[0]).toEqual({
      code: 'UNIT_CONFIRMATION',
      label: '单位负责人签字',
    });
  });

  it('answers a repeated request with the first answer', async () => {
    const chief = await app.as('div.chief');
    const send = () => chief.post('/campaigns', OWN).set('idempotency-key', `campaign-${engine}`);
    const [first, second] = [await send(), await send()];
    expect(second.body).toEqual(first.body);
  });
});
