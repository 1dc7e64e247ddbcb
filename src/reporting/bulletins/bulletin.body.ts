import {
  NamedRef,
  OutCode,
  OutDate,
  OutId,
  OutInstant,
  OutInteger,
  OutObject,
  OutObjects,
  OutText,
  OutTexts,
} from '../../platform/http/output.js';
import { DISCLOSURE } from '../cases/case.codes.js';
import { BULLETIN_STATUS } from './bulletin.codes.js';

const NULLABLE = { nullable: true } as const;

export class HeadedTextBody {
  @OutText('标题') title: string;
  @OutText('内容') text: string;
}

export class BulletinListItem {
  @OutId('通报') id: string;
  @OutId('专项治理') campaignId: string;
  @OutCode(BULLETIN_STATUS) status: string;
  @OutText('发文字号', { nullable: true, example: '安民发〔2020〕15号' }) docNo: string | null;
  @OutText('标题') title: string;
  @OutText('所属季度', { example: '2020Q2' }) quarter: string;
  @OutInteger('案例数') caseCount: number;
  @OutDate('印发日期', NULLABLE) issuedOn: string | null;
  @OutCode(DISCLOSURE) disclosure: string;
  @OutInteger('版本') version: number;
}

export class BulletinBody extends BulletinListItem {
  @OutObject(() => NamedRef, '发文机关') bureau: NamedRef;
  @OutTexts('案例（按印发顺序）') caseIds: string[];
  @OutText('主送机关') recipients: string;
  @OutText('引言') opening: string;
  @OutObjects(() => HeadedTextBody, '案例正文') cases: HeadedTextBody[];
  @OutText('原因剖析') analysis: string;
  @OutObjects(() => HeadedTextBody, '工作要求') demands: HeadedTextBody[];
  @OutText('结尾') followUp: string;
  @OutDate('报送自查情况的日期', NULLABLE) feedbackOn: string | null;
  @OutText('抄送机关') copies: string;
  @OutObjects(() => NamedRef, '会同机关') coUnits: NamedRef[];
  @OutTexts('由系统生成、尚未修改的部分') generatedParts: string[];
  @OutText('编排人') composedByName: string;
  @OutInstant('编排时间') createdAt: string;
  @OutText('签发人', NULLABLE) issuedByName: string | null;
  @OutInstant('签发时间', NULLABLE) issuedAt: string | null;
  @OutText('印发件摘要（SHA-256）', NULLABLE) sha256: string | null;
  @OutTexts('当前用户可以办理的事项：edit、issue') allowedActions: string[];
}
