import { type CodeOf, codeList } from '../../platform/dictionary/code-list.js';

export const IMPORT_STATUS = codeList('IssueImportStatus', '导入状态', {
  CHECKING: '正在检查',
  CHECKED: '检查完毕，待导入',
  UNREADABLE: '无法读取',
  APPLYING: '正在导入',
  APPLIED: '已导入',
  WITHDRAWN: '已撤回',
});
export type ImportStatus = CodeOf<typeof IMPORT_STATUS>;

export const IMPORT_ROW_STATE = codeList('IssueImportRowState', '行检查结果', {
  VALID: '正确',
  WARNING: '有提示',
  ERROR: '有错误',
});
export type ImportRowState = CodeOf<typeof IMPORT_ROW_STATE>;

export const IMPORT_MODE = codeList('IssueImportMode', '导入方式', {
  ALL_OR_NOTHING: '全部正确才导入',
  VALID_ONLY: '只导入没有错误的行',
});
export type ImportMode = CodeOf<typeof IMPORT_MODE>;

export const IMPORT_NOTE_LEVEL = codeList('IssueImportNoteLevel', '提示轻重', {
  ERROR: '错误',
  WARNING: '提示',
});
export type ImportNoteLevel = CodeOf<typeof IMPORT_NOTE_LEVEL>;
