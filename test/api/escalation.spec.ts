import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ENGINES, TestApp } from '../support/app.js';
import { ok } from '../support/issues.js';
import { at, LadderWorld } from './escalation.fixture.js';
import { acts, escalate, inbox } from './supervision.fixture.js';

const CARRY_OVER = {
  unresolvedReason: 'U3',
  unresolvedNote: '涉诉案件尚未判决，待判决后追缴。',
  nextStep: '跟踪诉讼进展，判决后十日内追缴。',
  stageGoal: '完成一审。',
  expectedFinishOn: '2020-09-30',
};

describe.each(ENGINES)('escalation on %s', (engine) => {
  let app: TestApp;
  let world: LadderWorld;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine);
  });
  beforeEach(async () => {
    world = await LadderWorld.begin(app);
  });
  afterAll(() => app.stop());

  it('climbs the ladder day by day, each rung and each message once', async () => {
    const issue = await world.driver.to('RECTIFYING');
    const seen: Record<number, string[]> = {};
    const told: Record<number, number> = {};
    for (let day = -8; day <= 20; day += 1) {
      await world.pass(day);
      seen[day] = await world.levels(issue);
      told[day] = (await world.reminders(issue)).length;
    }
    expect([-8, -7, -6, -3, -2, -1, 0, 1, 20].map((day) => told[day])).toEqual([
      0, 1, 1, 2, 2, 3, 4, 4, 4,
    ]);
    expect([0, 1, 6, 7, 14, 15, 20].map((day) => seen[day])).toEqual([
      [],
      ['BLUE ISSUED'],
      ['BLUE ISSUED'],
      ['BLUE ISSUED', 'YELLOW DRAFT'],
      ['BLUE ISSUED', 'YELLOW DRAFT'],
      ['BLUE ISSUED', 'YELLOW WITHDRAWN', 'RED DRAFT'],
      ['BLUE ISSUED', 'YELLOW WITHDRAWN', 'RED DRAFT'],
    ]);
    expect(await world.reminders(issue)).toEqual([
      expect.stringMatching(/^整改时限还有7天：/),
      expect.stringMatching(/^整改时限还有3天：/),
      expect.stringMatching(/^整改时限还有1天：/),
      expect.stringMatching(/^整改时限今天到期：/),
    ]);
    const blue = await world.ladderNotice(issue, 'BLUE');
    expect(blue).toMatchObject({
      docNo: expect.stringMatching(/^安民督〔2020〕\d+号$/),
      issuedByName: '社会救助科（系统自动签发）',
      contact: '社会救助科',
      issuedOn: '2020-05-21',
      dueOn: '2020-05-28',
      signDueOn: '2020-05-25',
      feedbackDueOn: '2020-05-28',
    });
    expect(blue.content).toContain('整改时限为2020年5月20日，截至2020年5月21日已逾期1天');
    expect(await acts(app, blue.id)).toEqual([
      { action: 'notice.create', by: '系统' },
      { action: 'notice.issue', by: '系统' },
    ]);
    expect((await acts(app, issue.id)).at(-1)).toEqual({ action: 'issue.supervise', by: '系统' });
    const sent = await inbox(app, 'qinghe.clerk', 'NOTICE_ISSUED');
    expect(sent.filter((title) => title.includes(blue.docNo ?? ''))).toHaveLength(1);
    for (const user of ['div.chief', 'deputy']) {
      const waiting = await inbox(app, user, 'ESCALATION');
      expect(waiting.filter((title) => title.startsWith('待签发：'))).toHaveLength(2);
    }
  });

  it('breaks off when the program is to end, and goes on where it stopped', async () => {
    const issues = [await world.driver.to('RECTIFYING'), await world.driver.to('RECTIFYING')];
    app.moveTo(at(1));
    // Asked to stop while it deals with the first issue of the two.
    const stop = new AbortController();
    const run = app.uow.run.bind(app.uow);
    const asked = jest.spyOn(app.uow, 'run').mockImplementation((work) => {
      stop.abort();
      return run(work);
    });
    const broken = await escalate(app, stop.signal);
    asked.mockRestore();
    expect(broken).toMatchObject({ issued: 1, failed: 0 });
    expect(await escalate(app)).toMatchObject({ issued: 1, failed: 0 });
    for (const issue of issues) expect(await world.levels(issue)).toEqual(['BLUE ISSUED']);
  });

  it('stops at the close-out and concludes what had been sent, discards what had not', async () => {
    const issue = await world.driver.to('RECTIFYING');
    await world.pass(1);
    await world.pass(7);
    await world.driver.next(await world.driver.read(issue.id), 'CLOSURE_REVIEW');
    await world.driver.next(await world.driver.read(issue.id), 'CLOSED');
    await world.pass(20);
    expect(await world.levels(issue)).toEqual(['BLUE CONCLUDED', 'YELLOW WITHDRAWN']);
    const blue = await world.ladderNotice(issue, 'BLUE');
    expect(blue.closingNote).toMatch(/自动办结/);
    expect((await acts(app, blue.id)).at(-1)).toEqual({ action: 'notice.conclude', by: '系统' });
  });

  it('waits while the bureau reviews the application', async () => {
    const issue = await world.driver.to('RECTIFYING');
    app.moveTo(at(0));
    await world.driver.next(issue, 'CLOSURE_REVIEW');
    await world.pass(3);
    expect(await world.levels(issue)).toEqual([]);
    const body = { decision: 'RETURNED', reasonCode: 'R1', demand: '请补充首月低保金发放凭证。' };
    await world.driver.review(await world.driver.read(issue.id), body);
    await world.pass(4);
    expect(await world.levels(issue)).toEqual(['BLUE ISSUED']);
  });

  it('stops at an approved extension and starts anew at the later deadline', async () => {
    const issue = await world.driver.to('RECTIFYING');
    app.moveTo(at(-1));
    const clerk = await app.as('qinghe.clerk');
    const request = {
      newDeadline: '2020-06-10',
      reason: '涉及对象外出务工，需返乡后核查。',
      progressSoFar: '已完成2户核查。',
    };
    const extension = ok(await clerk.post(`/issues/${issue.id}/extensions`, request, issue.version))
      .body as { id: string; version: number };
    await world.pass(1);
    expect(await world.levels(issue)).toEqual([]);
    const decision = { decision: 'APPROVED', opinion: '同意延期。' };
    ok(
      await (
        await app.as('deputy')
      ).post(`/extensions/${extension.id}/decision`, decision, extension.version),
    );
    await world.pass(20);
    expect(await world.levels(issue)).toEqual([]);
    await world.pass(22);
    expect(await world.made(issue)).toEqual([
      expect.objectContaining({ level: 'BLUE', markOn: '2020-06-10' }),
    ]);
  });

  it('makes the second notice of a round yellow and the third red, on the first day', async () => {
    const issue = await world.driver.to('RECTIFYING');
    await world.pass(1);
    for (const [deadline, dayAfter] of [
      ['2020-06-20', '2020-06-21'],
      ['2020-07-20', '2020-07-21'],
    ] as const) {
      const deputy = await app.as('deputy');
      const current = await world.driver.read(issue.id);
      const body = { ...CARRY_OVER, nextReviewOn: deadline };
      ok(await deputy.post(`/issues/${issue.id}/carry-over`, body, current.version));
      const resumption = { deadline, assessment: '诉讼已经判决，具备整改条件。' };
      await world.driver.step(
        'div.clerk',
        await world.driver.read(issue.id),
        'resumption',
        resumption,
      );
      app.moveTo(`${dayAfter}T09:00:00+08:00`);
      await escalate(app);
      const draft = (await world.made(issue)).at(-1);
      expect(draft).toMatchObject({ status: 'DRAFT', markOn: deadline });
      await world.notices.step(
        'deputy',
        await world.ladderNotice(issue, draft?.level ?? ''),
        'issuance',
      );
    }
    expect(await world.levels(issue)).toEqual(['BLUE ISSUED', 'YELLOW ISSUED', 'RED ISSUED']);
    const shown = ok(await (await app.as('div.clerk')).get(`/issues/${issue.id}/supervision`)).body;
    expect(shown).toMatchObject({ level: 'RED', next: null });
  });

  it('takes an unsigned receipt for the first notice, so that the next one is yellow', async () => {
    const issue = await world.driver.to('ASSIGNED');
    app.moveTo('2020-04-03T09:00:00+08:00');
    await escalate(app);
    expect(await world.levels(issue)).toEqual([]);
    app.moveTo('2020-04-07T09:00:00+08:00');
    await escalate(app);
    expect(await world.made(issue)).toEqual([
      expect.objectContaining({ level: 'BLUE', basis: 'RECEIPT', status: 'ISSUED' }),
    ]);
    app.moveTo('2020-07-01T09:00:00+08:00');
    await escalate(app);
    expect(await world.made(issue)).toEqual([
      expect.objectContaining({ level: 'BLUE', basis: 'RECEIPT' }),
      expect.objectContaining({ level: 'YELLOW', basis: 'DEADLINE', markOn: '2020-06-30' }),
    ]);
  });

  it('takes the highest rung that is due when it comes late, and leaves out the lower ones', async () => {
    const issue = await world.driver.to('RECTIFYING');
    await world.pass(8);
    expect(await world.levels(issue)).toEqual(['YELLOW DRAFT']);
  });

  it('judges a carried-over issue by its next review', async () => {
    const issue = await world.driver.to('RECTIFYING');
    const body = { ...CARRY_OVER, nextReviewOn: '2020-05-10' };
    ok(await (await app.as('deputy')).post(`/issues/${issue.id}/carry-over`, body, issue.version));
    app.moveTo('2020-05-09T09:00:00+08:00');
    await escalate(app);
    expect(await world.reminders(issue)).toEqual([expect.stringMatching(/^挂账复评时间还有1天：/)]);
    app.moveTo('2020-05-11T09:00:00+08:00');
    await escalate(app);
    expect(await world.made(issue)).toEqual([
      expect.objectContaining({ level: 'BLUE', basis: 'REVIEW', markOn: '2020-05-10' }),
    ]);
    await world.pass(20);
    expect((await world.made(issue)).map(({ basis }) => basis)).not.toContain('DEADLINE');
  });
});
