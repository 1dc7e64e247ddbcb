import { JOB_STATUS, type JobStatus } from '../platform/jobs/job.codes.js';
import type { JobRow } from '../platform/jobs/job-book.js';
import { CodesField, TextField } from '../platform/http/fields.js';
import {
  OutCode,
  OutFlag,
  OutId,
  OutInstant,
  OutInteger,
  OutText,
} from '../platform/http/output.js';
import { PageQuery } from '../platform/http/paging.js';

const NULLABLE = { nullable: true } as const;

export class JobQuery extends PageQuery {
  @CodesField(JOB_STATUS, { optional: true })
  status?: JobStatus[];

  @TextField({ label: '任务种类', optional: true, max: 64 })
  kind?: string;
}

/** One background job of the caller. */
export class JobBody {
  @OutId('后台任务') id: string;
  @OutText('种类', { example: 'export' }) kind: string;
  @OutText('名称', { example: '导出整改台账' }) title: string;
  @OutCode(JOB_STATUS) status: JobStatus;
  @OutInteger('已处理') done: number;
  @OutInteger('总数；还不知道时为空', NULLABLE) total: number | null;
  @OutText('结果或失败原因', NULLABLE) message: string | null;
  @OutText('失败代码', NULLABLE) errorCode: string | null;
  @OutFlag('已请求取消') cancelRequested: boolean;
  @OutText('结果文件名；没有文件时为空', NULLABLE) resultName: string | null;
  @OutInteger('结果文件大小（字节）', NULLABLE) resultSize: number | null;
  @OutInstant('提交时间') createdAt: string;
  @OutInstant('开始时间', NULLABLE) startedAt: string | null;
  @OutInstant('结束时间', NULLABLE) finishedAt: string | null;
}

export const jobBody = (job: JobRow): JobBody => ({
  id: job.id,
  kind: job.kind,
  title: job.title,
  status: job.status,
  done: job.done,
  total: job.total,
  message: job.message,
  errorCode: job.errorCode,
  cancelRequested: job.cancelRequestedAt !== null,
  resultName: job.resultName,
  resultSize: job.resultSize,
  createdAt: job.createdAt,
  startedAt: job.startedAt,
  finishedAt: job.finishedAt,
});
