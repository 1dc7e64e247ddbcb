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

const NULLABLE = { nullable: true } as const;

export class ReportListItem {
  @OutId('报告') id: string;
  @OutId('专项治理') campaignId: string;
  @OutObject(() => NamedRef, '填报单位') unit: NamedRef;
  @OutText('报送规则编号', { example: 'QJ-M' }) ruleCode: string;
  @OutCode(REPORT_TYPE) reportType: string;
  @OutText('期间', { example: '2020-04' }) period: string;
  @OutText('期间名称', { example: '2020年4月' }) periodLabel: string;
  @OutCode(REPORT_STATUS) status: string;
  @OutDate('应报日期', NULLABLE) dueOn: string | null;
  @OutInstant('应报时刻：从这一刻起为迟报', NULLABLE) dueAt: string | null;
  @OutDate('建议报送日期（应报日期为休息日时）', NULLABLE) suggestedOn: string | null;
  @OutInstant('截止时点', NULLABLE) asOf: string | null;
  @OutFlag('零报告') isNil: boolean;
  @OutInstant('首次报送时间', NULLABLE) firstSubmittedAt: string | null;
  @OutFlag('迟报，或已过期限尚未报送') late: boolean;
  @OutInteger('迟报天数', NULLABLE) lateDays: number | null;
  @OutInteger('版本') version: number;
}

export class ReportBody extends ReportListItem {
  @OutText('报送事项', { example: '农村低保专项治理工作台账' }) ruleName: string;
  @OutText('报送要求', { example: '应于2020年4月30日（周四）前报送' }) dueNotice: string;
  @OutDate('覆盖期起') coversFrom: string;
  @OutDate('覆盖期止') coversTo: string;
  @OutObject(() => Narrative, '文字部分') narrative: Narrative;
  @OutText('填报人') preparedByName: string;
  @OutInteger('已封存的版本数') versionCount: number;
  @OutTexts('当前用户可以办理的事项：draft、submit') allowedActions: string[];
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
