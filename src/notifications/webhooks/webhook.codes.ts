import { type CodeOf, codeList } from '../../platform/dictionary/code-list.js';

export const WEBHOOK_KIND = codeList('WebhookKind', '机器人类型', {
  WECOM: '企业微信群机器人',
  DINGTALK: '钉钉群机器人',
  GENERIC: '通用接口（签名 JSON）',
});
export type WebhookKind = CodeOf<typeof WEBHOOK_KIND>;
