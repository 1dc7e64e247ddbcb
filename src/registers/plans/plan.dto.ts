import {
  RECTIFICATION_TYPE,
  type RectificationType,
  RETURN_REASON,
} from '../../campaigns/codes/issue-codes.js';
import {
  CodeField,
  DateField,
  IdField,
  ObjectsField,
  TextField,
} from '../../platform/http/fields.js';
import { DECISION, type Decision } from '../codes.js';
import { ResponsibilityFields } from '../responsibilities/responsibility.dto.js';
import { MeasureFields } from '../tasks/task.dto.js';

export class PlanMeasureFields extends MeasureFields {
  @IdField({
    label: '任务',
    optional: true,
    description: '沿用上一稿的措施时填写，任务编号随之沿用；表述相同的措施自动沿用',
  })
  id?: string;
}

/** The whole plan; it replaces the draft. A draft may be incomplete, 报方案 asks for the rest. */
export class PlanFields {
  @TextField({
    label: '原因分析',
    optional: true,
    max: 5000,
    example: '政策理解有偏差，未开展单独核查',
  })
  causeAnalysis?: string;

  @TextField({ label: '整改目标', optional: true, max: 2000, example: '符合条件的3户全部纳入保障' })
  goal?: string;

  @CodeField(RECTIFICATION_TYPE, { optional: true, example: 'TIME_LIMITED' })
  rectificationType?: RectificationType;

  @DateField({ label: '整改时限', optional: true, example: '2020-05-31' })
  deadline?: string;

  @TextField({ label: '阶段目标', optional: true, max: 2000, description: '长期坚持的问题必填' })
  stageGoal?: string;

  @DateField({ label: '下次复评时间', optional: true, description: '长期坚持的问题必填' })
  nextReviewOn?: string;

  @DateField({ label: '预计完成时间', optional: true, description: '长期坚持的问题必填' })
  expectedFinishOn?: string;

  @ObjectsField(() => PlanMeasureFields, { label: '整改措施', optional: true, max: 50 })
  measures?: PlanMeasureFields[];

  @ObjectsField(() => ResponsibilityFields, { label: '责任清单', optional: true, max: 50 })
  responsibilities?: ResponsibilityFields[];
}

export class PlanReviewFields {
  @CodeField(DECISION, { example: 'APPROVED' })
  decision: Decision;

  @TextField({ label: '审核意见', max: 2000, example: '措施可行，同意实施' })
  opinion: string;

  @CodeField(RETURN_REASON, { optional: true, description: '退回时必填' })
  reasonCode?: string;

  @TextField({ label: '补充整改要求', optional: true, max: 2000, description: '退回时必填' })
  demand?: string;
}
