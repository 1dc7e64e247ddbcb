import {
  NamedRef,
  OutCode,
  OutId,
  OutInstant,
  OutInteger,
  OutObject,
  OutText,
  OutTexts,
} from '../../platform/http/output.js';
import { HAND_OVER_STATUS } from './case.codes.js';

const NULLABLE = { nullable: true } as const;

export class HandOverBody {
  @OutId('上报记录') id: string;
  @OutId('案例') caseId: string;
  @OutText('案例编号') caseNo: string;
  @OutText('案例标题') caseTitle: string;
  @OutObject(() => NamedRef, '上报单位') from: NamedRef;
  @OutObject(() => NamedRef, '接收单位') to: NamedRef;
  @OutText('期别', { example: '2020Q2' }) period: string;
  @OutId('上级的专项治理', NULLABLE) campaignId: string | null;
  @OutText('报送规则编号', NULLABLE) ruleCode: string | null;
  @OutCode(HAND_OVER_STATUS) status: string;
  @OutText('说明', NULLABLE) note: string | null;
  @OutText('上报人') sentByName: string;
  @OutInstant('上报时间') sentAt: string;
  @OutText('处理人', NULLABLE) decidedByName: string | null;
  @OutInstant('处理时间', NULLABLE) decidedAt: string | null;
  @OutText('意见', NULLABLE) opinion: string | null;
  @OutText('修改要求', NULLABLE) demand: string | null;
  @OutInteger('版本') version: number;
  @OutTexts('当前用户可以办理的事项：decide、recall') allowedActions: string[];
}
