import { ApiProperty } from '@nestjs/swagger';
import { EVIDENCE_TYPE } from '../../campaigns/codes/issue-codes.js';
import {
  CodeField,
  DateField,
  FlagField,
  IdField,
  IntegerField,
  TextField,
} from '../../platform/http/fields.js';

/** The fields that accompany an uploaded file. */
export class EvidenceFields {
  @CodeField(EVIDENCE_TYPE, { example: 'APPROVAL' })
  type: string;

  @IdField({ label: '对应的整改措施', optional: true })
  taskId?: string;

  @TextField({ label: '说明', optional: true, max: 1000 })
  note?: string;

  @DateField({ label: '材料日期', optional: true, example: '2020-05-09' })
  documentDate?: string;

  @IntegerField({ label: '页数', optional: true, min: 1, max: 10_000 })
  pageCount?: number;

  @FlagField({
    label: '敏感材料',
    optional: true,
    description: '只有业务科室、局领导、派驻纪检监察组和上传单位能够查看',
  })
  isSensitive?: boolean;
}

/** The whole form, as OpenAPI describes it. */
export class EvidenceForm extends EvidenceFields {
  @ApiProperty({
    description: '文件：PDF、JPG、PNG、DOCX、XLSX、OFD',
    type: 'string',
    format: 'binary',
  })
  file: unknown;
}

export class EvidenceListQuery {
  @FlagField({ label: '包括已撤回的', optional: true })
  withdrawn?: boolean;
}

export class WithdrawEvidenceBody {
  @TextField({ label: '撤回理由', min: 5, max: 500, example: '照片拍错了地点，另行上传' })
  reason: string;
}
