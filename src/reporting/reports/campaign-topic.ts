/** 2020年全区农村低保专项治理 → 农村低保专项治理: what documents of any period are about. */
export function topicOf(campaignTitle: string): string {
  return campaignTitle.replace(/^\d{4}年度?/, '').replace(/^全[国省市州区县旗]/, '');
}
