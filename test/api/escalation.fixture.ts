import { expect } from '@jest/globals';
import { addDays } from '../../src/platform/calendar/business-date.js';
import { sql } from '../../src/platform/database/queryable.js';
import type { TestApp } from '../support/app.js';
import { createCampaign, type DrivenIssue, IssueDriver } from '../support/issues.js';
import { escalate, inbox, NoticeDriver, type NoticeView } from './supervision.fixture.js';

/** The plan of the driver is approved with this deadline. */
const DEADLINE = '2020-05-20';

/** Nine o'clock, so many days after the deadline. */
export const at = (day: number): string => `${addDays(DEADLINE, day)}T09:00:00+08:00`;

const NOTHING = { reminded: 0, issued: 0, drafted: 0, cleared: 0, renewed: 0, failed: 0 };

export interface Made {
  level: string;
  status: string;
  basis: string;
  markOn: string;
  docNo: string | null;
}

/** A campaign of its own, with what the ladder has made of its issues. */
export class LadderWorld {
  private constructor(
    readonly app: TestApp,
    readonly driver: IssueDriver,
    readonly notices: NoticeDriver,
  ) {}

  /** Begins again on 1 April. */
  static async begin(app: TestApp): Promise<LadderWorld> {
    app.moveTo('2020-04-01T09:00:00+08:00');
    const campaignId = await createCampaign(app);
    return new LadderWorld(
      app,
      new IssueDriver(app, campaignId),
      new NoticeDriver(app, campaignId),
    );
  }

  /** Notices of the ladder on an issue, oldest first. */
  made(issue: DrivenIssue): Promise<Made[]> {
    return this.app.rows<Made>(sql`
      SELECT level, status, basis, mark_on, doc_no FROM supervision_notices
      WHERE ladder_issue_id = ${issue.id} ORDER BY created_at, id`);
  }

  async levels(issue: DrivenIssue): Promise<string[]> {
    return (await this.made(issue)).map(({ level, status }) => `${level} ${status}`);
  }

  async reminders(issue: DrivenIssue): Promise<string[]> {
    const titles = await inbox(this.app, 'qinghe.clerk', 'ISSUE_REMINDER');
    return titles.filter((title) => title.includes(issue.issueNo));
  }

  /** A pass on a day, then again at once, and two side by side: nothing is done twice. */
  async pass(day: number): Promise<void> {
    this.app.moveTo(at(day));
    await escalate(this.app);
    expect(await escalate(this.app)).toEqual(NOTHING);
    const both = await Promise.all([escalate(this.app), escalate(this.app)]);
    expect(both).toEqual([NOTHING, NOTHING]);
  }

  /** The ladder's notice of a level. */
  async ladderNotice(issue: DrivenIssue, level: string): Promise<NoticeView> {
    const [row] = await this.app.rows<{ id: string }>(sql`
      SELECT id FROM supervision_notices
      WHERE ladder_issue_id = ${issue.id} AND level = ${level}`);
    return this.notices.read(row?.id ?? '');
  }
}
