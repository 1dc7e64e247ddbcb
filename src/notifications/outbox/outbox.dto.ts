import { CodeField, CodesField, TextField } from '../../platform/http/fields.js';
import {
  OutCode,
  OutId,
  OutInstant,
  OutInteger,
  OutText,
  OutTexts,
} from '../../platform/http/output.js';
import { PageQuery } from '../../platform/http/paging.js';
import {
  OUTBOX_CHANNEL,
  OUTBOX_STATUS,
  type OutboxChannelCode,
  type OutboxStatus,
} from '../../platform/outbox/outbox.codes.js';

export class OutboxQuery extends PageQuery {
  @CodesField(OUTBOX_STATUS, { optional: true })
  status?: OutboxStatus[];

  @CodeField(OUTBOX_CHANNEL, { optional: true })
  channel?: OutboxChannelCode;
}

export class CancellationInput {
  @TextField({ label: '取消原因', max: 200, example: '收件人已调离' })
  reason: string;
}

/** How a message fares; not what it says. */
export class OutboxMessageBody {
  @OutId('编号') id: string;
  @OutCode(OUTBOX_CHANNEL) channel: OutboxChannelCode;
  @OutCode(OUTBOX_STATUS) status: OutboxStatus;
  @OutText('收件用户名或机器人名称', { example: 'qinghe.clerk' }) recipient: string;
  @OutInteger('已尝试次数') attempts: number;
  @OutText('最近一次的错误类别', { nullable: true, example: 'SMTP_550' }) lastError: string | null;
  @OutText('错误说明', { nullable: true, example: '邮件服务器拒收，请核对收件地址和发件设置' })
  errorDetail: string | null;
  @OutInstant('下次尝试时间，不再尝试时为空', { nullable: true }) nextAttemptAt: string | null;
  @OutInstant('最近一次尝试时间', { nullable: true }) attemptedAt: string | null;
  @OutInstant('产生时间') createdAt: string;
  @OutInstant('发出时间', { nullable: true }) sentAt: string | null;
  @OutTexts('当前用户可以办理的事项：retry、cancel') allowedActions: string[];
}
