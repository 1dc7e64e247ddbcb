import { type CodeOf, codeList } from '../../platform/dictionary/code-list.js';

/** 处理结果 of a person who was held to account. */
export const SANCTION_TYPE = codeList('SanctionType', '处理结果', {
  REMIND_TALK: '提醒谈话',
  CRITICISM: '批评教育',
  ORDER_SELF_EXAM: '责令检查',
  ADMONITION: '诫勉',
  CIRCULATE_CRITICISM: '通报批评',
  PARTY_WARNING: '党内警告',
  PARTY_SERIOUS_WARNING: '党内严重警告',
  ADMIN_WARNING: '政务警告',
  ADMIN_DEMERIT: '政务记过',
  ADMIN_MAJOR_DEMERIT: '政务记大过',
  ORG_ADJUST: '组织调整',
  PARTY_REMOVE_POST: '撤销党内职务',
  PARTY_PROBATION: '留党察看',
  PARTY_EXPEL: '开除党籍',
  ADMIN_DOWNGRADE: '政务降级',
  ADMIN_DISMISS_POST: '政务撤职',
  ADMIN_EXPEL: '政务开除',
  JUDICIAL: '移送司法机关',
  REFUND: '退缴',
  CONFISCATE: '收缴',
});
export type SanctionType = CodeOf<typeof SANCTION_TYPE>;

/** 监督执纪“四种形态”. */
export type FormOfSupervision = 1 | 2 | 3 | 4;

const FORMS: Readonly<Record<SanctionType, readonly FormOfSupervision[]>> = {
  REMIND_TALK: [1],
  CRITICISM: [1],
  ORDER_SELF_EXAM: [1],
  ADMONITION: [1],
  CIRCULATE_CRITICISM: [1],
  PARTY_WARNING: [2],
  PARTY_SERIOUS_WARNING: [2],
  ADMIN_WARNING: [2],
  ADMIN_DEMERIT: [2],
  ADMIN_MAJOR_DEMERIT: [2],
  ORG_ADJUST: [2, 3],
  PARTY_REMOVE_POST: [3],
  PARTY_PROBATION: [3],
  PARTY_EXPEL: [3],
  ADMIN_DOWNGRADE: [3],
  ADMIN_DISMISS_POST: [3],
  ADMIN_EXPEL: [3],
  JUDICIAL: [4],
  REFUND: [],
  CONFISCATE: [],
};

/**
 * The forms a sanction may belong to: none for measures about money, two for 组织调整, where the
 * weight of the change of post decides.
 */
export function formsOf(sanction: SanctionType): readonly FormOfSupervision[] {
  return FORMS[sanction];
}

/** False for measures about money, which do not make a person one of the 处理人数. */
export function countsAsDealt(sanction: SanctionType): boolean {
  return FORMS[sanction].length > 0;
}
