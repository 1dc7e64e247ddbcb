import { ApiProperty } from '@nestjs/swagger';
import { RETURN_REASON } from '../../campaigns/codes/issue-codes.js';
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
  OutTexts,
} from '../../platform/http/output.js';
import { Narrative } from '../schedule/report.narrative.js';
import { BalanceFigures } from '../../registers/ledger/balance.body.js';
import { CORRECTION_STATUS, REPORT_DECISION, SEALED_FIGURES } from './report.codes.js';

const NULLABLE = { nullable: true } as const;

export class ReportListItem {
  @OutId('报告') id: string;
  @OutId('专项治理') campaignId: string;
  @OutObject(() => NamedRef, '填报单位') unit: NamedRef;
  @OutText('报送规则编号', { example: 'QJ-M' }) ruleCode: string;
  @OutText('报送事项', { example: '农村低保专项治理工作台账' }) ruleName: string;
  @OutCode(REPORT_TYPE) reportType: string;
  @OutText('期间', { example: '2020-04' }) period: string;
  @OutText('期间名称', { example: '2020年4月' }) periodLabel: string;
  @OutCode(REPORT_STATUS) status: string;
  @OutDate('应报日期', NULLABLE) dueOn: string | null;
  @OutInstant('应报时刻：从这一刻起为迟报', NULLABLE) dueAt: string | null;
  @OutDate('建议报送日期（应报日期为休息日时）', NULLABLE) suggestedOn: string | null;
  @OutInstant('截止时点', NULLABLE) asOf: string | null;
  @OutInteger('距应报（重报）日期的天数，已过的为负；不再等待的为空', NULLABLE)
  daysLeft: number | null;
  @OutFlag('零报告') isNil: boolean;
  @OutInstant('首次报送时间', NULLABLE) firstSubmittedAt: string | null;
  @OutFlag('迟报，或已过期限尚未报送') late: boolean;
  @OutInteger('迟报天数', NULLABLE) lateDays: number | null;
  @OutObject(() => NamedRef, '接收单位', NULLABLE) receiver: NamedRef | null;
  @OutInteger('退回次数') returnCount: number;
  @OutDate('重报期限', NULLABLE) resubmitOn: string | null;
  @OutInteger('生效的版本号', NULLABLE) officialVersionNo: number | null;
  @OutFlag('汇总时漏报') missed: boolean;
  @OutInteger('催报次数') urgeCount: number;
  @OutFlag('当前用户可以催报') canUrge: boolean;
  @OutInteger('版本') version: number;
}

export class SuggestedTask {
  @OutText('重点任务') title: string;
  @OutText('内容') text: string;
}

export class HindranceItem {
  @OutText('位置：问题写作issues/{id}，报告的部分写作narrative…', {
    example: 'narrative.discipline',
  })
  path: string;
  @OutText('代码') code: string;
  @OutText('情况') message: string;
}

export class FigureChange {
  @OutText('指标', { example: '期末未销号' }) name: string;
  @OutInteger('保存时', NULLABLE) saved: number | null;
  @OutInteger('现在') current: number;
}

/** A figure under the id that statistics know it by, so that its rows can be asked for. */
export class SealedFigure {
  @ApiProperty({ description: '统计指标', enum: [...SEALED_FIGURES], enumName: 'SealedFigureId' })
  id: (typeof SEALED_FIGURES)[number];
  @OutInteger('数值') value: number;
}

/** What the books suggest to write, as they stand now. */
export class SuggestedSections {
  @OutInstant('截至') asOf: string;
  @OutObject(() => BalanceFigures, '本期增减') balance: BalanceFigures;
  @OutObjects(() => SealedFigure, '累计数字') figures: SealedFigure[];
  @OutText('引语') opening: string;
  @OutText('总体进展') overview: string;
  @OutObjects(() => SuggestedTask, '重点任务推进') tasks: SuggestedTask[];
  @OutTexts('存在问题') problems: string[];
  @OutTexts('下一步打算') plans: string[];
  @OutObjects(() => FigureChange, '保存文字以后有变动的数字') changed: FigureChange[];
}

export class ReportBody extends ReportListItem {
  @OutText('报送要求', { example: '应于2020年4月30日（周四）前报送' }) dueNotice: string;
  @OutDate('覆盖期起') coversFrom: string;
  @OutDate('覆盖期止') coversTo: string;
  @OutObject(() => Narrative, '文字部分') narrative: Narrative;
  @OutText('填报人') preparedByName: string;
  @OutInteger('已封存的版本数') versionCount: number;
  @OutDate('收到盖章纸质件的日期', NULLABLE) paperReceivedOn: string | null;
  @OutTexts('要求报送的附件') requiredAttachments: string[];
  @OutFlag('有更正待审批') correctionPending: boolean;
  @OutTexts('当前用户可以办理的事项，如draft、submit、accept、return') allowedActions: string[];
}

/** The single report, as it is opened for writing. */
export class ReportDetail extends ReportBody {
  @OutObject(() => SuggestedSections, '按台账现状生成的文字，报送后为空', NULLABLE)
  suggested: SuggestedSections | null;
}

export class Hindrance {
  @OutText('代码', { example: 'R29_PROGRESS_MISSING' }) code: string;
  @OutText('情况') detail: string;
  @OutObjects(() => HindranceItem, '逐项') errors: HindranceItem[];
}

export class PrecheckBody {
  @OutFlag('可以报送') ready: boolean;
  @OutObjects(() => Hindrance, '报送前须处理的') hindrances: Hindrance[];
}

/** One line of the review register. */
export class ReportReviewItem {
  @OutInteger('序号') seq: number;
  @OutInteger('版本号') versionNo: number;
  @OutCode(REPORT_DECISION) decision: string;
  @OutCode(RETURN_REASON, NULLABLE) reasonCode: string | null;
  @OutTexts('退回事项') items: string[];
  @OutText('补充要求', NULLABLE) demand: string | null;
  @OutText('意见', NULLABLE) opinion: string | null;
  @OutDate('重报期限，或收到纸质件的日期', NULLABLE) day: string | null;
  @OutText('接收单位') unitName: string;
  @OutText('办理人') decidedByName: string;
  @OutInstant('办理时间') decidedAt: string;
}

/** One act in the history of a report, oldest first. */
export class ReportHistoryItem {
  @OutInteger('顺序') seq: number;
  @OutInstant('时间') at: string;
  @OutText('办理人') actorName: string;
  @OutText('办理单位', NULLABLE) unitName: string | null;
  @OutText('事项代码', { example: 'report.submit' }) action: string;
  @OutText('事项', { example: '审签报送' }) label: string;
  @ApiProperty({ description: '办理内容', type: 'object', additionalProperties: true })
  detail: Record<string, unknown>;
}

export class ChangeItem {
  @OutText('位置', { example: '990101-2020-WT-0003 整改进展情况' }) place: string;
  @OutText('更正前') before: string;
  @OutText('更正后') after: string;
}

export class CorrectionItem {
  @OutInteger('序号') seq: number;
  @OutCode(CORRECTION_STATUS) status: string;
  @OutInteger('被更正的版本号') ofVersionNo: number;
  @OutInteger('更正后的版本号') versionNo: number;
  @OutText('更正理由') reason: string;
  @OutObjects(() => ChangeItem, '更正前后对照') changes: ChangeItem[];
  @OutText('申请人') requestedByName: string;
  @OutInstant('申请时间') requestedAt: string;
  @OutText('审批人', NULLABLE) decidedByName: string | null;
  @OutInstant('审批时间', NULLABLE) decidedAt: string | null;
  @OutText('意见', NULLABLE) opinion: string | null;
}

export class AttachmentItem {
  @OutId('附件') id: string;
  @OutInteger('序号') seq: number;
  @OutText('对应要求报送的附件', NULLABLE) slot: string | null;
  @OutText('文件名') fileName: string;
  @OutText('内容摘要（SHA-256）') sha256: string;
  @OutText('媒体类型') mime: string;
  @OutInteger('字节数') size: number;
  @OutText('说明', NULLABLE) note: string | null;
  @OutText('上传人') uploadedByName: string;
  @OutInstant('上传时间') uploadedAt: string;
  @OutInstant('撤回时间', NULLABLE) withdrawnAt: string | null;
  @OutText('撤回理由', NULLABLE) withdrawnReason: string | null;
  @OutInteger('版本') version: number;
}

/** One sealed version; its contents are at `versions/<versionNo>.json`. */
export class ReportVersionItem {
  @OutInteger('版本号') versionNo: number;
  @OutInteger('本单位封存序号') sealNo: number;
  @OutInstant('截止时点') asOf: string;
  @OutInteger('台账分录起号') fromSeq: number;
  @OutInteger('台账分录止号') toSeq: number;
  @OutText('内容摘要（SHA-256）') sha256: string;
  @OutText('本单位上一封存版本的摘要', NULLABLE) previousHash: string | null;
  @OutText('签发人') sealedByName: string;
  @OutInstant('封存时间') sealedAt: string;
}

export class SealedSection {
  @OutText('部分的标题') title: string;
  @OutText('内容') text: string;
}

/** A line of a sealed ledger, with the cells that a correction may change. */
export class SealedRow {
  @OutText('问题编号') issueNo: string;
  @OutText('问题类别') category: string;
  @OutText('存在的问题') statement: string;
  @OutText('原因分析') causeAnalysis: string;
  @OutText('整改进展情况') progress: string;
  @OutText('整改状态') status: string;
  @OutText('备注') remark: string;
}

/** A sealed version as it is read on a screen; every word of it is at `versions/<versionNo>.json`. */
export class SealedContents {
  @OutInteger('版本号') versionNo: number;
  @OutText('内容摘要（SHA-256）') sha256: string;
  @OutInstant('截止时点') asOf: string;
  @OutFlag('零报告') isNil: boolean;
  @OutObject(() => BalanceFigures, '本期增减；不由台账生成的报告为空', NULLABLE)
  balance: BalanceFigures | null;
  @OutObjects(() => SealedFigure, '累计数字') figures: SealedFigure[];
  @OutObjects(() => SealedSection, '正文各部分，可以更正') sections: SealedSection[];
  @OutTexts('台账附注') notes: string[];
  @OutObjects(() => SealedRow, '台账各行；没有查看问题权限的为空') rows: SealedRow[];
}

export class VerificationFault {
  @OutText('检查项目', { example: 'HASH' }) check: string;
  @OutText('位置', { example: '2020年4月第1版' }) place: string;
  @OutText('情况') message: string;
}

export class VerificationBody {
  @OutFlag('全部相符') ok: boolean;
  @OutInteger('检查的版本数') versions: number;
  @OutObjects(() => VerificationFault, '不符之处') faults: VerificationFault[];
}
