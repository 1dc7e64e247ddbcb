import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, type DrivenIssue, IssueDriver } from '../support/issues.js';
import { acts, ALL_MET, NoticeDriver, type NoticeView, REPLY } from './supervision.fixture.js';

const DIVISION = ['div.clerk', 'div.chief'];
const SIGNERS = ['div.chief', 'deputy', 'director'];
const TOWN = ['qinghe.clerk', 'qinghe.leader'];
const USERS = [...DIVISION, 'deputy', 'director', ...TOWN, 'discipline', 'city.reviewer'];
/** Who is not even told that the notice exists. */
const STRANGERS = ['wanglan.clerk', 'yunqi.clerk'];
const OWED = ['SIGNED', 'RETURNED', 'CONTINUED'];
const STATUSES = ['DRAFT', 'ISSUED', ...OWED, 'REPLIED', 'CONCLUDED', 'WITHDRAWN'];
const REASON = { reason: '经核实该事项已另行处理，予以撤回。' };
const DEMAND = '请补充首月低保金发放凭证后再报。';

interface Cell {
  readonly action: string;
  readonly from: readonly string[];
  readonly to?: string;
  readonly by: readonly string[];
  readonly noun: (notice: NoticeView) => string;
  readonly body?: object;
}

const review = (action: string, to: string, answers: object): Cell => ({
  action,
  from: ['REPLIED'],
  to,
  by: DIVISION,
  noun: ({ replyCount }) => `replies/${replyCount}/review`,
  body: { verdict: to, ...ALL_MET, opinion: '已审核回复。', ...answers },
});

/** The table of people: what each may do, and from where. */
const CELLS: readonly Cell[] = [
  { action: 'edit', from: ['DRAFT'], by: DIVISION, noun: () => '', body: { title: '改后的事项' } },
  { action: 'issue', from: ['DRAFT'], to: 'ISSUED', by: SIGNERS, noun: () => 'issuance' },
  { action: 'sign', from: ['ISSUED'], to: 'SIGNED', by: TOWN, noun: () => 'signing' },
  { action: 'reply', from: OWED, by: TOWN, noun: () => 'replies', body: REPLY },
  {
    action: 'signReply',
    from: OWED,
    to: 'REPLIED',
    by: ['qinghe.leader'],
    noun: ({ replyCount }) => `replies/${replyCount}/signature`,
  },
  review('concludeReply', 'CONCLUDED', {}),
  review('returnReply', 'RETURNED', { problemSolved: false, demand: DEMAND }),
  review('continueReply', 'CONTINUED', { dueOn: '2020-06-20' }),
  {
    action: 'withdraw',
    from: ['ISSUED', ...OWED, 'REPLIED'],
    to: 'WITHDRAWN',
    by: SIGNERS,
    noun: () => 'withdrawal',
    body: REASON,
  },
  {
    action: 'withdraw',
    from: ['DRAFT'],
    to: 'WITHDRAWN',
    by: DIVISION,
    noun: () => 'withdrawal',
    body: REASON,
  },
];

describe.each(ENGINES)('the life of a notice on %s', (engine) => {
  let app: TestApp;
  let driver: NoticeDriver;
  let issue: DrivenIssue;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine);
    const campaignId = await createCampaign(app);
    driver = new NoticeDriver(app, campaignId);
    issue = await new IssueDriver(app, campaignId).to('RECTIFYING');
  });
  afterAll(() => app.stop());

  /** A notice in the status; where a reply is owed, one has been written and waits for the leader. */
  async function at(status: string): Promise<NoticeView> {
    const body = driver.superviseBody(issue);
    switch (status) {
      case 'DRAFT':
        return driver.draft(body);
      case 'ISSUED':
        return driver.issued(body);
      case 'SIGNED':
        return written(await driver.signed(body));
      case 'REPLIED':
        return driver.replied(await driver.signed(body));
      case 'RETURNED':
        return written(
          await driver.review(await at('REPLIED'), {
            verdict: 'RETURNED',
            problemSolved: false,
            demand: DEMAND,
          }),
        );
      case 'CONTINUED':
        return written(
          await driver.review(await at('REPLIED'), { verdict: 'CONTINUED', dueOn: '2020-06-20' }),
        );
      case 'CONCLUDED':
        return driver.review(await at('REPLIED'), {});
      default:
        return driver.step('div.chief', await driver.issued(body), 'withdrawal', REASON);
    }
  }

  const written = (notice: NoticeView): Promise<NoticeView> =>
    driver.step('qinghe.clerk', notice, 'replies', REPLY);

  async function attempt(user: string, notice: NoticeView, cell: Cell) {
    const caller = await app.as(user);
    const noun = cell.noun(notice);
    const { version } = notice;
    return noun === ''
      ? caller.patch(`/notices/${notice.id}`, cell.body ?? {}, version)
      : caller.post(`/notices/${notice.id}/${noun}`, cell.body ?? {}, version);
  }

  it.each(STATUSES.map((status) => [status]))(
    '%s: everybody may do what the table says, and nothing else',
    async (status) => {
      let notice = await at(status);
      const cells = CELLS.filter(
        ({ action, from }) => action !== 'withdraw' || from.includes(status),
      );
      for (const user of USERS) {
        const hidden = status === 'DRAFT' && !SIGNERS.includes(user) && user !== 'div.clerk';
        const seen = await (await app.as(user)).get(`/notices/${notice.id}`);
        expect([user, seen.status]).toEqual([user, hidden ? 404 : 200]);
        const allowed = cells.filter(
          (cell) => cell.by.includes(user) && cell.from.includes(status),
        );
        if (!hidden) {
          expect([user, (seen.body as NoticeView).allowedActions]).toEqual([
            user,
            [...new Set(allowed.map(({ action }) => action))],
          ]);
        }
        for (const cell of cells) {
          // What is allowed is carried out by one of those who may; of the others the list is enough.
          if (allowed.includes(cell) && user !== cell.by[0]) continue;
          const answer = await attempt(user, notice, cell);
          const what = [user, cell.action];
          if (!allowed.includes(cell)) {
            const refused = hidden ? [403, 404] : cell.by.includes(user) ? [409] : [403];
            expect([...what, refused.includes(answer.status) || answer.status]).toEqual([
              ...what,
              true,
            ]);
            continue;
          }
          expect([...what, answer.status]).toEqual([...what, 200]);
          const after = answer.body as NoticeView;
          expect([...what, after.status]).toEqual([...what, cell.to ?? status]);
          expect(after.version).toBe(notice.version + 1);
          const last = (await acts(app, notice.id)).at(-1);
          expect(last?.action).toBe(`notice.${cell.action}`);
          notice = await at(status);
        }
      }
      expect((await driver.read(notice.id)).version).toBe(notice.version);
    },
    120_000,
  );

  it.each(STRANGERS.map((user) => [user]))('%s is told that there is none', async (user) => {
    const notice = await at('ISSUED');
    const stranger = await app.as(user);
    expect((await stranger.get(`/notices/${notice.id}`)).status).toBe(404);
    expect((await stranger.get(`/notices/${notice.id}.pdf`)).status).toBe(404);
    expect((await stranger.get(`/notices/${notice.id}/replies`)).status).toBe(404);
    expect((await stranger.get('/notices')).body).toMatchObject({ items: [], total: 0 });
    for (const cell of CELLS) {
      expect([403, 404]).toContain((await attempt(user, notice, cell)).status);
    }
    expect((await driver.read(notice.id)).version).toBe(notice.version);
  });

  it('wants the version that was read', async () => {
    const notice = await at('DRAFT');
    const chief = await app.as('div.chief');
    expect((await chief.post(`/notices/${notice.id}/issuance`, {})).status).toBe(428);
    expect((await chief.post(`/notices/${notice.id}/issuance`, {}, 99)).body.code).toBe(
      'STALE_VERSION',
    );
  });
});
