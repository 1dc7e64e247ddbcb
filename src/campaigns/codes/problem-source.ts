import type { AreaLevel } from '../../identity/codes.js';
import { type CodeOf, codeList } from '../../platform/dictionary/code-list.js';

/** 问题来源: where the issue was found or who fed it back. */
export const PROBLEM_SOURCE = codeList('ProblemSource', '问题来源', {
  CENTRAL_INSPECTION_LOOKBACK: '中央脱贫攻坚专项巡视“回头看”反馈',
  NATIONAL_ASSESSMENT: '国家脱贫攻坚成效考核反馈',
  PROVINCIAL_ASSESSMENT: '市（省）级考核',
  DISTRICT_PATROL_LOOKBACK: '区脱贫攻坚专项巡查“回头看”',
  DISTRICT_SUPERVISION: '区专项督查巡查反馈',
  SUPERVISION_CHECK: '督查检查',
  AUDIT: '审计',
  THEME_EDUCATION: '主题教育检视问题',
  SELF_CHECK: '专项治理自查自纠、排查',
  ASSISTANCE_INSPECTION: '临时救助等监督检查',
  UNANNOUNCED_VISIT: '明查暗访（四不两直）',
  HOTLINE_DISCLOSURE_CHECK: '热线值守、信息公开抽查',
  PETITION: '信访、投诉举报',
  DATA_MATCHING: '数据比对（死亡、残疾、扶贫等）',
  DISCIPLINE_TRANSFER: '纪检监察机关移交、监察建议',
  PUBLIC_OPINION: '媒体、舆情',
  LEADER_INSTRUCTION: '领导批示交办',
  UPPER_ASSIGNED: '上级交办',
  OTHER: '其他',
});
export type ProblemSource = CodeOf<typeof PROBLEM_SOURCE>;

/** Level of the organ a finding comes from. */
export const SOURCE_LEVEL = codeList('SourceLevel', '来源层级', {
  NATIONAL: '国家',
  PROVINCE: '省（直辖市）',
  CITY: '市（州）',
  COUNTY: '区县',
  TOWN: '镇街',
  VILLAGE: '村（社区）',
});
export type SourceLevel = CodeOf<typeof SOURCE_LEVEL>;

/** Sources whose name fixes the organ's level; of the others the issue itself may state it. */
const LEVEL_OF_SOURCE: Readonly<Partial<Record<ProblemSource, SourceLevel>>> = {
  CENTRAL_INSPECTION_LOOKBACK: 'NATIONAL',
  NATIONAL_ASSESSMENT: 'NATIONAL',
  PROVINCIAL_ASSESSMENT: 'PROVINCE',
  DISTRICT_PATROL_LOOKBACK: 'COUNTY',
  DISTRICT_SUPERVISION: 'COUNTY',
};

/** The level that the source's name fixes, if it does. */
export function levelOfSource(source: ProblemSource): SourceLevel | undefined {
  return LEVEL_OF_SOURCE[source];
}

/**
 * True when the finding comes from an organ above the unit that owns the campaign, so that close-out
 * needs that organ's acceptance (分级验收).
 *
 * @param statedLevel level recorded on the issue; wins over the level of the source's name.
 */
export function isUpperSource(
  ownerLevel: AreaLevel,
  source: ProblemSource,
  statedLevel?: SourceLevel | null,
): boolean {
  const level = statedLevel ?? levelOfSource(source);
  if (level === undefined) return source === 'UPPER_ASSIGNED';
  return SOURCE_LEVEL.codes.indexOf(level) < SOURCE_LEVEL.codes.indexOf(ownerLevel);
}
