import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, IssueDriver, ok } from '../support/issues.js';
import { CaseDesk, FAVOUR, WARNING } from './cases.fixture.js';

const [CADRE, STAFF] = FAVOUR.persons;
const ANOTHER = {
  realName: '赵一',
  post: '村委会委员',
  identity: 'VILLAGE_CADRE',
  sanctions: [
    { ...WARNING, type: 'CRITICISM', decidedOn: '2020-04-20', effectiveOn: '2020-04-20' },
  ],
};

interface Figure {
  code: string;
  count: number;
  caseNos: string[];
}

describe.each(ENGINES)('figures of cases on %s', (engine) => {
  let app: TestApp;
  let campaignId: string;
  let desk: CaseDesk;
  let caseNos: string[];

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine, '2020-07-06T09:00:00+08:00');
    campaignId = await createCampaign(app);
    desk = new CaseDesk(app, campaignId);
    const issue = await new IssueDriver(app, campaignId).to('ASSIGNED');
    const cases = [
      // Two sanctions for one, an administrative one and money for the other.
      await desk.approved({
        issueId: issue.id,
        persons: [
          { ...CADRE, sanctions: [WARNING, { ...WARNING, type: 'ADMIN_DISMISS_POST' }] },
          STAFF,
        ],
      }),
      // The same village cadre again, and another with a mere talk; part of the money is waived.
      await desk.approved({
        amountFen: 100_000,
        dueFen: 90_000,
        recoveredFen: 40_000,
        waivedFen: 20_000,
        waiverNote: '安府批〔2020〕3号',
        persons: [{ ...CADRE, sanctions: [{ ...WARNING, type: 'ADMONITION' }] }, ANOTHER],
      }),
    ];
    // Neither a draft nor a case under review counts.
    await desk.draft({ persons: [{ ...ANOTHER, realName: '钱一' }] });
    await desk.submitted({ persons: [{ ...ANOTHER, realName: '孙一' }] });
    caseNos = (cases as unknown as { caseNo: string }[]).map(({ caseNo }) => caseNo);
  });
  afterAll(() => app.stop());

  const get = async (user: string, query: Record<string, string> = {}) => {
    const given = { campaignId, from: '2020-04-01', to: '2020-06-30', ...query };
    const caller = await app.as(user);
    return caller.get(`/cases/figures?${new URLSearchParams(given).toString()}`);
  };
  const nonZero = (figures: Figure[]) =>
    Object.fromEntries(figures.filter(({ count }) => count > 0).map((f) => [f.code, f.count]));

  it('count each person once, by the heaviest outcome, and name their cases', async () => {
    const { body } = ok(await get('div.clerk'));
    expect(body.persons).toMatchObject({ count: 3, caseNos });
    expect(nonZero(body.outcomes)).toEqual({
      PARTY_SANCTION: 1,
      ADMIN_SANCTION: 2,
      ADMONITION: 1,
      CRITICISM: 1,
    });
    expect(nonZero(body.forms)).toEqual({ FORM_1: 1, FORM_2: 1, FORM_3: 1 });
    expect(nonZero(body.identities)).toEqual({ VILLAGE_CADRE: 2, CIVIL_AFFAIRS_STAFF: 1 });
    expect(body.money).toMatchObject({
      wrongFen: 1_264_000,
      dueFen: 1_254_000,
      recoveredFen: 1_204_000,
      waivedFen: 20_000,
      outstandingFen: 30_000,
      caseNos,
    });
    expect(body.caseCount).toBe(2);
  });

  it('belong to the period of the decisions', async () => {
    const april = ok(await get('div.clerk', { to: '2020-04-30' })).body;
    expect([april.persons.count, april.caseCount]).toEqual([1, 1]);
    const may = ok(await get('div.clerk', { from: '2020-05-01', to: '2020-05-31' })).body;
    expect([may.persons.count, may.caseCount]).toEqual([2, 1]);
    const july = ok(await get('div.clerk', { from: '2020-07-01', to: '2020-07-31' })).body;
    expect([july.persons.count, july.caseCount, july.money.wrongFen]).toEqual([0, 0, 0]);
    expect(july.outcomes).toHaveLength(10);
  });

  it('of a town are those of the cases that happened there', async () => {
    const unitId = app.units.qinghe ?? '';
    const { body } = ok(await get('div.clerk', { unitId }));
    expect(body.caseNos).toEqual([caseNos[0]]);
    const other = ok(await get('div.clerk', { unitId: app.units.wanglan ?? '' })).body;
    expect(other.caseCount).toBe(0);
  });

  it('the opening of a bulletin counts a person of two cases once', async () => {
    const list = ok(await (await app.as('div.clerk')).get('/cases?status=APPROVED')).body;
    const ids = list.items.map(({ id }: { id: string }) => id) as string[];
    const bulletin = (await desk.compose(ids)) as unknown as { opening: string };
    expect(bulletin.opening).toContain('查处典型问题2起，处理3人');
  });

  it('are for those who work on cases, within their scope', async () => {
    expect((await get('qinghe.clerk')).status).toBe(403);
    expect((await get('div.clerk', { unitId: app.units.yunqi ?? '' })).status).toBe(404);
    const foreign = ok(await get('yunqi.clerk')).body;
    expect(foreign.persons.count).toBe(0);
    const city = ok(await get('city.reviewer', { unitId: app.units.anlan ?? '' })).body;
    expect(city.persons.count).toBe(3);
    const backwards = await get('div.clerk', { from: '2020-07-01' });
    expect([backwards.status, backwards.body.code]).toEqual([422, 'PERIOD_BACKWARDS']);
  });

  it('an issue tells which cases were made of it, and who may make another', async () => {
    const driver = new IssueDriver(app, campaignId);
    const issue = await driver.to('ASSIGNED');
    const casesOf = async (user: string, id = issue.id) =>
      (await app.as(user)).get(`/issues/${id}/cases`);
    const none = { items: [], allowedActions: ['draftCase'] };
    expect(ok(await casesOf('div.clerk')).body).toEqual(none);
    const item = await desk.draft({ issueId: issue.id });
    for (const [user, allowedActions] of [
      ['div.chief', ['draftCase']],
      ['deputy', []],
      ['city.reviewer', []],
    ] as const) {
      const items = [{ id: item.id, status: 'DRAFT' }];
      expect(ok(await casesOf(user)).body).toMatchObject({ items, allowedActions });
    }
    expect((await casesOf('qinghe.clerk')).status).toBe(403);
    expect((await casesOf('yunqi.clerk')).status).toBe(404);
    const draft = await driver.draft();
    expect(ok(await casesOf('div.clerk', draft.id)).body.allowedActions).toEqual([]);
  });

  it('a case takes no issue that is not on the books, and its place from the issue', async () => {
    const driver = new IssueDriver(app, campaignId);
    const draft = await driver.draft();
    const clerk = await app.as('div.clerk');
    const body = { campaignId, quarter: '2020Q2', ...FAVOUR };
    const refused = await clerk.post('/cases', { ...body, issueId: draft.id });
    expect([refused.status, refused.body.code]).toEqual([422, 'ISSUE_OFF_THE_BOOKS']);
    const issue = await driver.to('ASSIGNED');
    const item = ok(await clerk.post('/cases', { ...body, issueId: issue.id })).body;
    expect(item.placeUnitId).toBe(app.units.qinghe);
    const foreign = await clerk.post('/cases', { ...body, placeUnitId: app.units.yunqi });
    expect([foreign.status, foreign.body.errors[0].path]).toEqual([422, 'placeUnitId']);
  });

  it('a case is voided with a reason while it is a draft only', async () => {
    const item = await desk.draft();
    const reason = { reason: '重复登记' };
    const voided = ok(await desk.step('div.clerk', item, 'void', reason)).body;
    expect(voided).toMatchObject({ status: 'VOIDED' });
    expect((await desk.step('div.clerk', voided, 'submission')).status).toBe(409);
    expect((await desk.step('div.clerk', await desk.approved(), 'void', reason)).status).toBe(409);
  });
});
