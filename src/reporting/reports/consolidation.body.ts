import {
  NamedRef,
  OutCode,
  OutFlag,
  OutId,
  OutInstant,
  OutInteger,
  OutObject,
  OutObjects,
  OutText,
  OutTexts,
} from '../../platform/http/output.js';
import { REPORT_STATUS } from '../../campaigns/codes/reporting-codes.js';
import { BalanceFigures } from '../../registers/ledger/balance.body.js';
import { CONSOLIDATED_AS } from './report.codes.js';

const NULLABLE = { nullable: true } as const;

export class ConsolidatedUnitBody {
  @OutId('单位') unitId: string;
  @OutText('单位名称') unitName: string;
  @OutFlag('本级台账') own: boolean;
  @OutCode(CONSOLIDATED_AS) as: string;
  @OutId('报告', NULLABLE) reportId: string | null;
  @OutCode(REPORT_STATUS, NULLABLE) status: string | null;
  @OutInteger('版本号', NULLABLE) versionNo: number | null;
  @OutInstant('截止时点', NULLABLE) asOf: string | null;
  @OutFlag('零报告') isNil: boolean;
  @OutFlag('迟报') isLate: boolean;
  @OutInteger('迟报天数') lateDays: number;
  @OutObject(() => BalanceFigures, '增减', NULLABLE) balance: BalanceFigures | null;
}

export class InTransitBody {
  @OutText('问题编号') issueNo: string;
  @OutInteger('移出分录号') seq: number;
  @OutText('移出单位') fromUnit: string;
  @OutText('移入单位') toUnit: string;
  @OutInteger('更正数：1为移出已封账、移入未封账，-1为相反') correction: number;
}

export class ConsolidationListItem {
  @OutId('汇总') id: string;
  @OutId('专项治理') campaignId: string;
  @OutObject(() => NamedRef, '汇总单位') unit: NamedRef;
  @OutText('报送规则编号') ruleCode: string;
  @OutText('期间') period: string;
  @OutText('期间名称') periodLabel: string;
  @OutText('标题') title: string;
  @OutInteger('最近版本号') versionNo: number;
  @OutInstant('截止时点') asOf: string;
  @OutInteger('版本') version: number;
}

/** One line of the consolidated table, as it is printed. */
export class ConsolidationLine {
  @OutText('序号') seq: string;
  @OutText('单位') unit: string;
  @OutText('问题类别，或“小计”') category: string;
  @OutText('问题总数') total: string;
  @OutText('已整改') rectified: string;
  @OutText('已销号') closed: string;
  @OutText('逾期') overdue: string;
  @OutText('延期') extended: string;
  @OutText('持续整改') carriedOver: string;
}

export class ConsolidationBody extends ConsolidationListItem {
  @OutObjects(() => ConsolidatedUnitBody, '各单位') units: ConsolidatedUnitBody[];
  @OutObject(() => BalanceFigures, '各单位合计') sum: BalanceFigures;
  @OutObjects(() => InTransitBody, '期初在途') transitOpening: InTransitBody[];
  @OutObjects(() => InTransitBody, '期末在途') transitClosing: InTransitBody[];
  @OutObject(() => BalanceFigures, '汇总：合计加在途') whole: BalanceFigures;
  @OutObjects(() => ConsolidationLine, '汇总表：按单位和问题类别') lines: ConsolidationLine[];
  @OutTexts('汇总表附注') notes: string[];
  @OutText('缺报汇总的理由', NULLABLE) acceptMissing: string | null;
  @OutText('内容摘要（SHA-256）') sha256: string;
  @OutTexts('汇总以后下级报告的变动，有变动的应重新汇总') changes: string[];
  @OutFlag('已随本级报告上报') sentUp: boolean;
  @OutTexts('当前用户可以办理的事项：consolidate即重新汇总') allowedActions: string[];
}

export class ConsolidationVersionItem {
  @OutInteger('版本号') versionNo: number;
  @OutInstant('截止时点') asOf: string;
  @OutText('内容摘要（SHA-256）') sha256: string;
  @OutText('上一版本的摘要', NULLABLE) previousHash: string | null;
  @OutText('汇总人') sealedByName: string;
  @OutInstant('封存时间') sealedAt: string;
}

export class ConsolidationPreview {
  @OutObjects(() => ConsolidatedUnitBody, '各单位') units: ConsolidatedUnitBody[];
  @OutTexts('未报送或未接收的单位') missing: string[];
}
