import { ApiProperty } from '@nestjs/swagger';
import { JOB_STATUS } from '../../platform/jobs/job.codes.js';
import {
  OutCode,
  OutFlag,
  OutId,
  OutInstant,
  OutInteger,
  OutObject,
  OutObjects,
  OutText,
} from '../../platform/http/output.js';
import {
  IMPORT_MODE,
  IMPORT_NOTE_LEVEL,
  IMPORT_ROW_STATE,
  IMPORT_STATUS,
  type ImportNoteLevel,
} from './import.codes.js';

const NULLABLE = { nullable: true } as const;

export class ImportNoteBody {
  @OutCode(IMPORT_NOTE_LEVEL) level: ImportNoteLevel;
  @OutText('列名；涉及整行或整个文件时为空', NULLABLE) column: string | null;
  @OutText('代码', { example: 'NOT_A_DATE' }) code: string;
  @OutText('说明') message: string;
}

export class ImportProgress {
  @OutId('后台任务') jobId: string;
  @OutCode(JOB_STATUS) status: string;
  @OutInteger('已处理行数') done: number;
  @OutInteger('总行数；还不知道时为空', NULLABLE) total: number | null;
  @OutText('结果或失败原因', NULLABLE) message: string | null;
}

export class EarlierImport {
  @OutId('导入') id: string;
  @OutInstant('导入时间') appliedAt: string;
  @OutInteger('导入条数') appliedRows: number;
}

/** One uploaded file of findings. */
export class ImportBody {
  @OutId('导入') id: string;
  @OutId('专项治理') campaignId: string;
  @OutCode(IMPORT_STATUS) status: string;
  @OutText('文件名') fileName: string;
  @OutText('文件的SHA-256') sha256: string;
  @OutInteger('数据行数') totalRows: number;
  @OutInteger('正确的行') validRows: number;
  @OutInteger('有提示的行，可以导入') warningRows: number;
  @OutInteger('有错误的行，不能导入') errorRows: number;
  @OutObjects(() => ImportNoteBody, '关于整个文件的提示') notes: ImportNoteBody[];
  @OutText('不能读取或上次导入没有成功的原因', NULLABLE) failure: string | null;
  @OutObject(() => ImportProgress, '后台任务的进度', NULLABLE) progress: ImportProgress | null;
  @OutObject(() => EarlierImport, '同一个文件此前已导入', NULLABLE)
  appliedBefore: EarlierImport | null;
  @OutCode(IMPORT_MODE, NULLABLE) mode: string | null;
  @OutFlag('导入后建账') register: boolean;
  @OutInteger('已导入的行') appliedRows: number;
  @OutInteger('其中已建账的') registeredRows: number;
  @OutInstant('上传时间') createdAt: string;
  @OutInstant('导入时间', NULLABLE) appliedAt: string | null;
  @OutInstant('撤回时间', NULLABLE) withdrawnAt: string | null;
  @OutText('撤回原因', NULLABLE) withdrawnReason: string | null;
  @OutInteger('版本') version: number;
}

/** One row as it was read, and what is wrong with it. */
export class ImportRowBody {
  @OutInteger('文件中的行号') rowNo: number;
  @OutCode(IMPORT_ROW_STATE) state: string;
  @ApiProperty({
    description: '读到的内容，按列名',
    type: 'object',
    additionalProperties: { type: 'string' },
  })
  cells: Record<string, string>;
  @OutObjects(() => ImportNoteBody, '错误和提示') notes: ImportNoteBody[];
  @OutId('导入成的问题；没有导入时为空', NULLABLE) issueId: string | null;
  @OutText('问题编号；未建账时为空', NULLABLE) issueNo: string | null;
  @OutText('未能建账的原因', NULLABLE) registerFault: string | null;
}
