import { ApiProperty } from '@nestjs/swagger';
import { RETURN_REASON } from '../../campaigns/codes/issue-codes.js';
import { REPORT_STATUS } from '../../campaigns/codes/reporting-codes.js';
import {
  CodeField,
  CodesField,
  DateField,
  FlagField,
  IdField,
  ObjectField,
  ObjectsField,
  PatternField,
  TextField,
  TextsField,
} from '../../platform/http/fields.js';
import { DECISION, type Decision } from '../../registers/codes.js';
import { CORRECTABLE_CELL, type CorrectableCell } from './report.codes.js';
import { PageQuery } from '../../platform/http/paging.js';
import { Narrative } from '../schedule/report.narrative.js';

export const PERIOD = {
  pattern: /^(20\d\d(-(0[1-9]|1[0-2])(-\d\d)?|Q[1-4]|H[12])?|ONCE)$/,
  hint: '2020-04、2020Q2、2020或ONCE（一次性）',
};

export class OpenReportBody {
  @IdField({ label: '专项治理' })
  campaignId: string;

  @TextField({ label: '报送规则编号', max: 40, example: 'QJ-M' })
  ruleCode: string;

  @PatternField({ label: '期间', example: '2020-04', ...PERIOD })
  period: string;

  @IdField({ label: '填报单位', optional: true, description: '默认为本单位' })
  unitId?: string;
}

export class ReportDraftBody {
  @ObjectField(() => Narrative, { label: '文字部分' })
  narrative: Narrative;
}

export class SubmissionBody {
  @FlagField({ label: '零报告', optional: true, description: '本期台账没有变动' })
  isNil?: boolean;
}

export class PrecheckQuery {
  @FlagField({ label: '零报告', optional: true, description: '按零报告检查' })
  isNil?: boolean;
}

export class ReturnBody {
  @CodeField(RETURN_REASON, { example: 'R4' })
  reasonCode: string;

  @TextsField({ label: '退回事项', optional: true, max: 500, maxItems: 30 })
  items?: string[];

  @TextField({
    label: '补充要求',
    min: 10,
    max: 2000,
    example: '请核对第3项的整改进展，与销号申请保持一致后重报。',
  })
  demand: string;

  @DateField({
    label: '重报期限',
    optional: true,
    description: '默认为专项治理规定的工作日数，至当日24时',
  })
  resubmitOn?: string;
}

export class AcceptanceBody {
  @TextField({ label: '接收意见', optional: true, max: 2000 })
  opinion?: string;
}

export class PaperReceiptBody {
  @DateField({ label: '收到日期', example: '2020-05-29' })
  receivedOn: string;

  @TextField({ label: '说明', optional: true, max: 500 })
  note?: string;
}

/** The fields that accompany an uploaded file. */
export class AttachmentFields {
  @TextField({ label: '对应要求报送的附件', optional: true, max: 300 })
  slot?: string;

  @TextField({ label: '说明', optional: true, max: 1000 })
  note?: string;
}

/** The whole form, as OpenAPI describes it. */
export class AttachmentForm extends AttachmentFields {
  @ApiProperty({
    description: '文件：PDF、JPG、PNG、DOCX、XLSX、OFD',
    type: 'string',
    format: 'binary',
  })
  file: unknown;
}

export class WithdrawAttachmentBody {
  @TextField({ label: '撤回理由', min: 5, max: 500, example: '上传错了文件，另行上传' })
  reason: string;
}

export class RowCorrection {
  @TextField({ label: '问题编号', max: 40, example: '990101-2020-WT-0003' })
  issueNo: string;

  @CodeField(CORRECTABLE_CELL)
  cell: CorrectableCell;

  @TextField({ label: '更正后的内容', max: 3000 })
  value: string;
}

export class SectionCorrection {
  @TextField({ label: '部分的标题', max: 60, example: '存在问题' })
  title: string;

  @TextField({ label: '更正后的内容', max: 5000 })
  text: string;
}

export class CorrectionBody {
  @TextField({ label: '更正理由', min: 10, max: 2000 })
  reason: string;

  @ObjectsField(() => RowCorrection, { label: '台账行的更正', optional: true, max: 200 })
  rows?: RowCorrection[];

  @TextsField({ label: '更正后的台账附注', optional: true, max: 500, maxItems: 10 })
  notes?: string[];

  @ObjectsField(() => SectionCorrection, { label: '正文的更正', optional: true, max: 30 })
  sections?: SectionCorrection[];
}

export class CorrectionDecisionBody {
  @CodeField(DECISION, { example: 'APPROVED' })
  decision: Decision;

  @TextField({ label: '意见', min: 2, max: 2000 })
  opinion: string;
}

export class ReportListQuery extends PageQuery {
  @IdField({ label: '专项治理', optional: true })
  campaignId?: string;

  @IdField({ label: '填报单位', optional: true, description: '含下级单位' })
  unitId?: string;

  @TextField({ label: '报送规则编号', optional: true, max: 40 })
  ruleCode?: string;

  @PatternField({ label: '期间', optional: true, ...PERIOD })
  period?: string;

  @CodesField(REPORT_STATUS, { optional: true })
  status?: string[];

  @FlagField({ label: '迟报，或已过期限尚未报送', optional: true })
  late?: boolean;

  @IdField({ label: '接收单位', optional: true })
  receiverUnitId?: string;

  @DateField({ label: '应报日期起', optional: true })
  dueFrom?: string;

  @DateField({ label: '应报日期止', optional: true })
  dueTo?: string;

  @FlagField({ label: '零报告', optional: true })
  nil?: boolean;

  @FlagField({
    label: '待我办理',
    optional: true,
    description: '本单位应填报的，和报来本单位待接收、待审批更正的',
  })
  waitingForMe?: boolean;
}
