import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createApp } from '../../src/app.setup.js';
import { sql } from '../../src/platform/database/queryable.js';
import { EscalationService } from '../../src/registers/supervision/escalation.service.js';
import { ENGINES, TestApp } from '../support/app.js';
import { type DrivenIssue, ok } from '../support/issues.js';
import { at, LadderWorld } from './escalation.fixture.js';
import { acts, escalate, inbox } from './supervision.fixture.js';

describe.each(ENGINES)('escalation by the campaign and its consequences on %s', (engine) => {
  let app: TestApp;
  let world: LadderWorld;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine);
  });
  beforeEach(async () => {
    world = await LadderWorld.begin(app);
  });
  afterAll(() => app.stop());

  it('does what the campaign says: other days, red signed by the program, or nothing at all', async () => {
    const chief = await app.as('div.chief');
    const campaign = ok(await chief.get(`/campaigns/${world.driver.campaignId}`)).body;
    const change = {
      escalation: {
        steps: [{ level: 'RED', daysAfter: 3 }],
        autoIssue: ['RED'],
        phone: '000-1234567',
      },
    };
    const amended = ok(
      await chief.patch(`/campaigns/${world.driver.campaignId}`, change, campaign.version),
    ).body;
    expect(amended.definition.escalation).toMatchObject({ replyDays: 7, enabled: true });
    const issue = await world.driver.to('RECTIFYING');
    await world.pass(2);
    expect(await world.levels(issue)).toEqual([]);
    await world.pass(3);
    expect(await world.levels(issue)).toEqual(['RED ISSUED']);
    const leader = await app.as('div.chief');
    ok(
      await leader.patch(
        `/campaigns/${world.driver.campaignId}`,
        { escalation: { enabled: false } },
        amended.version,
      ),
    );
    app.moveTo(at(0));
    const other = await world.driver.to('RECTIFYING');
    await world.pass(10);
    expect(await world.levels(other)).toEqual([]);
  });

  it('proposes talk, criticism and referral with the red notices of a unit in one quarter', async () => {
    const issues: DrivenIssue[] = [];
    for (let n = 0; n < 4; n += 1) issues.push(await world.driver.to('RECTIFYING'));
    await world.pass(15);
    for (const issue of issues) {
      const red = await world.ladderNotice(issue, 'RED');
      await world.notices.step('deputy', red, 'issuance');
    }
    const clerk = await app.as('div.clerk');
    const found = ok(await clerk.get(`/supervision-measures?campaignId=${world.driver.campaignId}`))
      .body.items as { kind: string; status: string; quarter: string; proposedByName: string }[];
    expect(found.map(({ kind }) => kind).reverse()).toEqual([
      'SUMMON_TALK',
      'CIRCULATE_CRITICISM',
      'REFER_DISCIPLINE',
    ]);
    for (const measure of found) {
      expect(measure).toMatchObject({
        status: 'PROPOSED',
        quarter: '2020Q2',
        proposedByName: '系统',
      });
    }
    const waiting = await inbox(app, 'director', 'ESCALATION');
    expect(waiting.filter((title) => title.startsWith('建议对青禾镇人民政府'))).not.toHaveLength(0);
    // A new quarter counts anew: the first red notice leads to a talk again.
    app.moveTo('2020-07-02T09:00:00+08:00');
    const later = await world.notices.draft(
      world.notices.superviseBody(issues[0] as DrivenIssue, { level: 'RED', dueOn: '2020-07-10' }),
    );
    await world.notices.step('director', later, 'issuance');
    const third = ok(
      await (
        await app.as('div.clerk')
      ).get(`/supervision-measures?campaignId=${world.driver.campaignId}`),
    ).body.items as { kind: string; quarter: string }[];
    expect(third[0]).toMatchObject({ kind: 'SUMMON_TALK', quarter: '2020Q3' });
    expect(third).toHaveLength(4);
  });

  it('brings a draft that waited too long up to the day, but not one that people have edited', async () => {
    const issue = await world.driver.to('RECTIFYING');
    const edited = await world.driver.to('RECTIFYING');
    await world.pass(7);
    const theirs = await world.ladderNotice(edited, 'YELLOW');
    const chief = await app.as('div.chief');
    const fixed = await chief.patch(`/notices/${theirs.id}`, { level: 'RED' }, theirs.version);
    expect(fixed.body.errors).toEqual([expect.objectContaining({ path: 'level', code: 'FIXED' })]);
    const words = { content: '请镇长亲自督促，限期完成整改。' };
    ok(await chief.patch(`/notices/${theirs.id}`, words, theirs.version));
    expect((await world.ladderNotice(issue, 'YELLOW')).dueOn).toBe('2020-06-03');
    await world.pass(14);
    const renewed = await world.ladderNotice(issue, 'YELLOW');
    expect(renewed).toMatchObject({ status: 'DRAFT', dueOn: '2020-06-10' });
    expect(renewed.content).toContain('截至2020年6月3日已逾期14天');
    expect((await acts(app, renewed.id)).at(-1)).toEqual({ action: 'notice.edit', by: '系统' });
    const kept = await world.ladderNotice(edited, 'YELLOW');
    expect(kept).toMatchObject({ ...words, dueOn: '2020-06-03' });
    await world.notices.step('deputy', renewed, 'issuance');
  });

  it('leaves a notice as a draft where the bureau has no 机关代字 to number it with', async () => {
    const issue = await world.driver.to('RECTIFYING');
    await app.uow.run((tx) =>
      tx.execute(sql`UPDATE units SET doc_code = '' WHERE id = ${app.units.anlan}`),
    );
    await app.uow.run((tx) =>
      tx.execute(sql`UPDATE counters SET value = value + 1 WHERE name = 'units'`),
    );
    await world.pass(1);
    expect(await world.levels(issue)).toEqual(['BLUE DRAFT']);
    await app.uow.run((tx) =>
      tx.execute(sql`UPDATE units SET doc_code = '安民' WHERE id = ${app.units.anlan}`),
    );
    await app.uow.run((tx) =>
      tx.execute(sql`UPDATE counters SET value = value + 1 WHERE name = 'units'`),
    );
    await world.notices.step('div.chief', await world.ladderNotice(issue, 'BLUE'), 'issuance');
    expect(await world.levels(issue)).toEqual(['BLUE ISSUED']);
  });

  it('does everything once when two servers pass at the same time', async () => {
    const issues: DrivenIssue[] = [];
    for (let n = 0; n < 6; n += 1) issues.push(await world.driver.to('RECTIFYING'));
    app.moveTo(at(1));
    if (engine === 'sqlite') {
      await Promise.all([escalate(app), escalate(app)]);
    } else {
      const second = await createApp(app.place.config, app.clock);
      await second.init();
      const service = second.get(EscalationService, { strict: false });
      const reports = await Promise.all([escalate(app), service.run(), escalate(app)]);
      expect(reports.reduce((sum, { issued }) => sum + issued, 0)).toBe(6);
      expect(reports.reduce((sum, { failed }) => sum + failed, 0)).toBe(0);
      await second.close();
    }
    const numbers: string[] = [];
    for (const issue of issues) {
      const rows = await world.made(issue);
      expect(rows.map(({ level }) => level)).toEqual(['BLUE']);
      numbers.push(rows[0]?.docNo ?? '');
    }
    expect(new Set(numbers).size).toBe(6);
  });
});
