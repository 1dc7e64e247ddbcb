import { FlagField, CodeField, ObjectsField } from '../../platform/http/fields.js';
import { OutCode, OutFlag, OutInteger, OutObjects, OutText } from '../../platform/http/output.js';
import { NOTIFICATION_TOPIC, type NotificationTopic } from '../notification.codes.js';

export class TopicChoice {
  @CodeField(NOTIFICATION_TOPIC) topic: NotificationTopic;
  @FlagField({ label: '发送邮件' }) email: boolean;
}

export class PreferencesInput {
  @ObjectsField(() => TopicChoice, {
    label: '消息类别',
    min: 1,
    description: '未列出的类别保持原来的选择',
  })
  topics: TopicChoice[];
}

export class TopicPreferenceBody {
  @OutCode(NOTIFICATION_TOPIC) topic: NotificationTopic;
  @OutFlag('站内消息（始终发送）') inApp: boolean;
  @OutFlag('发送邮件') email: boolean;
}

export class PreferencesBody {
  @OutText('本人的电子邮箱，由系统管理员维护', { nullable: true }) address: string | null;
  @OutFlag('系统已开通邮件') mailEnabled: boolean;
  @OutObjects(() => TopicPreferenceBody, '各类消息') topics: TopicPreferenceBody[];
  @OutInteger('版本，从未选择过为0') version: number;
}
