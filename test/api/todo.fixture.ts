import type { TestApp, TestUser } from '../support/app.js';
import { createCampaign, type DrivenIssue, IssueDriver, ok } from '../support/issues.js';
import { CaseDesk, type Versioned } from './cases.fixture.js';
import { ReportDesk } from './reporting.fixture.js';
import { NoticeDriver, REPLY } from './supervision.fixture.js';

/** Issues that the bureau's own division rectifies: who plans there also reviews plans. */
class DivisionDriver extends IssueDriver {
  override town = 'rescue';

  override get clerk(): string {
    return 'div.clerk';
  }
}

/** A campaign in which every kind of business waits for somebody. */
export class TodoWorld {
  readonly issues: DrivenIssue[] = [];
  readonly cases: CaseDesk;
  readonly notices: NoticeDriver;
  readonly reports: ReportDesk;

  private constructor(
    private readonly app: TestApp,
    private readonly campaignId: string,
  ) {
    this.cases = new CaseDesk(app, campaignId);
    this.notices = new NoticeDriver(app, campaignId);
    this.reports = new ReportDesk(app, campaignId);
  }

  /** In the first days of April: issues in every status, notices before and after their reply. */
  static async april(app: TestApp): Promise<TodoWorld> {
    const world = new TodoWorld(app, await createCampaign(app));
    await world.makeIssues();
    await world.makeNotices();
    return world;
  }

  private async makeIssues(): Promise<void> {
    const { app, campaignId, issues } = this;
    const town = new IssueDriver(app, campaignId);
    const other = new IssueDriver(app, campaignId);
    other.town = 'wanglan';
    const division = new DivisionDriver(app, campaignId);
    for (const status of ['DRAFT', 'REGISTERED', 'ASSIGNED', 'PLANNING', 'PLAN_REVIEW'] as const) {
      issues.push(await town.to(status));
    }
    issues.push(await town.to('RECTIFYING'), await town.to('CLOSURE_REVIEW'));
    issues.push(await town.to('CLOSED'), await other.to('ASSIGNED'));
    issues.push(await division.to('PLAN_REVIEW'));
    const reviewed = await other.to('CLOSURE_REVIEW');
    await other.review(reviewed);
    issues.push(reviewed);
    for (const severity of ['PROMINENT', 'SERIOUS']) {
      const issue = await town.to('RECTIFYING', { severity });
      issues.push(await town.step('qinghe.clerk', issue, 'extensions', EXTENSION));
    }
  }

  private async makeNotices(): Promise<void> {
    const { notices, issues } = this;
    const about = () => notices.superviseBody(issues[5] as DrivenIssue);
    await notices.draft(about());
    await notices.issued(about());
    await notices.issued(notices.assignBody({ feedbackRequired: false, feedbackForm: undefined }));
    await notices.signed(about());
    await notices.step('qinghe.clerk', await notices.signed(about()), 'replies', REPLY);
    await notices.replied(await notices.signed(about()));
  }

  /** In May: one town's report is in, the others' are owed. */
  async may(): Promise<void> {
    await this.app.tick();
    await this.reports.seal('liping', '2020-04', { isNil: true });
  }

  /** In July: cases and bulletins on their way, 自查任务 of one that was issued. */
  async july(): Promise<void> {
    const { cases } = this;
    await this.app.tick();
    await cases.submitted();
    const verified = ok(await cases.review('discipline', await cases.submitted()));
    await cases.review('deputy', verified.body as Versioned, {
      decision: 'RETURNED',
      demand: '补',
    });
    ok(await cases.review('discipline', await cases.submitted()));
    const compose = async () =>
      cases.compose([(await cases.approved({ disclosure: 'PUBLIC' })).id], BULLETIN);
    const issued = await cases.issued(await compose());
    await cases.walked(await compose());
    ok(await cases.act('div.clerk', await compose(), 'submission'));
    await this.answerFollowUps(issued);
  }

  private async answerFollowUps(bulletin: Versioned): Promise<void> {
    for (const [town, answers] of [
      ['qinghe', false],
      ['wanglan', true],
    ] as const) {
      const clerk = await this.app.as(`${town}.clerk`);
      const [task] = await list<Versioned>(clerk, `/bulletins/${bulletin.id}/follow-ups`);
      if (!task) throw new Error(`No task for ${town}`);
      const path = `/bulletin-follow-ups/${task.id}`;
      const signed = ok(await clerk.post(`${path}/acknowledgement`, {}, task.version));
      const body = { answer: '已对照自查，没有同类问题。', foundCount: 0 };
      const { version } = signed.body as Versioned;
      if (answers) ok(await clerk.post(`${path}/answer`, body, version));
    }
  }
}

const EXTENSION = {
  newDeadline: '2020-06-10',
  reason: '受疫情影响，入户核查尚未全部完成。',
  progressSoFar: '已完成2户入户核查，其余1户待核查。',
};

const BULLETIN = { feedbackOn: '2020-07-31', disclosure: 'PUBLIC' };

/** Everything that a list has for somebody. */
export async function list<Item>(user: TestUser, path: string): Promise<Item[]> {
  const page = `${path}${path.includes('?') ? '&' : '?'}pageSize=200`;
  return (ok(await user.get(page)).body as { items: Item[] }).items;
}
