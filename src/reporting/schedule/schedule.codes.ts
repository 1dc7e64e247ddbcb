import { type CodeOf, codeList } from '../../platform/dictionary/code-list.js';

/** How somebody was urged to hand in (催报). */
export const URGE_CHANNEL = codeList('UrgeChannel', '催报方式', {
  AUTOMATIC: '自动催报',
  MESSAGE: '消息催报',
  PHONE: '电话催报',
  WRITTEN: '书面催报',
});
export type UrgeChannel = CodeOf<typeof URGE_CHANNEL>;

/** What people may choose; the program alone urges automatically. */
export const MANUAL_CHANNEL = codeList('ManualUrgeChannel', '催报方式', {
  MESSAGE: URGE_CHANNEL.labels.MESSAGE,
  PHONE: URGE_CHANNEL.labels.PHONE,
  WRITTEN: URGE_CHANNEL.labels.WRITTEN,
});
export type ManualChannel = CodeOf<typeof MANUAL_CHANNEL>;

/** Why a unit is not urged. */
export const URGE_SKIP = codeList('UrgeSkip', '不催报的原因', {
  HANDED_IN: '已经报送',
  EXEMPT: '本期免报',
  NOT_DUE: '还没有到期',
  SOFT: '原则性要求，不催报',
  NOT_RECEIVER: '报告不由本单位接收',
  OWES_NONE: '没有这样的报告，或者不在管辖范围内',
});
export type UrgeSkip = CodeOf<typeof URGE_SKIP>;
