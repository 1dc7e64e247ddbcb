import { ApiProperty } from '@nestjs/swagger';
import {
  NamedRef,
  OutCode,
  OutFlag,
  OutId,
  OutInstant,
  OutInteger,
  OutObject,
  OutText,
} from '../../platform/http/output.js';
import { NOTIFICATION_TOPIC, type NotificationTopic } from '../notification.codes.js';
import { WEBHOOK_KIND, type WebhookKind } from './webhook.codes.js';

/** Neither the address nor the secret ever comes back. */
export class WebhookBody {
  @OutId('机器人') id: string;
  @OutObject(() => NamedRef, '民政局') bureau: NamedRef;
  @OutText('名称', { example: '救助科工作群' }) name: string;
  @OutCode(WEBHOOK_KIND) kind: WebhookKind;
  @OutText('主机', { example: 'qyapi.weixin.qq.com' }) host: string;
  @OutFlag('有加签密钥') hasSecret: boolean;
  @ApiProperty({
    enum: [...NOTIFICATION_TOPIC.codes],
    enumName: NOTIFICATION_TOPIC.name,
    isArray: true,
    description: '发送的消息类别',
  })
  topics: NotificationTopic[];
  @OutFlag('同时发送消息内容') withBody: boolean;
  @OutFlag('启用') enabled: boolean;
  @OutInstant('登记时间') createdAt: string;
  @OutInteger('版本') version: number;
}

export class WebhookTestBody {
  @OutFlag('对方已收下') delivered: boolean;
  @OutText('错误类别', { nullable: true, example: 'HTTP_404' }) error: string | null;
  @OutText('说明', { example: '对方已收下测试消息。' }) detail: string;
}
