import { type CodeOf, codeList } from '../platform/dictionary/code-list.js';

export const CAMPAIGN_STATUS = codeList('CampaignStatus', '专项治理状态', {
  ACTIVE: '进行中',
  CLOSED: '已结束',
});
export type CampaignStatus = CodeOf<typeof CAMPAIGN_STATUS>;
