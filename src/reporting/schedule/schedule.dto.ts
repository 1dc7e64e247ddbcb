import {
  CodeField,
  DateField,
  IdField,
  IdsField,
  PatternField,
  TextField,
} from '../../platform/http/fields.js';
import { PageQuery } from '../../platform/http/paging.js';
import { MANUAL_CHANNEL, type ManualChannel } from './schedule.codes.js';

/** As the periods of reports are written; an event's period is its day. */
const PERIOD = {
  pattern: /^(20\d\d(-(0[1-9]|1[0-2])(-\d\d)?|Q[1-4]|H[12])?|ONCE)$/,
  hint: '2020-04、2020Q2、2020或ONCE（一次性）',
};
const TIME = { pattern: /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, hint: '12:00 或 24:00' };

export class UrgeInput {
  @CodeField(MANUAL_CHANNEL)
  channel: ManualChannel;

  @TextField({ label: '催报内容', max: 500, example: '电话告知今日下班前补报' })
  note: string;

  @TextField({
    label: '接听（签收）人',
    optional: true,
    max: 100,
    example: '民政办经办',
  })
  answeredBy?: string;
}

export class UrgeTargetQuery {
  @IdField({ label: '专项治理' })
  campaignId: string;

  @TextField({ label: '报送规则编号', optional: true, max: 40, example: 'QJ-M' })
  ruleCode?: string;

  @PatternField({ label: '期间', optional: true, example: '2020-05', ...PERIOD })
  period?: string;
}

export class BatchUrgeInput extends UrgeTargetQuery {
  @IdsField({
    label: '单位',
    optional: true,
    description: '默认为应向本单位报送的全部单位',
  })
  unitIds?: string[];

  @CodeField(MANUAL_CHANNEL, { optional: true })
  channel?: ManualChannel;

  @TextField({ label: '催报内容', optional: true, max: 500 })
  note?: string;
}

export class UrgeNoticeQuery {
  @IdField({ label: '专项治理' })
  campaignId: string;

  @TextField({ label: '报送规则编号', max: 40, example: 'QJ-M' })
  ruleCode: string;

  @PatternField({ label: '期间', example: '2020-05', ...PERIOD })
  period: string;
}

export class ShiftInput extends UrgeNoticeQuery {
  @DateField({ label: '顺延（提前）到的日期', example: '2020-06-01' })
  newDueOn: string;

  @PatternField({
    label: '截止时刻',
    optional: true,
    description: '默认不变',
    example: '12:00',
    ...TIME,
  })
  newDueTime?: string;

  @TextField({ label: '通知文号', optional: true, max: 100 })
  noticeNo?: string;

  @TextField({ label: '原因', max: 500, example: '5月30日为周六，顺延至下一个工作日' })
  reason: string;
}

export class ShiftListQuery extends PageQuery {
  @IdField({ label: '专项治理' })
  campaignId: string;

  @TextField({ label: '报送规则编号', optional: true, max: 40 })
  ruleCode?: string;

  @PatternField({ label: '期间', optional: true, ...PERIOD })
  period?: string;
}

export class ExemptionInput {
  @TextField({ label: '免报原因', max: 500, example: '该镇本月没有农村低保业务' })
  reason: string;
}

export class ExemptionWithdrawalInput {
  @TextField({ label: '撤回免报的原因', max: 500 })
  reason: string;
}

export class ReportEventInput {
  @IdField({ label: '专项治理' })
  campaignId: string;

  @TextField({ label: '报送规则编号', max: 40, example: 'SN-A' })
  ruleCode: string;

  @DateField({ label: '事件日期', example: '2019-12-02' })
  eventOn: string;

  @IdField({ label: '填报单位', optional: true, description: '默认为本单位' })
  unitId?: string;
}

export class CalendarQuery extends PageQuery {
  @IdField({ label: '专项治理' })
  campaignId: string;

  @DateField({ label: '应报日期起', example: '2020-05-01' })
  from: string;

  @DateField({ label: '应报日期止', example: '2020-06-30' })
  to: string;

  @IdField({ label: '填报单位', optional: true, description: '含下级单位' })
  unitId?: string;

  @TextField({ label: '报送规则编号', optional: true, max: 40 })
  ruleCode?: string;
}
