import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from '../../src/platform/database/queryable.js';
import type { Balance } from '../../src/registers/entries/balance.queries.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, IssueDriver, ok } from '../support/issues.js';
import { download, ReportDesk, textOf } from './reporting.fixture.js';

describe.each(ENGINES)('the main job on %s', (engine) => {
  let app: TestApp;
  let driver: IssueDriver;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine);
    driver = new IssueDriver(app, await createCampaign(app));
  });
  afterAll(() => app.stop());

  it('takes a finding from the log to the struck-off issue, by different people', async () => {
    let issue = await driver.to('RECTIFYING');
    issue = await driver.addProgress(issue);
    await driver.addEvidence(issue);
    issue = await driver.applyClosure(issue);
    expect(issue.status).toBe('CLOSURE_REVIEW');

    const awaiting: (string | null)[] = [];
    while (issue.status === 'CLOSURE_REVIEW') {
      awaiting.push((await driver.pending(issue)).awaiting);
      await driver.review(issue);
      issue = await driver.read(issue.id);
    }
    expect(awaiting).toEqual([
      'UNIT_CONFIRMATION',
      'FIRST_REVIEW',
      'SECOND_REVIEW',
      'FINAL_APPROVAL',
    ]);
    expect(issue).toMatchObject({
      status: 'CLOSED',
      closureNo: `${issue.issueNo}-XH-1.1`,
      closedOn: '2020-04-01',
      light: 'DONE',
    });
    const entries = await app.rows(
      sql`SELECT kind FROM ledger_entries WHERE issue_id = ${issue.id} ORDER BY seq`,
    );
    expect(entries).toEqual([{ kind: 'OPENED' }, { kind: 'CLOSED' }]);
    const deciders = await app.rows(sql`
      SELECT s.decided_by FROM closure_steps AS s
      JOIN closure_applications AS a ON a.id = s.application_id
      WHERE a.issue_id = ${issue.id} AND s.decided_by IS NOT NULL`);
    expect(new Set(deciders.map((row) => JSON.stringify(row))).size).toBe(4);
  });

  it('shows the close-out in the balance and in the printed ledger', async () => {
    const director = await app.as('director');
    const balance = async () => {
      const path = `/ledger/balance?campaignId=${driver.campaignId}&unitId=${app.units.qinghe}`;
      const { total } = ok(await director.get(path)).body as { total: Balance };
      return total;
    };
    const before = await balance();
    const issue = await driver.to('CLOSED', { statement: '求助电话工作时间三次拨测均无人接听' });
    const after = await balance();
    expect(after).toEqual({
      ...before,
      opened: before.opened + 1,
      closed: before.closed + 1,
    });
    const pdf = await download(director, `/ledger.pdf?campaignId=${driver.campaignId}`);
    const text = await textOf(pdf);
    expect(text).toContain(issue.issueNo);
    expect(text).toContain('已销号');

    const desk = new ReportDesk(app, driver.campaignId);
    const report = await desk.seal('qinghe', '2020-04');
    const sealed = await textOf(await desk.file('qinghe.leader', report, '1.pdf'));
    expect(sealed).toContain(issue.issueNo);
    expect(await desk.verify(report)).toMatchObject({ ok: true, faults: [] });
  });

  it('returns a close-out with reason and demand, and takes the second attempt', async () => {
    let issue = await driver.to('CLOSURE_REVIEW');
    await driver.review(issue);
    await driver.review(issue, {
      decision: 'RETURNED',
      reasonCode: 'R1',
      demand: '请补充首次发放低保金的银行回单。',
    });
    issue = await driver.read(issue.id);
    expect(issue).toMatchObject({ status: 'RECTIFYING', returnCount: 1, rectifiedOn: null });
    issue = await driver.applyClosure(issue);
    const second = await driver.pending(issue);
    expect(second.closureNo).toBe(`${issue.issueNo}-XH-1.2`);
    expect((await driver.approveAll(issue)).status).toBe('CLOSED');
  });

  it('looks back, reopens as a new round and keeps the closed one as it was', async () => {
    let issue = await driver.to('CLOSED');
    app.moveTo('2020-05-06T09:00:00+08:00');
    const check = {
      checkedOn: '2020-05-06',
      methods: ['HOME_VISIT'],
      persons: '督查员庚',
      result: 'FALSE',
      opinion: '2户并未发放，整改不实。',
    };
    issue = await driver.step('inspector', issue, 'lookbacks', check);
    issue = await driver.step('deputy', issue, 'reopening', {
      reason: '回头看发现整改不实，须重新整改。',
      basis: '2020年5月6日回头看记录',
      deadline: '2020-06-10',
    });
    expect(issue).toMatchObject({ status: 'RECTIFYING', cycleNo: 2, closedOn: null });
    const history = ok(
      await (await app.as('div.clerk')).get(`/issues/${issue.id}/closure-applications`),
    );
    expect(history.body).toHaveLength(1);
    expect(history.body[0]).toMatchObject({
      status: 'APPROVED',
      cycleNo: 1,
      rectifiedOn: '2020-04-01',
    });
    const entries = await app.rows(
      sql`SELECT kind, cycle_no FROM ledger_entries WHERE issue_id = ${issue.id} ORDER BY seq`,
    );
    expect(entries).toEqual([
      { kind: 'OPENED', cycleNo: 1 },
      { kind: 'CLOSED', cycleNo: 1 },
      { kind: 'REOPENED', cycleNo: 2 },
    ]);
    issue = await driver.addProgress(issue);
    // The new round needs proof of its own.
    await driver.addEvidence(issue);
    issue = await driver.applyClosure(issue);
    expect(await driver.approveAll(issue)).toMatchObject({ closureNo: `${issue.issueNo}-XH-2.1` });
  });
});
