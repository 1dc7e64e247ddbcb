import { OutCode, OutId, OutInstant, OutInteger, OutText } from '../platform/http/output.js';
import { NOTIFICATION_TOPIC } from './notification.codes.js';

export class NotificationBody {
  @OutId('消息') id: string;
  @OutCode(NOTIFICATION_TOPIC) topic: string;
  @OutText('标题') title: string;
  @OutText('内容') body: string;
  @OutText('对象类型', { example: 'report' }) subjectType: string;
  @OutId('对象') subjectId: string;
  @OutInstant('时间') createdAt: string;
  @OutInstant('阅读时间', { nullable: true }) readAt: string | null;
}

export class UnreadBody {
  @OutInteger('未读消息数') unread: number;
}
