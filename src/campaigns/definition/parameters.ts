import {
  CodeField,
  CodesField,
  DateField,
  FenField,
  FlagField,
  IntegerField,
  ObjectField,
  ObjectsField,
  TextField,
} from '../../platform/http/fields.js';
import { EVIDENCE_TYPE, type EvidenceType } from '../codes/issue-codes.js';
import { CATEGORY_REFERENCE, type CategoryReference } from '../codes/problem-category.js';
import { CERTAINTY, type Certainty } from '../codes/reporting-codes.js';
import { DaysField, KeyField } from './fields.js';

/** One kind of proof; any of the types will do. */
export class EvidenceGroup {
  @TextField({ label: '佐证名称', max: 100, example: '首次发放凭证' })
  label: string;

  @CodesField(EVIDENCE_TYPE, { min: 1 })
  anyOf: EvidenceType[];

  @FlagField({ label: '仅在应追缴资金时需要', optional: true })
  onlyIfRecoveryDue: boolean = false;
}

/** What must be attached before an issue of these categories may be struck off: every group. */
export class EvidenceRule {
  @CodesField(CATEGORY_REFERENCE, { label: '问题类别', min: 1 })
  categories: CategoryReference[];

  @ObjectsField(() => EvidenceGroup, { label: '佐证要求', min: 1, max: 12 })
  allOf: EvidenceGroup[];
}

/** Days from assignment to the deadline when the order names none. */
export class DeadlineDays {
  @IntegerField({ label: '立行立改天数', optional: true, min: 1, max: 365 })
  IMMEDIATE: number = 15;

  @IntegerField({ label: '限期整改天数', optional: true, min: 1, max: 365 })
  TIME_LIMITED: number = 60;

  @IntegerField({ label: '长期坚持天数', optional: true, min: 1, max: 1095 })
  LONG_TERM: number = 180;
}

export class CampaignParameters {
  @ObjectField(() => DeadlineDays, { label: '默认整改天数', optional: true })
  deadlineDays: DeadlineDays = new DeadlineDays();

  @IntegerField({ label: '签收工作日', optional: true, min: 1, max: 30 })
  receiptWorkdays: number = 2;

  @IntegerField({ label: '每步销号审核工作日', optional: true, min: 1, max: 30 })
  reviewWorkdays: number = 5;

  @IntegerField({ label: '退回重报工作日', optional: true, min: 1, max: 30 })
  resubmissionWorkdays: number = 2;

  @IntegerField({ label: '延期次数上限', optional: true, min: 0, max: 10 })
  extensionsMax: number = 2;

  @IntegerField({ label: '每次延期天数上限', optional: true, min: 1, max: 365 })
  extensionDaysMax: number = 60;

  @IntegerField({ label: '挂账复评间隔天数上限', optional: true, min: 1, max: 365 })
  carryOverReviewDaysMax: number = 90;

  @IntegerField({ label: '回头看天数', optional: true, min: 1, max: 365 })
  lookbackDays: number = 90;

  @IntegerField({ label: '回头看抽查比例（%）', optional: true, min: 0, max: 100 })
  lookbackSamplePercent: number = 20;

  @IntegerField({ label: '佐证抽查比例（%）', optional: true, min: 0, max: 100 })
  evidenceSamplePercent: number = 10;

  @FenField({ label: '资金阈值', optional: true, example: 1_000_000 })
  fundThresholdFen: number = 1_000_000;
}

/** Numbers of the light rule (亮灯管理). */
export class LightRule {
  @IntegerField({ label: '交办后应报方案的工作日', optional: true, min: 1, max: 60 })
  planWorkdays: number = 2;

  @IntegerField({ label: '临近时限天数', optional: true, min: 0, max: 60 })
  nearDays: number = 7;

  @IntegerField({ label: '立行立改临近时限天数', optional: true, min: 0, max: 60 })
  nearDaysImmediate: number = 2;

  @IntegerField({ label: '挂账复评临近天数', optional: true, min: 0, max: 60 })
  reviewNearDays: number = 7;

  @IntegerField({ label: '进度落后亮黄灯（百分点）', optional: true, min: 1, max: 100 })
  lagYellowPoints: number = 10;

  @IntegerField({ label: '进度落后超过即亮红灯（百分点）', optional: true, min: 1, max: 100 })
  lagRedPoints: number = 30;

  @IntegerField({ label: '退回几次亮黄灯', optional: true, min: 1, max: 20 })
  returnsYellow: number = 2;

  @IntegerField({ label: '每月几日起未填进展亮黄灯', optional: true, min: 1, max: 28 })
  progressFromDay: number = 1;
}

/** A day by which something must be reached; it may cap the deadlines of the issues. */
export class Milestone {
  @KeyField({ label: '节点编号', example: 'RC-C' })
  code: string;

  @TextField({ label: '节点名称', max: 200 })
  title: string;

  @DateField({ label: '节点日期', example: '2020-05-31' })
  dueOn: string;

  @FlagField({ label: '整改时限不得晚于此日', optional: true })
  capsDeadlines: boolean = false;

  @CodeField(CERTAINTY, { optional: true })
  certainty: Certainty = 'EXPLICIT';

  @TextField({ label: '原文', optional: true, max: 500 })
  quote?: string;
}

/** On which days before a due day people are reminded. */
export class Reminders {
  @DaysField({ label: '整改时限前几天提醒', max: 60, example: [7, 3, 1, 0] })
  issueDaysBefore: number[] = [7, 3, 1, 0];

  @DaysField({ label: '报送截止前几天提醒', max: 60, example: [5, 2, 0] })
  reportDaysBefore: number[] = [5, 2, 0];
}
