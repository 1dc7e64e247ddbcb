import { type CodeOf, codeList } from '../dictionary/code-list.js';

export const OUTBOX_CHANNEL = codeList('OutboxChannel', '发送渠道', {
  EMAIL: '电子邮件',
  WEBHOOK: '群机器人',
});
export type OutboxChannelCode = CodeOf<typeof OUTBOX_CHANNEL>;

export const OUTBOX_STATUS = codeList('OutboxStatus', '发送状态', {
  PENDING: '待发送',
  SENDING: '发送中',
  FAILED: '等待重发',
  SENT: '已发送',
  DEAD: '发送失败',
  CANCELLED: '不再需要发送',
});
export type OutboxStatus = CodeOf<typeof OUTBOX_STATUS>;
