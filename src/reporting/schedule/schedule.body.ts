import { REPORT_STATUS, REPORT_TYPE } from '../../campaigns/codes/reporting-codes.js';
import {
  NamedRef,
  OutCode,
  OutDate,
  OutFlag,
  OutId,
  OutInstant,
  OutInteger,
  OutObject,
  OutObjects,
  OutText,
} from '../../platform/http/output.js';
import { URGE_CHANNEL, URGE_SKIP } from './schedule.codes.js';

const NULLABLE = { nullable: true } as const;

/** One report that a unit owes, made or still to come. */
export class DutyBody {
  @OutId('报告；尚未到填报期的为空', NULLABLE) reportId: string | null;
  @OutFlag('尚未到填报期：按现行规则推算，到期初固定') planned: boolean;
  @OutId('专项治理') campaignId: string;
  @OutObject(() => NamedRef, '填报单位') unit: NamedRef;
  @OutObject(() => NamedRef, '接收单位', NULLABLE) receiver: NamedRef | null;
  @OutText('报送规则编号', { example: 'QJ-M' }) ruleCode: string;
  @OutText('报送事项', { example: '农村低保专项治理工作台账' }) ruleName: string;
  @OutCode(REPORT_TYPE) reportType: string;
  @OutText('期间', { example: '2020-05' }) period: string;
  @OutText('期间名称', { example: '2020年5月' }) periodLabel: string;
  @OutDate('开始填报日期') opensOn: string;
  @OutDate('覆盖期起') coversFrom: string;
  @OutDate('覆盖期止') coversTo: string;
  @OutDate('应报日期', NULLABLE) dueOn: string | null;
  @OutInstant('应报时刻：从这一刻起为迟报', NULLABLE) dueAt: string | null;
  @OutDate('通知原定的应报日期', NULLABLE) printedDueOn: string | null;
  @OutFlag('已发布顺延通知') shifted: boolean;
  @OutDate('建议报送日期（应报日期为休息日时）', NULLABLE) suggestedOn: string | null;
  @OutText('报送要求', {
    example: '应于2020年5月30日（周六）前报送，建议于2020年5月29日（周五）前报送',
  })
  dueNotice: string;
  @OutInteger('距应报（重报）日期的天数，已过的为负；不再等待的为空', NULLABLE)
  daysLeft: number | null;
  @OutFlag('原则性要求：只提醒，不计迟报') soft: boolean;
  @OutCode(REPORT_STATUS, NULLABLE) status: string | null;
  @OutFlag('迟报，或已过期限尚未报送') late: boolean;
  @OutInteger('迟报天数', NULLABLE) lateDays: number | null;
  @OutDate('重报期限', NULLABLE) resubmitOn: string | null;
  @OutInteger('催报次数') urgeCount: number;
  @OutText('免报原因', NULLABLE) exemptReason: string | null;
  @OutInteger('版本', NULLABLE) version: number | null;
}

/** What one's own unit has to do with reports. */
export class DutiesBody {
  @OutDate('今天') today: string;
  @OutObjects(() => DutyBody, '本单位应报：未报的，和30日内将开始填报的') owed: DutyBody[];
  @OutObjects(() => DutyBody, '报来待接收的') toReceive: DutyBody[];
  @OutObjects(() => DutyBody, '应向本单位报送、已过期限未报的') missing: DutyBody[];
  @OutFlag('有单位向本单位报送，当前用户可以催报') mayUrge: boolean;
}

export class UrgeBody {
  @OutId('催报登记') id: string;
  @OutCode(URGE_CHANNEL) channel: string;
  @OutText('催报内容') note: string;
  @OutText('接听（签收）人', NULLABLE) answeredBy: string | null;
  @OutDate('催报时的应报日期', NULLABLE) dueOnThen: string | null;
  @OutText('催报人') urgedByName: string;
  @OutInstant('催报时间') urgedAt: string;
}

export class UrgedReportBody {
  @OutId('报告') reportId: string;
  @OutObject(() => NamedRef, '填报单位') unit: NamedRef;
  @OutText('报送规则编号') ruleCode: string;
  @OutText('期间') period: string;
  @OutInteger('催报次数') urgeCount: number;
}

export class UrgeSkipBody {
  @OutId('报告', NULLABLE) reportId: string | null;
  @OutObject(() => NamedRef, '填报单位') unit: NamedRef;
  @OutText('报送规则编号', NULLABLE) ruleCode: string | null;
  @OutText('期间', NULLABLE) period: string | null;
  @OutCode(URGE_SKIP) reason: string;
  @OutText('原因说明') message: string;
}

export class BatchUrgeBody {
  @OutObjects(() => UrgedReportBody, '已催报的') urged: UrgedReportBody[];
  @OutObjects(() => UrgeSkipBody, '没有催报的，及原因') skipped: UrgeSkipBody[];
}

export class ShiftBody {
  @OutId('顺延通知') id: string;
  @OutId('专项治理') campaignId: string;
  @OutText('报送规则编号') ruleCode: string;
  @OutText('期间') period: string;
  @OutText('期间名称') periodLabel: string;
  @OutObject(() => NamedRef, '发布单位（接收单位）') receiver: NamedRef;
  @OutInteger('该期第几次顺延') shiftNo: number;
  @OutDate('通知原定的应报日期') printedDueOn: string;
  @OutDate('顺延前的应报日期') previousDueOn: string;
  @OutDate('顺延后的应报日期') newDueOn: string;
  @OutText('截止时刻', { example: '24:00' }) newDueTime: string;
  @OutText('通知文号', NULLABLE) noticeNo: string | null;
  @OutText('原因') reason: string;
  @OutInteger('改动的报告份数；以后生成的也照此办理') reportCount: number;
  @OutText('发布人') issuedByName: string;
  @OutInstant('发布时间') issuedAt: string;
}
