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
import { DECISION } from '../../registers/codes.js';
import { DISCLOSURE } from '../cases/case.codes.js';
import {
  BULLETIN_STATUS,
  BULLETIN_STEP,
  CASE_ORDER,
  FOLLOW_UP_STATUS,
  BULLETIN_NOTICE_KIND,
} from './bulletin.codes.js';

const NULLABLE = { nullable: true } as const;

export class HeadedTextBody {
  @OutText('标题') title: string;
  @OutText('内容') text: string;
}

export class BulletinStepBody {
  @OutInteger('第几轮') round: number;
  @OutCode(BULLETIN_STEP) step: string;
  @OutCode(DECISION) decision: string;
  @OutText('意见') opinion: string;
  @OutText('修改要求', NULLABLE) demand: string | null;
  @OutText('办理人') decidedByName: string;
  @OutText('职务') decidedByPost: string;
  @OutInstant('办理时间') decidedAt: string;
}

export class TextChangeBody {
  @OutText('更正处') place: string;
  @OutText('原文') before: string;
  @OutText('更正为') after: string;
}

export class NoticeRef {
  @OutId('通报') id: string;
  @OutCode(BULLETIN_NOTICE_KIND) kind: string;
  @OutText('发文字号', NULLABLE) docNo: string | null;
  @OutCode(BULLETIN_STATUS) status: string;
}

export class BulletinListItem {
  @OutId('通报') id: string;
  @OutId('专项治理') campaignId: string;
  @OutCode(BULLETIN_STATUS) status: string;
  @OutCode(BULLETIN_NOTICE_KIND, NULLABLE) noticeKind: string | null;
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
  @OutDate('签发日期（成文日期）', NULLABLE) signedOn: string | null;
  @OutInstant('印发时间', NULLABLE) issuedAt: string | null;
  @OutDate('公开日期', NULLABLE) publishedOn: string | null;
  @OutText('印发件摘要（SHA-256）', NULLABLE) sha256: string | null;
  @OutCode(CASE_ORDER, NULLABLE) caseOrder: string | null;
  @OutTexts('须报自查情况的单位') receiverIds: string[];
  @OutFlag('送法规（办公室）会签') legalCheck: boolean;
  @OutId('所更正、撤回的通报', NULLABLE) targetId: string | null;
  @OutText('更正、撤回、撤稿的原因', NULLABLE) reason: string | null;
  @OutObjects(() => TextChangeBody, '更正内容') changes: TextChangeBody[];
  @OutObjects(() => NoticeRef, '对本通报的更正、撤回') notices: NoticeRef[];
  @OutFlag('已撤回') withdrawn: boolean;
  @OutTexts('本轮办理步骤') chain: string[];
  @OutText('等待办理的步骤', NULLABLE) awaiting: string | null;
  @OutObjects(() => BulletinStepBody, '办理记录') steps: BulletinStepBody[];
  @OutTexts('当前用户可以办理的事项：edit、submit、review、sign 等') allowedActions: string[];
}

export class FollowUpBody {
  @OutId('自查任务') id: string;
  @OutId('通报') bulletinId: string;
  @OutText('发文字号') docNo: string;
  @OutText('通报标题') bulletinTitle: string;
  @OutObject(() => NamedRef, '单位') unit: NamedRef;
  @OutDate('报送期限') dueOn: string;
  @OutCode(FOLLOW_UP_STATUS) status: string;
  @OutFlag('逾期未报') overdue: boolean;
  @OutInteger('逾期或迟报天数') lateDays: number;
  @OutFlag('通报已撤回，不再要求报送') withdrawn: boolean;
  @OutInstant('签收时间', NULLABLE) acknowledgedAt: string | null;
  @OutText('签收人', NULLABLE) acknowledgedByName: string | null;
  @OutText('自查情况', NULLABLE) answer: string | null;
  @OutInteger('自查发现同类问题数', NULLABLE) foundCount: number | null;
  @OutInstant('反馈时间', NULLABLE) answeredAt: string | null;
  @OutText('反馈人', NULLABLE) answeredByName: string | null;
  @OutText('补充要求', NULLABLE) demand: string | null;
  @OutText('审核人', NULLABLE) decidedByName: string | null;
  @OutInstant('审核时间', NULLABLE) decidedAt: string | null;
  @OutInteger('版本') version: number;
  @OutTexts('当前用户可以办理的事项：acknowledge、answer、decide') allowedActions: string[];
}
