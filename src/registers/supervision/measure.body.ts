import { SUPERVISION_MEASURE } from '../../campaigns/codes/issue-codes.js';
import {
  NamedRef,
  OutCode,
  OutDate,
  OutId,
  OutInstant,
  OutInteger,
  OutObject,
  OutText,
  OutTexts,
} from '../../platform/http/output.js';
import { MEASURE_STATUS } from './supervision.codes.js';

const NULL = { nullable: true } as const;

export class MeasureBody {
  @OutId('督办措施') id: string;
  @OutId('专项治理') campaignId: string;
  @OutCode(SUPERVISION_MEASURE) kind: string;
  @OutCode(MEASURE_STATUS) status: string;
  @OutObject(() => NamedRef, '对象单位') unit: NamedRef;
  @OutText('理由') reason: string;
  @OutTexts('关联问题') issueIds: string[];
  @OutId('引起它的红色督办单', NULL) noticeId: string | null;
  @OutText('季度', { nullable: true, example: '2020Q2' }) quarter: string | null;
  @OutText('提出人') proposedByName: string;
  @OutInstant('提出时间') proposedAt: string;
  @OutText('决定人', NULL) decidedByName: string | null;
  @OutInstant('决定时间', NULL) decidedAt: string | null;
  @OutText('决定意见', NULL) decisionNote: string | null;
  @OutDate('实施日期', NULL) doneOn: string | null;
  @OutText('实施情况', NULL) doneNote: string | null;
  @OutText('登记人', NULL) doneByName: string | null;
  @OutTexts('当前可办事项') allowedActions: string[];
  @OutInteger('版本') version: number;
}
