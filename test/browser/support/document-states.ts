import { AGREED, type CaseDesk, type Versioned, type Walked } from '../../api/cases.fixture.js';
import { type NoticeDriver, REPLY } from '../../api/supervision.fixture.js';
import type { TestApp } from '../../support/app.js';
import { type IssueDriver, ok } from '../../support/issues.js';

const RETURNED = { decision: 'RETURNED', opinion: '请核对。', demand: '第二段金额请核对。' };
const DUE_ON = '2020-07-20';

/** A case in each status that the demo has none of. */
export async function caseStates(desk: CaseDesk): Promise<void> {
  const draft = await desk.draft();
  ok(await desk.step('div.clerk', draft, 'void', { reason: '同一事项重复起草。' }));
  await desk.draft();
  await desk.submitted();
  ok(await desk.review('discipline', await desk.submitted()));
  ok(await desk.review('discipline', await desk.submitted(), RETURNED));
  await desk.reviewed();
}

/** A bulletin in each status and at each step of the chain. */
export async function bulletinStates(desk: CaseDesk): Promise<void> {
  const { id } = await desk.approved();
  const handedIn = async (): Promise<Walked> =>
    ok(await desk.act('div.clerk', await desk.compose([id]), 'submission')).body as Walked;
  await desk.compose([id]);
  ok(await desk.act('discipline', await handedIn(), 'reviews', RETURNED));
  const reason = { reason: '另行编排。' };
  ok(await desk.act('div.clerk', await desk.compose([id]), 'cancellation', reason));
  let decided = 0;
  let waits: string | null;
  do {
    let item = await handedIn();
    for (let step = 0; step < decided; step += 1) {
      const reviewer = desk.reviewerOf(item.awaiting ?? '');
      item = ok(await desk.act(reviewer, item, 'reviews', AGREED)).body as Walked;
    }
    waits = item.awaiting;
    decided += 1;
  } while (waits !== 'SIGNATURE');
  const signed = async (): Promise<Versioned> => {
    const own = await desk.compose([(await desk.approved()).id]);
    return ok(await desk.sign(await desk.walked(own))).body as Versioned;
  };
  await signed();
  ok(await desk.act('office.clerk', await signed(), 'numbering'));
  const open = { disclosure: 'PUBLIC' };
  const published = [(await desk.approved(open)).id];
  await desk.issued(await desk.compose(published, { ...open, feedbackOn: '2020-07-31' }));
}

/** Self-checks as far as the towns and the bureau have come with them. */
export async function followUpStates(app: TestApp): Promise<void> {
  const clerk = await app.as('div.clerk');
  const { items } = ok(await clerk.get('/bulletin-follow-ups')).body as {
    items: readonly (Versioned & { unit: { name: string } })[];
  };
  const step = async (user: string, task: Versioned, noun: string, body: object = {}) =>
    ok(
      await (
        await app.as(user)
      ).post(`/bulletin-follow-ups/${task.id}/${noun}`, body, task.version),
    ).body as Versioned;
  const of = (town: string): Versioned =>
    items.find(({ unit }) => unit.name.startsWith(town)) as Versioned;
  const answer = { answer: '自查近亲属备案12户，补备案2户。', foundCount: 2 };
  const answered = async (user: string, town: string): Promise<Versioned> =>
    step(user, await step(user, of(town), 'acknowledgement'), 'answer', answer);
  await step('qinghe.clerk', of('青禾镇'), 'acknowledgement');
  await answered('liping.clerk', '栗坪镇');
  await step('div.clerk', await answered('wuping.clerk', '梧坪乡'), 'decision', {
    decision: 'RETURNED',
    demand: '请补充自查范围。',
  });
  await step('div.clerk', await answered('wanglan.clerk', '望澜镇'), 'decision', {
    decision: 'APPROVED',
  });
}

/** A notice in each status that the demo has none of, and one that waits for its second signature. */
export async function noticeStates(notices: NoticeDriver, issues: IssueDriver): Promise<void> {
  const issue = await issues.to('REGISTERED');
  const body = (over: object = {}): object =>
    notices.superviseBody(issue, { coUnitIds: [], dueOn: DUE_ON, ...over });
  await notices.signed(body());
  const written = await notices.signed(body());
  await notices.step('qinghe.clerk', written, 'replies', REPLY);
  await notices.replied(await notices.signed(body()));
  const returned = await notices.replied(await notices.signed(body()));
  await notices.review(returned, {
    verdict: 'RETURNED',
    problemSolved: false,
    opinion: '佐证不全。',
    demand: '请补充入户核查记录和发放凭证。',
    dueOn: '2020-07-17',
  });
  // Nothing is left to be done where the issue has ended.
  const ended = await issues.to('REGISTERED');
  await notices.issued(body({ issueIds: [ended.id] }));
  await issues.step('div.chief', ended, 'void', { reason: '经核查不属实，予以撤销。' });
  await notices.issued(
    notices.assignBody({ feedbackRequired: false, feedbackForm: undefined, dueOn: DUE_ON }),
  );
}
