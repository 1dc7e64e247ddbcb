import { EVIDENCE_TYPE } from '../../campaigns/codes/issue-codes.js';
import {
  NamedRef,
  OutCode,
  OutDate,
  OutFlag,
  OutId,
  OutInstant,
  OutInteger,
  OutObject,
  OutText,
} from '../../platform/http/output.js';

const NULLABLE = { nullable: true } as const;

/** One piece of evidence as the issue's page lists it. */
export class EvidenceBody {
  @OutId('佐证材料') id: string;
  @OutId('问题') issueId: string;
  @OutInteger('整改轮次') cycleNo: number;
  @OutInteger('序号') seq: number;
  @OutId('对应的整改措施', NULLABLE) taskId: string | null;
  @OutCode(EVIDENCE_TYPE) type: string;
  @OutText('文件名', { example: '单人户低保审批表.pdf' }) fileName: string;
  @OutText('SHA-256（保存的内容）') sha256: string;
  @OutText('内容类型', { example: 'application/pdf' }) mime: string;
  @OutInteger('字节数') size: number;
  @OutInteger('页数', NULLABLE) pageCount: number | null;
  @OutObject(() => NamedRef, '来源单位') sourceUnit: NamedRef;
  @OutDate('材料日期', NULLABLE) documentDate: string | null;
  @OutInstant('拍摄时间', NULLABLE) takenAt: string | null;
  @OutText('说明', NULLABLE) note: string | null;
  @OutFlag('敏感材料') isSensitive: boolean;
  @OutObject(() => NamedRef, '上传人') uploadedBy: NamedRef;
  @OutInstant('上传时间') uploadedAt: string;
  @OutInstant('撤回时间', NULLABLE) withdrawnAt: string | null;
  @OutText('撤回理由', NULLABLE) withdrawnReason: string | null;
  @OutInteger('版本') version: number;
}
