import { type CodeOf, codeList } from '../dictionary/code-list.js';

export const JOB_STATUS = codeList('JobStatus', '后台任务状态', {
  PENDING: '等待处理',
  RUNNING: '正在处理',
  SUCCEEDED: '已完成',
  FAILED: '失败',
  CANCELLED: '已取消',
});
export type JobStatus = CodeOf<typeof JOB_STATUS>;

/** Statuses in which a job still goes on. */
export const UNFINISHED_JOBS: readonly JobStatus[] = ['PENDING', 'RUNNING'];
