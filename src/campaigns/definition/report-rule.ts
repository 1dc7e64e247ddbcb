import { AREA_LEVEL, type AreaLevel, ORG_TYPE, type OrgType } from '../../identity/codes.js';
import {
  CodeField,
  DateField,
  FlagField,
  IntegerField,
  ObjectField,
  ObjectsField,
  PatternField,
  TextField,
  TextsField,
} from '../../platform/http/fields.js';
import {
  CERTAINTY,
  type Certainty,
  COVERAGE,
  type Coverage,
  DUE_ANCHOR,
  type DueAnchor,
  HOLIDAY_MOVE,
  type HolidayMove,
  OVERFLOW,
  type Overflow,
  PERIODICITY,
  type Periodicity,
  REPORT_TYPE,
  type ReportType,
} from '../codes/reporting-codes.js';
import { DaysField, KeyField, NumbersAsText } from './fields.js';

/** Some months have no 31st; the end of every month is said with `monthEnd`. */
export const DAY_OF_MONTH_MAX = 30;

const MONTH_OR_DATE = /^\d{4}-\d{2}(-\d{2})?$/;
const TIME = /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/;

/** Who sends the report: every unit of the level and type below the campaign's owner. */
export class ReportReporter {
  @CodeField(AREA_LEVEL, { label: '填报层级' })
  level: AreaLevel;

  @CodeField(ORG_TYPE, { label: '填报单位类型', optional: true })
  orgType?: OrgType;

  @NumbersAsText()
  @TextsField({ label: '另须填报的单位（区划代码）', optional: true, max: 12, maxItems: 50 })
  alsoAreaCodes: string[] = [];

  @NumbersAsText()
  @TextsField({ label: '不须填报的单位（区划代码）', optional: true, max: 12, maxItems: 50 })
  exceptAreaCodes: string[] = [];
}

/** Who receives and consolidates: a post of a unit, never a person's name. */
export class ReportReceiver {
  @CodeField(AREA_LEVEL, { label: '接收层级' })
  level: AreaLevel;

  @TextField({ label: '接收科室', optional: true, max: 60, example: '低保中心' })
  division?: string;
}

/** The periods in which reports are made: `2020-04` or `2020-04-01`, both ends included. */
export class ReportActive {
  @PatternField({ label: '起始期', pattern: MONTH_OR_DATE, hint: '2020-04 或 2020-04-01' })
  from: string;

  @PatternField({
    label: '终止期',
    optional: true,
    pattern: MONTH_OR_DATE,
    hint: '2020-12 或 2020-12-31',
    description: '不写则到专项治理结束',
  })
  to?: string;
}

export class DateRange {
  @DateField({ label: '起始日期' })
  from: string;

  @DateField({ label: '截止日期' })
  to: string;
}

/** Another day or hour for one period: `Q2`, `01` (every year) or `2020Q2`, `2020-01` (once). */
export class PeriodOverride {
  @NumbersAsText()
  @TextField({ label: '期别', max: 7, example: 'Q2' })
  period: string;

  @IntegerField({
    label: '每期几日（月末请用 monthEnd）',
    optional: true,
    min: 1,
    max: DAY_OF_MONTH_MAX,
  })
  dayOfMonth?: number;

  @FlagField({ label: '月末', optional: true })
  monthEnd?: boolean;

  @PatternField({ label: '截止时刻', optional: true, pattern: TIME, hint: '12:00 或 24:00' })
  time?: string;
}

/** When the report is due. See docs/campaign-definition.md for the meaning of each combination. */
export class DueRule {
  @CodeField(DUE_ANCHOR)
  anchor: DueAnchor;

  @DateField({ label: '固定截止日期', optional: true, example: '2020-05-31' })
  date?: string;

  @IntegerField({
    label: '每期几日（月末请用 monthEnd）',
    optional: true,
    min: 1,
    max: DAY_OF_MONTH_MAX,
  })
  dayOfMonth?: number;

  @FlagField({ label: '月末', optional: true })
  monthEnd: boolean = false;

  @IntegerField({ label: '起算点后推月数', optional: true, min: 0, max: 24 })
  offsetMonths: number = 0;

  @IntegerField({ label: '后推天数', optional: true, min: -366, max: 366 })
  offsetDays: number = 0;

  @IntegerField({ label: '后推工作日', optional: true, min: -250, max: 250 })
  offsetWorkdays: number = 0;

  @ObjectsField(() => PeriodOverride, { label: '个别期别的截止日', optional: true, max: 24 })
  perPeriod: PeriodOverride[] = [];

  @CodeField(OVERFLOW, { optional: true })
  overflow: Overflow = 'CLAMP';

  @FlagField({ label: '含当日', optional: true })
  inclusive: boolean = true;

  @PatternField({ label: '截止时刻', optional: true, pattern: TIME, hint: '12:00 或 24:00' })
  time: string = '24:00';

  @CodeField(HOLIDAY_MOVE, { optional: true })
  holiday: HolidayMove = 'NONE';
}

/** What a submitted report must carry. */
export class ReportSignoff {
  @FlagField({ label: '领导签发', optional: true })
  leaderSign: boolean = false;

  @FlagField({ label: '加盖公章', optional: true })
  seal: boolean = false;

  @FlagField({ label: '报送电子件', optional: true })
  electronic: boolean = true;

  @FlagField({ label: '报送纸质件', optional: true })
  paper: boolean = false;
}

/** Who reports what to whom by when. */
export class ReportRule {
  @KeyField({ label: '报送规则编号', example: 'QJ-M' })
  code: string;

  @TextField({ label: '报送事项', max: 100, example: '农村低保专项治理工作台账' })
  name: string;

  @CodeField(REPORT_TYPE)
  reportType: ReportType;

  @ObjectField(() => ReportReporter, { label: '填报单位' })
  reporter: ReportReporter;

  @ObjectField(() => ReportReceiver, { label: '接收单位' })
  receiver: ReportReceiver;

  @CodeField(PERIODICITY)
  periodicity: Periodicity;

  @ObjectField(() => ReportActive, { label: '适用期间' })
  active: ReportActive;

  @NumbersAsText()
  @TextsField({
    label: '免报期',
    optional: true,
    max: 7,
    maxItems: 24,
    description: '如 2020-01、2020Q4；每年都免报的写 01、Q4',
  })
  exemptPeriods: string[] = [];

  @CodeField(COVERAGE, { optional: true })
  coverage: Coverage = 'CURRENT';

  @ObjectField(() => DateRange, { label: '固定覆盖期间', optional: true })
  fixedRange?: DateRange;

  @ObjectField(() => DueRule, {
    label: '截止规则',
    optional: true,
    description: '通知没有规定时限（“适时”“及时”）的不写',
  })
  due?: DueRule;

  @DaysField({ label: '截止前几天提醒', max: 60, example: [5, 2, 0] })
  reminders?: number[];

  @FlagField({ label: '无情况也须零报告', optional: true })
  nilRequired: boolean = false;

  @FlagField({ label: '原则性要求（只提醒，不计迟报）', optional: true })
  soft: boolean = false;

  @TextsField({ label: '须先接收的下级报告', optional: true, max: 40, maxItems: 10 })
  dependsOn: string[] = [];

  @ObjectField(() => ReportSignoff, { label: '签章要求', optional: true })
  signoff: ReportSignoff = new ReportSignoff();

  @TextsField({ label: '附件', optional: true, max: 200, maxItems: 20 })
  attachments: string[] = [];

  @CodeField(CERTAINTY, { optional: true })
  certainty: Certainty = 'EXPLICIT';

  @TextField({ label: '原文', optional: true, max: 500 })
  quote?: string;
}
