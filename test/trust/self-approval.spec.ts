import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import type { Role } from '../../src/identity/codes.js';
import { OrganisationService } from '../../src/identity/organisation.service.js';
import { raw, sql } from '../../src/platform/database/queryable.js';
import { DEMO_PASSWORD } from '../../src/demo/world.js';
import { AGREED, CaseDesk, type Versioned } from '../api/cases.fixture.js';
import { DelegationDesk, RescueDriver } from '../api/delegation.fixture.js';
import { type ReportAnswer, ReportDesk } from '../api/reporting.fixture.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, type DrivenIssue, ok } from '../support/issues.js';
import { figure } from './support/figure.js';

/** A small bureau's one person for everything, and a small town's. */
const EVERYBODY: readonly [string, string, readonly Role[]][] = [
  [
    'one.man',
    'rescue',
    ['DIVISION_CLERK', 'DIVISION_CHIEF', 'DEPUTY_DIRECTOR', 'DIRECTOR', 'RESIDENT_DISCIPLINE'],
  ],
  ['one.town', 'qinghe', ['TOWN_CLERK', 'TOWN_LEADER']],
];

/** Issues that one person of the division drives all by himself. */
class OneManDriver extends RescueDriver {
  override registrar = 'one.man';

  override get clerk(): string {
    return 'one.man';
  }
}

/** S22: whatever roles one person holds, he does not decide on what he applied for himself. */
describe.each(ENGINES)('S22 self-approval on %s', (engine) => {
  let app: TestApp;
  let desk: DelegationDesk;
  let driver: OneManDriver;
  let cases: CaseDesk;
  let reports: ReportDesk;
  const codes: string[] = [];

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine, '2020-04-02T09:00:00+08:00');
    for (const [username, unit, roles] of EVERYBODY) {
      await app.app.get(OrganisationService).createUser({
        ...{
          username,
          name: `多面手${username}`,
          post: '一人多岗',
          roles,
          password: DEMO_PASSWORD,
        },
        unitId: app.units[unit] ?? null,
      });
    }
    desk = new DelegationDesk(app);
    const campaignId = await createCampaign(app);
    driver = new OneManDriver(app, campaignId);
    const people = { clerk: 'one.man', chief: 'one.man', discipline: 'one.man', deputy: 'one.man' };
    const others = { finance: 'finance', office: 'office.clerk', secrecy: 'inspector' };
    cases = new CaseDesk(app, campaignId, { ...people, ...others, director: 'one.man' });
    reports = new ReportDesk(app, campaignId);
  });
  afterAll(() => app?.stop());

  /** Asserts that the attempt was refused with the code, changed nothing, and is in the log. */
  async function refuses(
    who: string,
    table: string,
    id: string,
    attempt: () => Promise<Response>,
    code: string,
  ): Promise<void> {
    const stored = () => app.rows(sql`SELECT * FROM ${raw(table)} WHERE id = ${id}`);
    const before = await stored();
    const answer = await attempt();
    expect(answer.body.code).toBe(code);
    expect([403, 409]).toContain(answer.status);
    expect(before).toHaveLength(1);
    expect(await stored()).toEqual(before);
    const [kept] = await app.rows<{ detail: string }>(sql`
      SELECT detail FROM audit_entries
      WHERE action = 'ACCESS_REFUSED' AND actor_id = ${await desk.idOf(who)}
      ORDER BY seq DESC LIMIT 1`);
    const url = new URL((answer as { request?: { url?: string } }).request?.url ?? '').pathname;
    const { refusal, target } = JSON.parse(kept?.detail ?? '{}') as Record<string, string>;
    expect(refusal).toBe(code);
    expect(url).toMatch(
      new RegExp(`^${(target ?? '').replace(/^POST /, '').replace(/:\w+/g, '[^/]+')}$`),
    );
    codes.push(code);
  }

  const post = async (who: string, path: string, body: object, version: number) =>
    (await app.as(who)).post(path, body, version);

  it('S22 plan review', async () => {
    const issue = await driver.to('PLAN_REVIEW');
    for (const body of [
      { decision: 'APPROVED', opinion: '同意' },
      {
        decision: 'RETURNED',
        opinion: '重报',
        reasonCode: 'R4',
        demand: '请补充整改措施和责任人。',
      },
    ]) {
      const attempt = () => post('one.man', `/issues/${issue.id}/plan-review`, body, issue.version);
      await refuses('one.man', 'issues', issue.id, attempt, 'SELF_REVIEW');
    }
  });

  /** 整改中, the plan approved by somebody else. */
  async function inRectification(finding: object = {}): Promise<DrivenIssue> {
    return driver.to('RECTIFYING', finding);
  }

  it('S22 closure, by the applicant and by one who decided before', async () => {
    const issue = await driver.next(await inRectification(), 'CLOSURE_REVIEW');
    let application = await driver.pending(issue, 'one.man');
    const path = `/closure-applications/${application.id}/reviews`;
    const body = {
      decision: 'APPROVED',
      opinion: '经核查，措施已全部落实，同意。',
      siteCheck: '2020年4月入户核实，情况属实。',
      minutesNo: '安民党组纪要〔2020〕8号',
    };
    const table = 'closure_applications';
    const own = () => post('one.man', path, body, application.version);
    await refuses('one.man', table, application.id, own, 'SELF_REVIEW');
    const other = ok(await post('div.clerk', path, body, application.version)).body as Versioned;
    application = { ...application, version: other.version };
    await refuses('one.man', table, application.id, own, 'SELF_REVIEW');
  });

  it('S22 extension', async () => {
    const asked = await driver.step('one.man', await inRectification(), 'extensions', {
      newDeadline: '2020-06-10',
      reason: '受疫情影响，入户核查尚未全部完成。',
      progressSoFar: '已完成2户入户核查，其余1户待核查。',
    });
    const [row] = await app.rows<Versioned>(
      sql`SELECT id, version FROM extensions WHERE issue_id = ${asked.id}`,
    );
    const { id, version } = row as Versioned;
    const body = { decision: 'APPROVED', opinion: '同意延期' };
    const attempt = () => post('one.man', `/extensions/${id}/decision`, body, version);
    await refuses('one.man', 'extensions', id, attempt, 'SELF_REVIEW');
  });

  it('S22 report', async () => {
    const town = await app.as('one.town');
    const open = { campaignId: driver.campaignId, ruleCode: 'QJ-M', period: '2020-04' };
    let report = ok(await town.post('/reports', open)).body as ReportAnswer;
    if (report.preparedByName === '') {
      const draft = await town.put(
        `/reports/${report.id}/draft`,
        { narrative: {} },
        report.version,
      );
      report = ok(draft).body as ReportAnswer;
    }
    const own = () => reports.step('one.town', report, 'submission');
    await refuses('one.town', 'reports', report.id, own, 'SIGNER_IS_PREPARER');
  });

  it('S22 case', async () => {
    app.moveTo('2020-07-06T09:00:00+08:00');
    const item = await cases.submitted();
    await refuses('one.man', 'cases', item.id, () => cases.review('one.man', item), 'SELF_REVIEW');
    const masking = () => cases.confirmMasking('one.man', item);
    await refuses('one.man', 'cases', item.id, masking, 'SELF_MASKING');
  });

  it('S22 bulletin', async () => {
    const outsiders = new CaseDesk(app, driver.campaignId);
    const { id } = await outsiders.approved();
    const draft = await cases.compose([id]);
    const item = ok(await cases.act('one.man', draft, 'submission')).body as Versioned;
    const attempt = () => cases.act('one.man', item, 'reviews', AGREED);
    await refuses('one.man', 'bulletins', item.id, attempt, 'SELF_REVIEW');
  });

  afterAll(() => {
    const kinds = 'plan review, closure, extension, report, case, masking, bulletin';
    figure(
      'S22',
      `self-approval (${kinds}) on ${engine}: ${codes.length} attempts refused, all on record`,
    );
  });
});
