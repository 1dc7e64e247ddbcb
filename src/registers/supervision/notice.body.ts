import { SUPERVISE_LEVEL, VERIFICATION_CONCLUSION } from '../../campaigns/codes/issue-codes.js';
import { PROBLEM_SOURCE } from '../../campaigns/codes/problem-source.js';
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
import { ISSUE_STATUS } from '../codes.js';
import {
  FEEDBACK_CYCLE,
  FEEDBACK_FORM,
  FEEDBACK_TYPE,
  LADDER_BASIS,
  NOTICE_KIND,
  NOTICE_ORIGIN,
  NOTICE_STATUS,
  REPLY_STATUS,
  REPLY_VERDICT,
} from './supervision.codes.js';

const NULL = { nullable: true } as const;

export class NoticeListItem {
  @OutId('督办（交办）单') id: string;
  @OutCode(NOTICE_KIND) kind: string;
  @OutText('文号', { nullable: true, example: '安民督〔2020〕5号' }) docNo: string | null;
  @OutId('专项治理') campaignId: string;
  @OutCode(NOTICE_STATUS) status: string;
  @OutCode(SUPERVISE_LEVEL, NULL) level: string | null;
  @OutText('督办事项') title: string;
  @OutObject(() => NamedRef, '牵头（承办）单位') leadUnit: NamedRef;
  @OutInteger('关联问题数') issueCount: number;
  @OutDate('办理时限', NULL) dueOn: string | null;
  @OutDate('印发时间', NULL) issuedOn: string | null;
  @OutDate('签收期限', NULL) signDueOn: string | null;
  @OutDate('签收时间', NULL) signedOn: string | null;
  @OutDate('下次反馈时间', NULL) feedbackDueOn: string | null;
  @OutInteger('回复次数') replyCount: number;
  @OutFlag('逾期未签收') receiptOverdue: boolean;
  @OutFlag('逾期未回复') replyOverdue: boolean;
  @OutInteger('逾期天数') overdueDays: number;
  @OutCode(NOTICE_ORIGIN) origin: string;
  @OutInteger('版本') version: number;
}

export class NoticeIssueRef {
  @OutId('问题') id: string;
  @OutText('问题编号', NULL) issueNo: string | null;
  @OutText('问题表述') statement: string;
  @OutCode(ISSUE_STATUS) status: string;
}

export class NoticeMaterialBody {
  @OutText('材料名称') name: string;
  @OutInteger('页数', NULL) pages: number | null;
}

export class ReplyReviewResult {
  @OutCode(REPLY_VERDICT) verdict: string;
  @OutFlag('事实清楚') factsClear: boolean;
  @OutFlag('问题解决') problemSolved: boolean;
  @OutFlag('措施合规') measuresCompliant: boolean;
  @OutFlag('文书规范') papersInOrder: boolean;
  @OutText('审核意见') opinion: string;
  @OutText('重办要求', NULL) demand: string | null;
  @OutDate('下次反馈时间', NULL) dueOn: string | null;
  @OutText('审核人') reviewedByName: string;
  @OutInstant('审核时间') reviewedAt: string;
}

export class NoticeReplyBody {
  @OutId('回复') id: string;
  @OutInteger('第几次回复') replyNo: number;
  @OutCode(REPLY_STATUS) status: string;
  @OutDate('应报时间', NULL) dueOn: string | null;
  @OutText('办理情况（核查经过）') process: string;
  @OutCode(VERIFICATION_CONCLUSION) conclusion: string;
  @OutText('处理意见') opinion: string;
  @OutText('承办人') handler: string;
  @OutTexts('佐证材料') evidenceIds: string[];
  @OutText('附件说明', NULL) attachmentNote: string | null;
  @OutText('填写人') repliedByName: string;
  @OutInstant('填写时间') repliedAt: string;
  @OutText('签字人', NULL) signedByName: string | null;
  @OutInstant('签字时间', NULL) signedAt: string | null;
  @OutFlag('迟报') late: boolean;
  @OutObject(() => ReplyReviewResult, '审核意见', NULL) review: ReplyReviewResult | null;
}

export class NoticeBody extends NoticeListItem {
  @OutObject(() => NamedRef, '发文单位') bureau: NamedRef;
  @OutText('督办内容（事项摘要）') content: string;
  @OutText('批示领导', NULL) instructingLeader: string | null;
  @OutText('批示内容', NULL) instruction: string | null;
  @OutText('牵头领导', NULL) leadLeader: string | null;
  @OutText('配合领导', NULL) coLeaders: string | null;
  @OutObjects(() => NamedRef, '配合单位') coUnits: NamedRef[];
  @OutObjects(() => NoticeIssueRef, '关联问题') issues: NoticeIssueRef[];
  @OutCode(FEEDBACK_TYPE, NULL) feedbackType: string | null;
  @OutCode(FEEDBACK_CYCLE, NULL) feedbackCycle: string | null;
  @OutCode(PROBLEM_SOURCE, NULL) source: string | null;
  @OutText('原件号', NULL) sourceDocNo: string | null;
  @OutText('办理要求', NULL) requirements: string | null;
  @OutCode(FEEDBACK_FORM, NULL) feedbackForm: string | null;
  @OutFlag('须报结果') feedbackRequired: boolean;
  @OutObjects(() => NoticeMaterialBody, '材料清单') materials: NoticeMaterialBody[];
  @OutText('联系人', NULL) contact: string | null;
  @OutText('联系电话', NULL) phone: string | null;
  @OutCode(LADDER_BASIS, NULL) basis: string | null;
  @OutDate('超过的日期', NULL) markOn: string | null;
  @OutText('草拟人') draftedByName: string;
  @OutText('签发人', NULL) issuedByName: string | null;
  @OutInstant('签发时间', NULL) issuedAt: string | null;
  @OutText('签收人', NULL) signedByName: string | null;
  @OutInstant('签收时刻', NULL) signedAt: string | null;
  @OutInteger('退回次数') returnCount: number;
  @OutDate('办结（撤回）时间', NULL) finishedOn: string | null;
  @OutText('办结（撤回）说明', NULL) closingNote: string | null;
  @OutText('办结（撤回）人', NULL) closedByName: string | null;
  @OutObjects(() => NoticeReplyBody, '历次回复') replies: NoticeReplyBody[];
  @OutTexts('当前可办事项') allowedActions: string[];
}
