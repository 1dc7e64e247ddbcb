import { COMPLETION_VERDICT, UNRESOLVED_REASON } from '../../campaigns/codes/issue-codes.js';
import {
  NamedRef,
  OutCode,
  OutDate,
  OutFen,
  OutId,
  OutInstant,
  OutInteger,
  OutObject,
  OutText,
} from '../../platform/http/output.js';

const NULLABLE = { nullable: true } as const;

/** One entry of 整改进展. */
export class ProgressBody {
  @OutId('进展') id: string;
  @OutInteger('整改轮次') cycleNo: number;
  @OutDate('进展日期') asOf: string;
  @OutText('所属月份', { example: '2020-05' }) month: string;
  @OutText('整改进展') text: string;
  @OutInteger('进度（%）') percent: number;
  @OutText('整改成效', NULLABLE) effect: string | null;
  @OutCode(COMPLETION_VERDICT, NULLABLE) verdict: string | null;
  @OutCode(UNRESOLVED_REASON, NULLABLE) unresolvedReason: string | null;
  @OutText('未整改到位说明', NULLABLE) unresolvedNote: string | null;
  @OutText('下步打算', NULLABLE) nextStep: string | null;
  @OutFen('已追缴金额', NULLABLE) recoveredFen: number | null;
  @OutFen('退还群众金额', NULLABLE) refundedFen: number | null;
  @OutText('填报人', NULLABLE) recordedByName: string | null;
  @OutObject(() => NamedRef, '填报单位') unit: NamedRef;
  @OutInstant('填报时间') recordedAt: string;
}
