import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, IssueDriver, ok } from '../support/issues.js';
import {
  failures,
  ReconciledCampaign,
  type ReconciliationResult,
} from './reconciliation.fixture.js';

describe.each(ENGINES)('reconciliation on %s', (engine) => {
  let campaign: ReconciledCampaign;

  beforeAll(async () => {
    campaign = await ReconciledCampaign.start(engine);
  }, 180_000);
  afterAll(() => campaign.app.stop());

  it('finds nothing wrong after ordinary work, in every check, having looked at something', async () => {
    const result = await campaign.reconcile();
    expect(failures(result)).toEqual({});
    expect(result).toMatchObject({
      passed: true,
      wholeCampaign: true,
      asOf: '2020-06-10',
      summary: { checks: 12, passed: 12, failed: 0, offending: 0 },
    });
    for (const { code, checked } of result.checks)
      expect([code, checked > 0]).toEqual([code, true]);
  });

  it.each(['2020-03-31', '2020-04-01', '2020-04-30', '2020-05-20', '2020-06-02'])(
    'holds on the past date %s too',
    async (asOf) => {
      const result = await campaign.reconcile('div.chief', `?asOf=${asOf}`);
      expect([result.asOf, failures(result)]).toEqual([asOf, {}]);
    },
  );

  it('is the whole campaign for its bureau and above, and for a town its own accounts', async () => {
    expect((await campaign.reconcile('city.reviewer')).wholeCampaign).toBe(true);
    const own = await campaign.reconcile('wanglan.clerk');
    expect(own).toMatchObject({ passed: true, wholeCampaign: false });
    const checkedIn = ({ checks }: ReconciliationResult): Record<string, number> =>
      Object.fromEntries(checks.map(({ code, checked }) => [code, checked]));
    expect(checkedIn(own)).toMatchObject({ ONE_LEAD: 1, CLOSED_COMPLETE: 0 });
    expect(checkedIn(own)).not.toHaveProperty('ENTRY_SEQUENCE');
  });

  it.each([
    ['yunqi.clerk', '', 404],
    ['security', '', 403],
    ['div.chief', '?asOf=2020-06-11', 422],
    ['div.chief', '?asOf=yesterday', 400],
    ['div.chief', '?colour=red', 400],
  ])('answers %s%s with %i', async (user, query, status) => {
    const caller = await campaign.app.as(user);
    await caller
      .get(`/campaigns/${campaign.driver.campaignId}/reconciliation${query}`)
      .expect(status);
  });
});

describe.each(ENGINES)('progress filed after its month on %s', (engine) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine);
  });
  afterAll(() => app.stop());

  it('counts up to ten days after the month, and not as of the eleventh', async () => {
    const driver = new IssueDriver(app, await createCampaign(app));
    const inTime = await driver.to('RECTIFYING');
    const late = await driver.to('RECTIFYING');
    const idle = await driver.to('RECTIFYING');
    const ofMay = {
      asOf: '2020-05-31',
      unresolvedReason: 'U1',
      nextStep: '继续办理审批，六月底前完成。',
    };
    app.moveTo('2020-06-10T23:59:59+08:00');
    await driver.addProgress(await driver.read(inTime.id), ofMay);
    app.moveTo('2020-06-11T00:00:00+08:00');
    await driver.addProgress(await driver.read(late.id), ofMay);
    const chief = await app.as('div.chief');
    const answer = await chief.get(`/campaigns/${driver.campaignId}/reconciliation`);
    expect(failures(ok(answer).body as ReconciliationResult)).toEqual({
      MONTHLY_PROGRESS: [
        [late.issueNo, '2020-05的进展填报于月后10日之后，不计为按月填报'],
        [idle.issueNo, '2020-05没有填报进展'],
      ],
    });
  });
});
