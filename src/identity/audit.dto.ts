import { ApiProperty } from '@nestjs/swagger';
import { DateField, IdField, TextField } from '../platform/http/fields.js';
import {
  OutCode,
  OutFlag,
  OutId,
  OutInstant,
  OutInteger,
  OutObject,
  OutObjects,
  OutText,
} from '../platform/http/output.js';
import type { ChainFaultReason } from '../platform/audit/chain-check.js';
import { CHAIN_FAULT } from './audit-chain.codes.js';
import { PageQuery } from '../platform/http/paging.js';

/** Who, what, when: the filters of the audit log. */
export class AuditQuery extends PageQuery {
  @IdField({ label: '办理人', optional: true })
  actorId?: string;

  @TextField({ label: '办理人姓名', optional: true, max: 50 })
  actor?: string;

  @TextField({ label: '事项代码', optional: true, max: 64, example: 'issue.assign' })
  action?: string;

  @TextField({ label: '对象类型', optional: true, max: 64, example: 'issue' })
  subjectType?: string;

  @IdField({ label: '对象', optional: true })
  subjectId?: string;

  @IdField({ label: '办理单位', optional: true, description: '含下级单位' })
  unitId?: string;

  @TextField({ label: '内容', optional: true, max: 100, description: '记录的内容中含有的文字' })
  text?: string;

  @DateField({ label: '起始日期', optional: true })
  from?: string;

  @DateField({ label: '截止日期', optional: true })
  to?: string;
}

export class AuditLine {
  @OutText('栏目') label: string;
  @OutText('内容') value: string;
}

export class AuditItem {
  @OutText('日志链', { example: 'system' }) chain: string;
  @OutInteger('链内顺序') seq: number;
  @OutInstant('时间') recordedAt: string;
  @OutId('办理人', { nullable: true }) actorId: string | null;
  @OutText('办理人姓名') actorName: string;
  @OutId('办理单位', { nullable: true }) actorUnitId: string | null;
  @OutText('事项代码') action: string;
  @OutText('对象类型') subjectType: string;
  @OutId('对象') subjectId: string;
  @ApiProperty({ description: '内容', type: 'object', additionalProperties: true })
  detail: Record<string, unknown>;
  @OutObjects(() => AuditLine, '内容，按栏目名称和代码名称逐行列出') lines: AuditLine[];
  @OutText('摘要') hash: string;
}

export class ChainFaultBody {
  @OutInteger('第一处有误的记录') seq: number;
  @OutCode(CHAIN_FAULT) reason: ChainFaultReason;
}

export class HeadLineFaultBody {
  @OutInteger('行号') line: number;
  @OutText('原因', { example: 'BAD_SIGNATURE' }) reason: string;
}

/** The signed heads that are kept outside the database. */
export class AuditHeadsBody {
  @OutInteger('行数') lines: number;
  @OutInstant('最近一次留存', { nullable: true }) newestAt: string | null;
  @OutText('公钥编号') keyId: string;
  @OutObjects(() => HeadLineFaultBody, '无法作证的行') faults: HeadLineFaultBody[];
}

/** A copy of the signed heads that the auditor has kept elsewhere. */
export class AuditHeadsCopyBody {
  @TextField({
    label: '留存的链尾',
    min: 1,
    max: 1_000_000,
    description: '原样提交下载过的文件内容，每行一个 JSON 对象',
  })
  heads: string;
}

/** One chain recomputed from its first entry. */
export class ChainReportBody {
  @OutText('日志链') chain: string;
  @OutFlag('完好') ok: boolean;
  @OutInteger('记录数') entries: number;
  @OutText('链尾摘要') headHash: string;
  @OutInteger('核对过的链尾（库外留存）') witnesses: number;
  @OutObject(() => ChainFaultBody, '第一处有误的记录', { nullable: true })
  fault: ChainFaultBody | null;
}
