import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from '../../src/platform/database/queryable.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign } from '../support/issues.js';
import { faultsOf, issueInPlanning, issueInPlanReview, planOf, signIn } from './plans.fixture.js';

const START = '2020-04-01T09:00:00+08:00';

describe.each(ENGINES)('drafts of plans on %s', (engine) => {
  let app: TestApp;
  let campaignId: string;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine, START);
    campaignId = await createCampaign(app);
  });
  beforeEach(() => app.clock.set(START));
  afterAll(() => app.stop());

  const incomplete: [string, object, [string, string][]][] = [
    ['no cause', { causeAnalysis: undefined }, [['causeAnalysis', 'REQUIRED']]],
    ['no type', { rectificationType: undefined }, [['rectificationType', 'REQUIRED']]],
    ['no deadline', { deadline: undefined }, [['deadline', 'REQUIRED']]],
    ['a deadline after the order', { deadline: '2020-05-21' }, [['deadline', 'AFTER_ORDER']]],
    ['no measure', { measures: [] }, [['measures', 'REQUIRED']]],
    [
      'a measure due after the plan',
      { measures: [{ measure: '入户复核', dueOn: '2020-05-21' }] },
      [['measures[0].dueOn', 'AFTER_DEADLINE']],
    ],
    [
      'a measure without a day',
      {
        measures: [{ measure: '入户复核', dueOn: '2020-05-01' }, { measure: '纳入低保' }],
      },
      [['measures[1].dueOn', 'REQUIRED']],
    ],
    [
      'a deadline before the finding',
      { deadline: '2020-03-25', measures: [{ measure: '入户复核', dueOn: '2020-03-25' }] },
      [
        ['deadline', 'BEFORE_FOUND'],
        ['measures[0].dueOn', 'BEFORE_FOUND'],
      ],
    ],
    [
      'a long term without its stage',
      { rectificationType: 'LONG_TERM' },
      [
        ['stageGoal', 'REQUIRED'],
        ['nextReviewOn', 'REQUIRED'],
        ['expectedFinishOn', 'REQUIRED'],
      ],
    ],
    [
      'nobody in charge',
      { responsibilities: [] },
      [
        ['responsibilities', 'LEAD_REQUIRED'],
        ['responsibilities', 'LEADER_REQUIRED'],
        ['responsibilities', 'PERSON_REQUIRED'],
      ],
    ],
  ];
  it.each(incomplete)(
    'keeps back a plan with %s and names the field',
    async (_name, over, expected) => {
      const town = await signIn(app, 'qinghe.clerk');
      const { id, version } = await issueInPlanning(app, campaignId);
      const saved = await town.put(`/issues/${id}/plan`, planOf(app, over), version).expect(200);
      const refused = await town
        .post(`/issues/${id}/plan-submission`, {}, saved.body.version)
        .expect(422);
      expect(refused.body.code).toBe('PLAN_INCOMPLETE');
      expect(faultsOf(refused.body)).toEqual(expected);
      const after = await town.get(`/issues/${id}`).expect(200);
      expect(after.body).toMatchObject({ status: 'PLANNING', version: saved.body.version });
    },
  );

  it('keeps back an issue whose plan was never written', async () => {
    const town = await signIn(app, 'qinghe.clerk');
    const { id, version } = await issueInPlanning(app, campaignId);
    const refused = await town.post(`/issues/${id}/plan-submission`, {}, version).expect(422);
    expect(faultsOf(refused.body).map(([path]) => path)).toContain('causeAnalysis');
  });

  it('refuses contradictions in a draft and writes none of it', async () => {
    const town = await signIn(app, 'qinghe.clerk');
    const { id, version } = await issueInPlanning(app, campaignId);
    const { qinghe, finance, songxi } = app.units;
    const body = planOf(app, {
      measures: [
        { measure: '入户复核', leadUnitId: songxi },
        { measure: '纳入低保', coUnitIds: [qinghe] },
        { measure: '补发', id: '01890000-0000-7000-8000-000000000000' },
      ],
      responsibilities: [
        { kind: 'LEAD', unitId: qinghe },
        { kind: 'LEAD', unitId: finance },
        { kind: 'RESPONSIBLE_LEADER', personName: '张某' },
        { kind: 'RESPONSIBLE_PERSON', personName: '张某' },
        { kind: 'CO', unitId: songxi },
        { kind: 'CONTACT', personName: '王某', phone: '138****5678' },
        { kind: 'SUPERVISOR', userId: '01890000-0000-7000-8000-000000000000' },
      ],
    });
    const refused = await town.put(`/issues/${id}/plan`, body, version).expect(422);
    expect(faultsOf(refused.body).sort()).toEqual(
      [
        ['responsibilities[1].kind', 'SECOND_LEAD'],
        ['responsibilities[3].personName', 'LEADER_IS_PERSON'],
        ['responsibilities[4].unitId', 'UNKNOWN_UNIT'],
        ['responsibilities[5].phone', 'MASKED'],
        ['responsibilities[6].personName', 'REQUIRED'],
        ['responsibilities[6].userId', 'UNKNOWN_USER'],
        ['measures[0].leadUnitId', 'UNKNOWN_UNIT'],
        ['measures[1].coUnitIds[0]', 'LEAD_IS_CO'],
        ['measures[2].id', 'UNKNOWN_TASK'],
      ].sort(),
    );
    const plan = await town.get(`/issues/${id}/plan`).expect(200);
    expect(plan.body).toMatchObject({ state: 'NONE', measures: [], responsibilities: [], version });
  });

  it.each([
    [{ colour: 'red' }, 'colour'],
    [{ rectificationType: 'SOON' }, 'rectificationType'],
    [{ causeAnalysis: '长'.repeat(5001) }, 'causeAnalysis'],
    [{ measures: [{ measure: '入户', dueOn: '2020-02-30' }] }, 'measures[0].dueOn'],
    [{ responsibilities: [{ kind: 'LEAD', phone: '12345' }] }, 'responsibilities[0].phone'],
  ])('answers malformed field %# with 400 naming it', async (over, path) => {
    const town = await signIn(app, 'qinghe.clerk');
    const { id, version } = await issueInPlanning(app, campaignId);
    const refused = await town.put(`/issues/${id}/plan`, planOf(app, over), version).expect(400);
    expect(faultsOf(refused.body).map(([at]) => at)).toContain(path);
  });

  it('fills name, post and unit of a person from the account', async () => {
    const town = await signIn(app, 'qinghe.clerk');
    const [leader] = await app.rows<{ id: string }>(
      sql`SELECT id FROM users WHERE username = 'qinghe.leader'`,
    );
    const { id, version } = await issueInPlanning(app, campaignId);
    const responsibilities = [{ kind: 'RESPONSIBLE_LEADER', userId: leader?.id }];
    const saved = await town
      .put(`/issues/${id}/plan`, planOf(app, { responsibilities }), version)
      .expect(200);
    expect(saved.body.responsibilities).toMatchObject([
      { personName: '青禾镇分管领导', post: '分管副镇长', unit: { name: '青禾镇人民政府' } },
    ]);
  });

  it('shows phones masked everywhere and keeps the number when the mask is sent back', async () => {
    const town = await signIn(app, 'qinghe.clerk');
    const { id, version } = await issueInPlanning(app, campaignId);
    const saved = await town.put(`/issues/${id}/plan`, planOf(app), version).expect(200);
    const phones = saved.body.responsibilities.map((row: { phone: string | null }) => row.phone);
    expect(phones).toEqual([null, '139****1111', '138****5678', null, null]);
    const sentBack = planOf(app).responsibilities.map((row, index) => ({
      ...row,
      ...(phones[index] && { phone: phones[index] }),
    }));
    const again = { ...planOf(app), responsibilities: sentBack };
    await town.put(`/issues/${id}/plan`, again, saved.body.version).expect(200);
    const stored = await app.rows(sql`
      SELECT phone FROM responsibilities
      WHERE issue_id = ${id} AND kind = 'RESPONSIBLE_PERSON' AND superseded_at IS NULL`);
    expect(stored).toEqual([{ phone: '13800005678' }]);
    const answers = await Promise.all([
      town.get(`/responsibilities?campaignId=${campaignId}&pageSize=200`).expect(200),
      town.get(`/issues/${id}/responsibilities`).expect(200),
      town.get(`/issues/${id}/plan`).expect(200),
      town.get(`/issues/${id}/history`).expect(200),
    ]);
    for (const answer of answers) expect(answer.text).not.toMatch(/1380000|1390000/);
  });

  it('lists one line of 责任清单 for each issue', async () => {
    const clerk = await signIn(app, 'div.clerk');
    const statement = '长期未开展特困人员护理能力评估'.repeat(5);
    const { id } = await issueInPlanReview(app, campaignId, planOf(app), { statement });
    const list = await clerk
      .get(`/responsibilities?campaignId=${campaignId}&status=PLAN_REVIEW&q=护理能力评估`)
      .expect(200);
    expect(list.body.total).toBe(1);
    const [line] = list.body.items;
    expect(line).toMatchObject({
      issueId: id,
      leadUnit: { name: '青禾镇人民政府' },
      responsibleUnit: { name: '青禾镇人民政府' },
      divisions: [{ name: '社会救助科' }],
      coUnits: [{ name: '安澜区财政局' }],
      leaders: [{ name: '张某', post: '分管副镇长', phone: '139****1111' }],
      persons: [{ name: '李某', phone: '138****5678' }],
      dueOn: '2020-05-20',
    });
    expect([...line.summary]).toHaveLength(60);
    expect(line.taskNos).toHaveLength(2);
    expect(line.persons[0].duty).not.toBe('');
  });

  it('suggests the people of the units for which one writes plans, and no others', async () => {
    const names = async (user: string, query = '') => {
      const { body } = await (await signIn(app, user)).get(`/units/staff${query}`).expect(200);
      return body.map(({ name, post }: { name: string; post: string }) => [name, post]);
    };
    const town = await names('qinghe.clerk');
    expect(town.map(([name]: string[]) => name)).toEqual(
      expect.arrayContaining(['青禾镇经办人', '青禾镇分管领导']),
    );
    const [leader] = await app.rows<{ post: string; unitId: string }>(
      sql`SELECT post, unit_id FROM users WHERE username = 'qinghe.leader'`,
    );
    const { post, unitId } = leader ?? { post: '', unitId: '' };
    expect(town).toContainEqual(['青禾镇分管领导', post]);
    expect(await names('div.clerk')).not.toContainEqual(['青禾镇分管领导', post]);
    expect(await names('div.clerk', `?unitId=${unitId}`)).toEqual([]);
    expect(await names('qinghe.clerk', `?unitId=${unitId}`)).toEqual(town);
    for (const user of ['leadership', 'deputy', 'admin']) {
      await (await signIn(app, user)).get('/units/staff').expect(403);
    }
    await app.uow.run((tx) =>
      tx.execute(
        sql`UPDATE users SET disabled_at = '2020-04-01T01:00:00.000Z' WHERE username = 'qinghe.leader'`,
      ),
    );
    expect(await names('qinghe.clerk')).toEqual(
      town.filter(([name]: string[]) => name !== '青禾镇分管领导'),
    );
  });
});
