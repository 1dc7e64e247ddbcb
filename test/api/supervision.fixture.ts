import { EscalationService } from '../../src/registers/supervision/escalation.service.js';
import { sql } from '../../src/platform/database/queryable.js';
import type { TestApp } from '../support/app.js';
import { type DrivenIssue, ok } from '../support/issues.js';

export interface NoticeView {
  id: string;
  version: number;
  kind: string;
  status: string;
  docNo: string | null;
  level: string | null;
  title: string;
  content: string;
  dueOn: string | null;
  issuedOn: string | null;
  signDueOn: string | null;
  feedbackDueOn: string | null;
  receiptOverdue: boolean;
  replyOverdue: boolean;
  overdueDays: number;
  replyCount: number;
  issuedByName: string | null;
  contact: string | null;
  closingNote: string | null;
  replies: { replyNo: number; status: string; late: boolean; review: object | null }[];
  allowedActions: string[];
}

export const REPLY = {
  process: '镇民政办会同村委会逐户入户核查，已核对残疾人证。',
  conclusion: 'TRUE',
  opinion: '3户均符合单人户条件，已完成审批。',
  handler: '民政办经办',
} as const;

export const ALL_MET = {
  factsClear: true,
  problemSolved: true,
  measuresCompliant: true,
  papersInOrder: true,
} as const;

/** Takes notices through their life over HTTP, as the people who would. */
export class NoticeDriver {
  constructor(
    private readonly app: TestApp,
    private readonly campaignId: string,
  ) {}

  superviseBody(issue: DrivenIssue, over: object = {}): object {
    return {
      kind: 'SUPERVISE',
      campaignId: this.campaignId,
      level: 'BLUE',
      title: '关于未按单人户纳入低保问题的督办通知',
      content: '请查明原因，抓紧完成整改，并书面回复办理情况。',
      leadUnitId: this.app.units.qinghe,
      coUnitIds: [this.app.units.finance],
      issueIds: [issue.id],
      dueOn: '2020-05-20',
      contact: '经办人甲',
      phone: '000-12345678',
      ...over,
    };
  }

  assignBody(over: object = {}): object {
    return {
      kind: 'ASSIGN',
      campaignId: this.campaignId,
      title: '关于群众反映事项的交办通知',
      content: '群众来信反映晒谷村低保评定不公。',
      leadUnitId: this.app.units.qinghe,
      source: 'SUPERVISION_CHECK',
      sourceDocNo: '安信〔2020〕3号',
      requirements: '请认真核查，如期书面报告结果。',
      feedbackForm: 'REPORT',
      materials: [{ name: '来信复印件', pages: 2 }],
      dueOn: '2020-05-20',
      contact: '经办人甲',
      phone: '000-12345678',
      ...over,
    };
  }

  async draft(body: object, user = 'div.clerk'): Promise<NoticeView> {
    return ok(await (await this.app.as(user)).post('/notices', body)).body as NoticeView;
  }

  async read(id: string, user = 'div.clerk'): Promise<NoticeView> {
    return ok(await (await this.app.as(user)).get(`/notices/${id}`)).body as NoticeView;
  }

  /** A step by a user, on the notice as it stands. */
  async step(
    user: string,
    notice: NoticeView,
    noun: string,
    body: object = {},
  ): Promise<NoticeView> {
    const { version } = await this.read(notice.id);
    const caller = await this.app.as(user);
    return ok(await caller.post(`/notices/${notice.id}/${noun}`, body, version)).body as NoticeView;
  }

  async issued(body: object): Promise<NoticeView> {
    return this.step('div.chief', await this.draft(body), 'issuance');
  }

  async signed(body: object): Promise<NoticeView> {
    return this.step('qinghe.clerk', await this.issued(body), 'signing');
  }

  /** Written by the clerk, signed by the leader. */
  async replied(notice: NoticeView, over: object = {}): Promise<NoticeView> {
    const written = await this.step('qinghe.clerk', notice, 'replies', { ...REPLY, ...over });
    return this.step('qinghe.leader', written, `replies/${written.replyCount}/signature`);
  }

  review(notice: NoticeView, over: object): Promise<NoticeView> {
    const body = { verdict: 'CONCLUDED', ...ALL_MET, opinion: '回复属实，予以办结。', ...over };
    return this.step('div.clerk', notice, `replies/${notice.replyCount}/review`, body);
  }
}

export const escalate = (app: TestApp, stop?: AbortSignal) =>
  app.app.get(EscalationService, { strict: false }).run(stop);

/** Acts on a subject with who did them, oldest first. */
export function acts(app: TestApp, subjectId: string): Promise<{ action: string; by: string }[]> {
  return app.rows(sql`
    SELECT action, actor_name AS by FROM audit_entries
    WHERE subject_id = ${subjectId} ORDER BY recorded_at, seq`);
}

/** Titles of the messages of a user, oldest first. */
export async function inbox(app: TestApp, username: string, topic: string): Promise<string[]> {
  const rows = await app.rows<{ title: string }>(sql`
    SELECT m.title FROM notifications AS m JOIN users AS u ON u.id = m.user_id
    WHERE u.username = ${username} AND m.topic = ${topic} ORDER BY m.created_at, m.id`);
  return rows.map(({ title }) => title);
}
