import { Injectable } from '@nestjs/common';
import type { NotificationTopic } from '../../notifications/notification.codes.js';
import { Notifier } from '../../notifications/notifier.js';
import type { Action } from '../../identity/permissions.js';
import { chineseDate } from '../../platform/calendar/business-date.js';
import type { Tx } from '../../platform/database/tx.js';
import { labelOf } from '../../platform/dictionary/code-list.js';
import type { Notice } from './notice.entity.js';
import { NOTICE_KIND, REPLY_VERDICT, type ReplyVerdict } from './supervision.codes.js';

/** Who is told of what happens to a notice; each message once, in the transaction of the act. */
@Injectable()
export class NoticeMessages {
  constructor(private readonly notifier: Notifier) {}

  /** The receiving units: the leading one to sign, the others for their knowledge. */
  async issued(tx: Tx, notice: Notice): Promise<void> {
    const sign = notice.signDueOn ? `请于${chineseDate(notice.signDueOn)}前签收` : '请签收';
    const due = notice.dueOn ? `，办理时限${chineseDate(notice.dueOn)}` : '';
    for (const unitId of [notice.leadUnitId, ...notice.coUnitIds]) {
      const leads = unitId === notice.leadUnitId;
      const body = leads ? `${sign}${due}。` : `本单位为配合单位${due}。`;
      const key = `notice:${notice.id}:issued`;
      const who: Action = leads ? 'notice.sign' : 'notice.read';
      await this.tell(tx, notice, 'NOTICE_ISSUED', unitId, [who], key, '', body);
    }
  }

  /** Those who may sign a notice that the program has drafted. */
  async drafted(tx: Tx, notice: Notice): Promise<void> {
    const key = `notice:${notice.id}:drafted`;
    const body = '系统已按督办升级规则草拟，请审阅、签发或作废。';
    await this.tell(
      tx,
      notice,
      'ESCALATION',
      notice.bureauId,
      ['notice.issue'],
      key,
      '待签发：',
      body,
    );
  }

  async replied(tx: Tx, notice: Notice, replyNo: number): Promise<void> {
    const key = `notice:${notice.id}:reply:${replyNo}`;
    const body = `承办单位已报送第${replyNo}次回复，请审核。`;
    await this.tell(
      tx,
      notice,
      'NOTICE_REPLIED',
      notice.bureauId,
      ['notice.review'],
      key,
      '回复待审：',
      body,
    );
  }

  async reviewed(tx: Tx, notice: Notice, replyNo: number, verdict: ReplyVerdict): Promise<void> {
    const key = `notice:${notice.id}:review:${replyNo}`;
    const next = notice.feedbackDueOn ? `下次反馈${chineseDate(notice.feedbackDueOn)}前。` : '';
    await this.tell(
      tx,
      notice,
      'NOTICE_REPLIED',
      notice.leadUnitId,
      ['notice.reply'],
      key,
      `${labelOf(REPLY_VERDICT, verdict)}：`,
      `第${replyNo}次回复的审核结论为“${labelOf(REPLY_VERDICT, verdict)}”。${next}`,
    );
  }

  /** Withdrawn, or concluded without a further reply. */
  async ended(tx: Tx, notice: Notice): Promise<void> {
    const word = notice.status === 'WITHDRAWN' ? '已撤回：' : '已办结：';
    const key = `notice:${notice.id}:ended`;
    for (const unitId of [notice.leadUnitId, ...notice.coUnitIds]) {
      const body = notice.closingNote ?? '';
      const who: Action = unitId === notice.leadUnitId ? 'notice.sign' : 'notice.read';
      await this.tell(tx, notice, 'NOTICE_ISSUED', unitId, [who], key, word, body);
    }
  }

  private async tell(
    tx: Tx,
    notice: Notice,
    topic: NotificationTopic,
    unitId: string,
    anyOf: readonly Action[],
    dedupeKey: string,
    prefix: string,
    body: string,
  ): Promise<void> {
    const name = `${labelOf(NOTICE_KIND, notice.kind)}${notice.docNo ?? ''}`;
    await this.notifier.notify(tx, {
      topic,
      dedupeKey,
      to: { unitId, anyOf },
      title: `${prefix}${name} ${notice.title}`,
      body,
      subject: { type: 'notice', id: notice.id },
    });
  }
}
