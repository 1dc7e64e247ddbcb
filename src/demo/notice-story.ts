import { NoticeQueries } from '../registers/supervision/notice.queries.js';
import { NoticeReplies } from '../registers/supervision/notice.replies.js';
import { NoticesService } from '../registers/supervision/notices.service.js';
import type { IssueStory } from './issue-story.js';
import type { Office } from './office.js';
import type { Timeline } from './timeline.js';

/** 梧坪乡's reserve fund (#13): handed over by a numbered letter, signed for and answered. */
const ASSIGNED = 13;

/**
 * 交办单 written by hand. The 督办单 come by themselves: the schedule walks the ladder every day, and
 * what is overdue gets its notice.
 */
export class NoticeStory {
  private id = '';

  constructor(
    private readonly office: Office,
    private readonly stories: ReadonlyMap<number, IssueStory>,
  ) {}

  get assignNoticeId(): string {
    return this.id;
  }

  plan(timeline: Timeline): void {
    timeline.on('2020-06-11', 'assign notice', () => this.assign());
    timeline.on('2020-06-15', 'reply to it', () => this.reply());
  }

  /** A notice of the ladder, the severest first; undefined when nothing has been issued. */
  async superviseNoticeId(): Promise<string | undefined> {
    const chief = await this.office.caller('div.chief');
    const notices = await this.office.service(NoticeQueries).list(chief, {
      campaignId: this.office.campaignId,
      kind: ['SUPERVISE'],
      status: ['ISSUED', 'SIGNED', 'REPLIED'],
      sort: '-createdAt',
      page: 1,
      pageSize: 1,
    });
    return notices.items[0]?.id;
  }

  private async assign(): Promise<void> {
    const { office } = this;
    const issueId = this.stories.get(ASSIGNED)?.issueId ?? '';
    const notices = office.service(NoticesService);
    const clerk = await office.caller('div.clerk');
    const draft = await notices.createFromIssue(clerk, { issueId, kind: 'ASSIGN' });
    const edited = await notices.edit(clerk, draft.id, draft.version, {
      requirements: '商财政部门预拨备用金，6月底前建立台账并开展培训，书面报告办理结果。',
      feedbackForm: 'REPORT',
      contact: '社会救助科经办人甲',
      phone: '023-61230001',
    });
    const chief = await office.caller('div.chief');
    await notices.issue(chief, draft.id, edited.version);
    this.id = draft.id;
  }

  private async reply(): Promise<void> {
    const { office } = this;
    const replies = office.service(NoticeReplies);
    const clerk = await office.caller('wuping.clerk');
    const leader = await office.caller('wuping.leader');
    const chief = await office.caller('div.chief');
    const { version } = await office.service(NoticeQueries).get(clerk, this.id);
    const signed = await replies.sign(clerk, this.id, version);
    const answered = await replies.reply(clerk, this.id, signed.version, {
      process: '6月12日与乡财政所对接，已预拨备用金2万元，台账正在建立。',
      conclusion: 'TRUE',
      opinion: '6月底前完成培训并报结果。',
      handler: '梧坪乡民政办经办',
    });
    const approved = await replies.signReply(leader, this.id, answered.version, 1);
    await replies.review(chief, this.id, approved.version, 1, {
      verdict: 'CONTINUED',
      factsClear: true,
      problemSolved: false,
      measuresCompliant: true,
      papersInOrder: true,
      opinion: '备用金已到位，请于6月底前完成培训并再次报告。',
      dueOn: '2020-07-15',
    });
  }
}
