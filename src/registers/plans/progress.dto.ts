import {
  COMPLETION_VERDICT,
  type CompletionVerdict,
  UNRESOLVED_REASON,
} from '../../campaigns/codes/issue-codes.js';
import {
  CodeField,
  DateField,
  FenField,
  IntegerField,
  TextField,
} from '../../platform/http/fields.js';

export class ProgressFields {
  @TextField({ label: '整改进展', min: 5, max: 5000, example: '已完成3户入户复核，2户进入审批' })
  text: string;

  @IntegerField({ label: '进度（%）', max: 100, example: 60 })
  percent: number;

  @DateField({ label: '进展日期', optional: true, description: '默认为今天' })
  asOf?: string;

  @TextField({ label: '整改成效', optional: true, max: 5000 })
  effect?: string;

  @CodeField(COMPLETION_VERDICT, { optional: true, example: 'NOT_DUE' })
  verdict?: CompletionVerdict;

  @CodeField(UNRESOLVED_REASON, {
    optional: true,
    description: '已逾期、已延期、持续整改的问题必填',
  })
  unresolvedReason?: string;

  @TextField({
    label: '未整改到位说明',
    optional: true,
    max: 2000,
    description: '原因为其他时必填',
  })
  unresolvedNote?: string;

  @TextField({
    label: '下步打算',
    optional: true,
    max: 2000,
    description: '已逾期、已延期、持续整改的问题必填',
  })
  nextStep?: string;

  @FenField({ label: '已追缴金额', optional: true, description: '截至进展日期的累计数。' })
  recoveredFen?: number;

  @FenField({ label: '退还群众金额', optional: true, description: '截至进展日期的累计数。' })
  refundedFen?: number;
}
