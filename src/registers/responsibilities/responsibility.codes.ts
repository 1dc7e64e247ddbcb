import { type CodeOf, codeList } from '../../platform/dictionary/code-list.js';

/** The seven duties that practice keeps apart (domain §1.2); 责任单位 itself is on the issue. */
export const RESPONSIBILITY_KIND = codeList('ResponsibilityKind', '责任类别', {
  LEAD: '牵头单位',
  RESPONSIBLE_LEADER: '责任领导',
  RESPONSIBLE_PERSON: '责任人',
  DIVISION: '责任科室',
  CO: '配合单位',
  SUPERVISOR: '督办人',
  CONTACT: '联系人',
});
export type ResponsibilityKind = CodeOf<typeof RESPONSIBILITY_KIND>;

/** Duties that a unit has; all others are a person's. */
export const UNIT_KINDS: readonly ResponsibilityKind[] = ['LEAD', 'DIVISION', 'CO'];

/** 责任内容 where the plan says nothing of its own. */
export const DEFAULT_DUTY: Readonly<Record<ResponsibilityKind, string>> = {
  LEAD: '牵头组织整改，按期报账、申请销号',
  RESPONSIBLE_LEADER: '对问题整改负领导责任，审签方案和销号申请',
  RESPONSIBLE_PERSON: '具体落实整改措施，按月填报进展',
  DIVISION: '业务指导、审核把关',
  CO: '配合落实整改措施',
  SUPERVISOR: '督促整改按期到位',
  CONTACT: '日常联络、报送材料',
};
