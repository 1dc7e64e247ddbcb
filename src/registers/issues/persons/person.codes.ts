import { type CodeOf, codeList } from '../../../platform/dictionary/code-list.js';

/** 与户主关系: the short form of GB/T 4761-2008 (02, 10, 20, 30, 40, 50, 60, 70, 97, 99). */
export const RELATION_TO_HEAD = codeList('RelationToHead', '与户主关系', {
  HEAD: '户主',
  SPOUSE: '配偶',
  SON: '子',
  DAUGHTER: '女',
  GRANDCHILD: '孙子女、外孙子女',
  PARENT: '父母',
  GRANDPARENT: '祖父母、外祖父母',
  SIBLING: '兄弟姐妹',
  OTHER_RELATIVE: '其他亲属',
  NON_RELATIVE: '非亲属',
});
export type RelationToHead = CodeOf<typeof RELATION_TO_HEAD>;

/** What is kept encrypted of a person concerned. */
export const PERSON_FIELD = codeList('PersonField', '个人信息项', {
  name: '姓名',
  idNumber: '身份证号',
  phone: '联系电话',
  householdHead: '户主姓名',
  householdNo: '户号',
  note: '情况说明',
});
export type PersonField = CodeOf<typeof PERSON_FIELD>;
