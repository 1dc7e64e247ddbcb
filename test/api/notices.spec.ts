import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, type DrivenIssue, IssueDriver, ok } from '../support/issues.js';
import { acts, inbox, NoticeDriver, type NoticeView, REPLY } from './supervision.fixture.js';

describe.each(ENGINES)('notices on %s', (engine) => {
  let app: TestApp;
  let campaignId: string;
  let issues: IssueDriver;
  let notices: NoticeDriver;
  let issue: DrivenIssue;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine);
    campaignId = await createCampaign(app);
    issues = new IssueDriver(app, campaignId);
    notices = new NoticeDriver(app, campaignId);
    issue = await issues.to('RECTIFYING');
  });
  afterAll(() => app.stop());

  const problem = async (user: string, notice: NoticeView, noun: string, body: object = {}) => {
    const { version } = await notices.read(notice.id);
    const answer = await (await app.as(user)).post(`/notices/${notice.id}/${noun}`, body, version);
    const { errors = [], code } = answer.body as {
      code: string;
      errors?: { path: string; code: string }[];
    };
    return [answer.status, code, ...errors.map((error) => `${error.path} ${error.code}`)];
  };

  it('numbers fifty issued at once without gap or double, and gives no number twice', async () => {
    const drafts: NoticeView[] = [];
    for (let n = 0; n < 50; n += 1) {
      const body = n % 2 === 0 ? notices.superviseBody(issue) : notices.assignBody();
      drafts.push(await notices.draft(body));
    }
    const chief = await app.as('div.chief');
    const issued = await Promise.all(
      drafts.map(({ id, version }) => chief.post(`/notices/${id}/issuance`, {}, version)),
    );
    const numbers = issued.map((answer) => (ok(answer).body as NoticeView).docNo ?? '').sort();
    const expected = ['督', '交'].flatMap((word) =>
      Array.from({ length: 25 }, (_, n) => `安民${word}〔2020〕${n + 1}号`),
    );
    expect(numbers).toEqual(expected.sort());
    const reason = { reason: '经核实该事项已另行处理，予以撤回。' };
    const last = issued.find(({ body }) => body.docNo === '安民督〔2020〕25号')?.body as NoticeView;
    const withdrawn = await notices.step('div.chief', last, 'withdrawal', reason);
    expect(withdrawn).toMatchObject({ status: 'WITHDRAWN', docNo: '安民督〔2020〕25号' });
    const next = await notices.issued(notices.superviseBody(issue));
    expect(next.docNo).toBe('安民督〔2020〕26号');
  });

  it('goes from the draft to the end with messages, dates and the history of the issue', async () => {
    const notice = await notices.signed(notices.superviseBody(issue));
    expect(notice).toMatchObject({
      issuedOn: '2020-04-01',
      signDueOn: '2020-04-03',
      feedbackDueOn: '2020-05-20',
    });
    const told = async (user: string, topic: string) =>
      (await inbox(app, user, topic)).filter((title) => title.includes(notice.docNo ?? ''));
    expect(await told('qinghe.clerk', 'NOTICE_ISSUED')).toHaveLength(1);
    expect(await told('wanglan.clerk', 'NOTICE_ISSUED')).toEqual([]);
    const replied = await notices.replied(notice);
    expect(replied).toMatchObject({ status: 'REPLIED', feedbackDueOn: null, replyCount: 1 });
    expect(await told('div.chief', 'NOTICE_REPLIED')).toHaveLength(1);
    const returned = await notices.review(replied, {
      verdict: 'RETURNED',
      problemSolved: false,
      demand: '请补充首月低保金发放凭证后再报。',
    });
    // Two workdays, counted over 清明.
    expect(returned).toMatchObject({ status: 'RETURNED', feedbackDueOn: '2020-04-03' });
    expect(await told('qinghe.leader', 'NOTICE_REPLIED')).toEqual([
      expect.stringMatching(/^退回重办：/),
    ]);
    const done = await notices.review(await notices.replied(returned), {});
    expect(done).toMatchObject({ status: 'CONCLUDED', finishedOn: '2020-04-01' });
    expect(done.replies.map(({ status, review }) => [status, review])).toEqual([
      ['SIGNED', expect.objectContaining({ verdict: 'RETURNED', problemSolved: false })],
      ['SIGNED', expect.objectContaining({ verdict: 'CONCLUDED', problemSolved: true })],
    ]);
    expect(await acts(app, notice.id)).toEqual([
      { action: 'notice.create', by: '经办人甲' },
      { action: 'notice.issue', by: '科长乙' },
      { action: 'notice.sign', by: '青禾镇经办人' },
      { action: 'notice.reply', by: '青禾镇经办人' },
      { action: 'notice.signReply', by: '青禾镇分管领导' },
      { action: 'notice.returnReply', by: '经办人甲' },
      { action: 'notice.reply', by: '青禾镇经办人' },
      { action: 'notice.signReply', by: '青禾镇分管领导' },
      { action: 'notice.concludeReply', by: '经办人甲' },
    ]);
    const history = ok(await (await app.as('div.clerk')).get(`/issues/${issue.id}/history`))
      .body as {
      label: string;
      detail: { docNo?: string };
    }[];
    const entry = history.find(({ detail }) => detail.docNo === notice.docNo);
    expect(entry?.label).toBe('督办单');
  });

  it('lets the town rewrite what nobody has signed, and nobody sign his own words', async () => {
    const notice = await notices.signed(notices.superviseBody(issue));
    await notices.step('qinghe.leader', notice, 'replies', REPLY);
    expect(await problem('qinghe.leader', notice, 'replies/1/signature')).toEqual([
      403,
      'SELF_SIGN',
    ]);
    await notices.step('qinghe.clerk', notice, 'replies', REPLY);
    expect(await problem('qinghe.leader', notice, 'replies/1/signature')).toEqual([
      409,
      'REPLY_NOT_CURRENT',
    ]);
    expect(await problem('qinghe.leader', notice, 'replies/7/signature')).toEqual([
      404,
      'NOT_FOUND',
    ]);
    const after = await notices.step('qinghe.leader', notice, 'replies/2/signature');
    expect(after.replies.map(({ status }) => status)).toEqual(['SUPERSEDED', 'SIGNED']);
    const answers = { verdict: 'CONCLUDED', opinion: '已审核。', factsClear: true };
    expect(await problem('div.clerk', notice, 'replies/2/review', answers)).toEqual([
      400,
      'INVALID_INPUT',
      'problemSolved REQUIRED',
      'measuresCompliant REQUIRED',
      'papersInOrder REQUIRED',
    ]);
  });

  it('takes evidence of its own issues with a reply', async () => {
    const other = await issues.to('RECTIFYING');
    await issues.addEvidence(other);
    await issues.addEvidence(issue);
    const town = await app.as('qinghe.clerk');
    const evidenceOf = async ({ id }: DrivenIssue): Promise<string> =>
      (ok(await town.get(`/issues/${id}/evidence`)).body as { id: string }[])[0]?.id ?? '';
    const notice = await notices.signed(notices.superviseBody(issue));
    const foreign = { ...REPLY, evidenceIds: [await evidenceOf(other)] };
    expect(await problem('qinghe.clerk', notice, 'replies', foreign)).toEqual([
      422,
      'REPLY_FIELDS',
      'evidenceIds[0] UNKNOWN_EVIDENCE',
    ]);
    const own = await evidenceOf(issue);
    const replied = await notices.replied(notice, { evidenceIds: [own] });
    expect(replied.replies).toEqual([expect.objectContaining({ evidenceIds: [own] })]);
  });

  it('asks for periodic replies by the cycle, late ones marked as such', async () => {
    app.moveTo('2020-04-01T09:00:00+08:00');
    const body = notices.superviseBody(issue, {
      feedbackType: 'PERIODIC',
      feedbackCycle: 'WEEKLY',
      dueOn: '2020-04-20',
    });
    let notice = await notices.signed(body);
    expect(notice.feedbackDueOn).toBe('2020-04-08');
    for (const [today, late, next] of [
      ['2020-04-08', false, '2020-04-15'],
      ['2020-04-16', true, '2020-04-20'],
    ] as const) {
      app.moveTo(`${today}T09:00:00+08:00`);
      expect((await notices.read(notice.id)).replyOverdue).toBe(late);
      const replied = await notices.replied(notice);
      expect(replied.replies.at(-1)?.late).toBe(late);
      notice = await notices.review(replied, { verdict: 'CONTINUED' });
      expect(notice.feedbackDueOn).toBe(next);
    }
    app.moveTo('2020-04-20T09:00:00+08:00');
    const replied = await notices.replied(notice);
    const noDay = {
      verdict: 'CONTINUED',
      opinion: '继续。',
      factsClear: true,
      problemSolved: false,
    };
    expect(
      await problem('div.clerk', replied, 'replies/3/review', {
        ...noDay,
        measuresCompliant: true,
        papersInOrder: true,
      }),
    ).toEqual([422, 'REPLY_REVIEW', 'dueOn REQUIRED']);
    expect((await notices.review(replied, {})).status).toBe('CONCLUDED');
  });

  it('ends a 转办 with the signature for it', async () => {
    app.moveTo('2020-04-01T09:00:00+08:00');
    const body = notices.assignBody({ feedbackRequired: false, feedbackForm: undefined });
    const notice = await notices.issued(body);
    expect(notice.feedbackDueOn).toBeNull();
    const filed = await notices.step('qinghe.clerk', notice, 'signing');
    expect(filed).toMatchObject({ status: 'CONCLUDED', finishedOn: '2020-04-01' });
  });

  it('is concluded without a reply only when its issues are closed', async () => {
    const solved = await issues.to('RECTIFYING');
    const notice = await notices.issued(notices.superviseBody(solved));
    const body = { opinion: '所涉问题已销号，予以办结。' };
    expect(await problem('div.clerk', notice, 'conclusion', body)).toEqual([409, 'ISSUES_OPEN']);
    await issues.next(await issues.read(solved.id), 'CLOSURE_REVIEW');
    await issues.next(await issues.read(solved.id), 'CLOSED');
    const done = await notices.step('div.clerk', notice, 'conclusion', body);
    expect(done).toMatchObject({ status: 'CONCLUDED', closingNote: body.opinion });
    const late = await notices.draft(notices.superviseBody(issue));
    expect(late.allowedActions).toEqual(['edit', 'withdraw']);
  });

  it('leaves yellow and red to the leaders, and to others than the drafter', async () => {
    const red = await notices.draft(notices.superviseBody(issue, { level: 'RED' }));
    expect(await problem('div.chief', red, 'issuance')).toEqual([403, 'FORBIDDEN']);
    const issued = await notices.step('deputy', red, 'issuance');
    expect(issued).toMatchObject({ status: 'ISSUED', issuedByName: '副局长丙' });
    const reason = { reason: '经核实该事项已另行处理，予以撤回。' };
    expect(await problem('div.chief', red, 'withdrawal', reason)).toEqual([403, 'FORBIDDEN']);
    expect((await notices.step('director', red, 'withdrawal', reason)).status).toBe('WITHDRAWN');
  });

  it('is drafted from an issue with what is known of it', async () => {
    const clerk = await app.as('div.clerk');
    const answer = ok(await clerk.post('/notices/from-issue', { issueId: issue.id }));
    const draft = answer.body as NoticeView & Record<string, unknown>;
    expect(draft).toMatchObject({
      kind: 'ASSIGN',
      status: 'DRAFT',
      source: 'SUPERVISION_CHECK',
      feedbackForm: 'REPORT',
      dueOn: '2020-05-20',
      contact: '经办人甲',
      leadUnit: { name: '青禾镇人民政府' },
    });
    expect(draft.content).toContain(issue.issueNo);
    expect(await problem('div.chief', draft, 'issuance')).toEqual([
      422,
      'NOTICE_INCOMPLETE',
      'phone REQUIRED',
    ]);
    const edited = ok(
      await clerk.patch(`/notices/${draft.id}`, { phone: '000-12345678' }, draft.version),
    ).body as NoticeView;
    expect((await notices.step('div.chief', edited, 'issuance')).docNo).toMatch(/^安民交/);
    const closed = await issues.to('CLOSED');
    const refused = await clerk.post('/notices/from-issue', { issueId: closed.id });
    expect(refused.body).toMatchObject({ status: 422, errors: [{ code: 'ISSUE_NOT_OPEN' }] });
  });

  it.each([
    ['a unit of another bureau', { leadUnitId: 'songxi' }, 'leadUnitId UNKNOWN_UNIT'],
    ['the lead again', { coUnitIds: ['qinghe'] }, 'coUnitIds[0] DUPLICATE'],
    ['a field of the other form', { requirements: '请核查' }, 'requirements NOT_ON_THIS_FORM'],
    ['an issue nobody knows', { issueIds: ['nobody'] }, 'issueIds[0] UNKNOWN_ISSUE'],
  ])('refuses %s', async (_name, over: Record<string, unknown>, expected) => {
    const id = (key: string): string => app.units[key] ?? '01a20326-1be5-76c1-959a-fa450883b62e';
    const given = Object.fromEntries(
      Object.entries(over).map(([field, value]) => {
        if (Array.isArray(value)) return [field, value.map((key) => id(String(key)))];
        return [field, field.endsWith('Id') ? id(String(value)) : value];
      }),
    );
    const clerk = await app.as('div.clerk');
    const answer = await clerk.post('/notices', notices.superviseBody(issue, given));
    const { status, errors } = answer.body as {
      status: number;
      errors: { path: string; code: string }[];
    };
    expect([status, ...errors.map(({ path, code }) => `${path} ${code}`)]).toEqual([422, expected]);
  });
});
