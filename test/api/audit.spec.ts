import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { raw, sql } from '../../src/platform/database/queryable.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, IssueDriver } from '../support/issues.js';

describe.each(ENGINES)('the audit log on %s', (engine) => {
  let app: TestApp;
  let issueId: string;

  beforeEach(async () => {
    app = await TestApp.startWithOrganisation(engine);
    const driver = new IssueDriver(app, await createCampaign(app));
    issueId = (await driver.to('PLANNING')).id;
  });
  afterEach(() => app.stop());

  it('tells the auditor who did what and when, and nobody else', async () => {
    const auditor = await app.as('auditor');
    const { body } = await auditor.get(`/audit?subjectId=${issueId}&pageSize=2`).expect(200);
    expect(body.total).toBe(4);
    expect(body.items.map((item: { action: string }) => item.action)).toHaveLength(2);
    const day = await auditor.get('/audit?from=2020-04-01&to=2020-04-01&action=issue.assign');
    expect(day.body.items[0]).toMatchObject({ actorName: '科长乙', subjectId: issueId });
    const named = await auditor.get(`/audit?actor=${encodeURIComponent('科长')}`).expect(200);
    expect(named.body.total).toBeGreaterThan(0);
    expect(
      named.body.items.every((item: { actorName: string }) => item.actorName.includes('科长')),
    ).toBe(true);
    const wild = await auditor.get('/audit?actor=%25').expect(200);
    expect(wild.body.total).toBe(0);
    const later = await auditor.get('/audit?from=2020-04-02').expect(200);
    expect(later.body.total).toBe(0);
    for (const user of ['admin', 'security', 'director', 'div.clerk']) {
      await (await app.as(user)).get('/audit').expect(403);
    }
  });

  it('names what was recorded as forms do, codes by their labels', async () => {
    const auditor = await app.as('auditor');
    const { body } = await auditor.get(`/audit?subjectId=${issueId}&action=issue.assign`);
    const [{ detail, lines }] = body.items;
    expect(detail.deadline).toBeDefined();
    expect(lines).toContainEqual({ label: '整改时限', value: detail.deadline });
  });

  it.each([
    [
      'a changed detail',
      sql`UPDATE audit_entries SET detail = '{}' WHERE seq = 3`,
      3,
      'HASH_MISMATCH',
    ],
    ['a deleted row', sql`DELETE FROM audit_entries WHERE seq = 4`, 4, 'MISSING'],
    [
      'another actor',
      sql`UPDATE audit_entries SET actor_name = '别人' WHERE seq = 2`,
      2,
      'HASH_MISMATCH',
    ],
  ])('names the first row after %s', async (_what, statement, seq, reason) => {
    const auditor = await app.as('auditor');
    const before = await auditor.get('/audit/verification').expect(200);
    expect(before.body.every((chain: { ok: boolean }) => chain.ok)).toBe(true);
    await app.uow.run(async (tx) => {
      for (const guard of guards(engine)) await tx.execute(raw(guard));
      await tx.execute(statement);
    });
    const after = await auditor.get('/audit/verification').expect(200);
    const faulty = after.body.filter((chain: { ok: boolean }) => !chain.ok);
    expect(faulty.length).toBeGreaterThan(0);
    for (const chain of faulty) expect(chain.fault).toEqual({ seq, reason });
  });
});

/** What somebody with the database password would take away first. */
const guards = (engine: string): string[] =>
  engine === 'postgres'
    ? ['ALTER TABLE audit_entries DISABLE TRIGGER ALL']
    : ['DROP TRIGGER audit_entries_no_update', 'DROP TRIGGER audit_entries_no_delete'];
