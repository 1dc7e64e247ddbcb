import {
  CodeField,
  CodesField,
  FlagField,
  IdField,
  TextField,
} from '../../platform/http/fields.js';
import { PageQuery } from '../../platform/http/paging.js';
import { MayBeLeftOut } from '../../platform/http/patch-field.js';
import { NOTIFICATION_TOPIC, type NotificationTopic } from '../notification.codes.js';
import { WEBHOOK_KIND, type WebhookKind } from './webhook.codes.js';

export class WebhookQuery extends PageQuery {
  @IdField({ label: '民政局', optional: true })
  bureauId?: string;
}

const URL_FIELD = {
  label: '机器人地址',
  max: 1000,
  description: '只收不显；主机须在允许名单内，须为 https',
};
const SECRET_FIELD = {
  label: '加签密钥',
  max: 200,
  optional: true,
  description: '只收不显；通用接口必填（不少于16个字符），钉钉按机器人安全设置填写，企业微信没有',
};

export class CreateWebhookInput {
  @IdField({ label: '民政局' })
  bureauId: string;

  @TextField({ label: '名称', max: 100, example: '救助科工作群' })
  name: string;

  @CodeField(WEBHOOK_KIND)
  kind: WebhookKind;

  @TextField(URL_FIELD)
  url: string;

  @TextField(SECRET_FIELD)
  secret?: string | null;

  @CodesField(NOTIFICATION_TOPIC, { min: 1 })
  topics: NotificationTopic[];

  @FlagField({ label: '同时发送消息内容', optional: true, description: '不填则只发标题' })
  withBody?: boolean;
}

/** Bureau and kind stay: another robot is another record. */
export class UpdateWebhookInput {
  @MayBeLeftOut()
  @TextField({ label: '名称', max: 100 })
  name?: string;

  @MayBeLeftOut()
  @TextField(URL_FIELD)
  url?: string;

  @TextField({ ...SECRET_FIELD, description: `${SECRET_FIELD.description}；null 为去掉` })
  secret?: string | null;

  @MayBeLeftOut()
  @CodesField(NOTIFICATION_TOPIC, { min: 1 })
  topics?: NotificationTopic[];

  @MayBeLeftOut()
  @FlagField({ label: '同时发送消息内容' })
  withBody?: boolean;

  @MayBeLeftOut()
  @FlagField({ label: '启用' })
  enabled?: boolean;
}
