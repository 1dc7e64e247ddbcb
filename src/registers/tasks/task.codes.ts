import { type CodeOf, codeList } from '../../platform/dictionary/code-list.js';

/** 完成情况 of a measure. 超期 is derived from the date, never stored (domain rule 1). */
export const TASK_STATUS = codeList('TaskStatus', '完成情况', {
  NOT_STARTED: '未启动',
  IN_PROGRESS: '推进中',
  DONE: '已完成',
});
export type TaskStatus = CodeOf<typeof TASK_STATUS>;

/** Sort orders of 任务清单; `-` is descending. The id settles ties, so pages never overlap. */
export const TASK_SORT = codeList('TaskSort', '任务排序', {
  dueOn: '完成时限',
  '-dueOn': '完成时限（晚在前）',
  taskNo: '任务编号',
  '-taskNo': '任务编号（大在前）',
});
