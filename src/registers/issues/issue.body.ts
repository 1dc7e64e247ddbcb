import { ApiProperty } from '@nestjs/swagger';
import {
  COMPLETION_VERDICT,
  HANDLING_MODE,
  ISSUE_NATURE,
  ISSUE_SCOPE,
  LIGHT,
  RECTIFICATION_TYPE,
  SEVERITY,
  UNRESOLVED_REASON,
} from '../../campaigns/codes/issue-codes.js';
import { PROBLEM_CATEGORY } from '../../campaigns/codes/problem-category.js';
import { PROBLEM_SOURCE, SOURCE_LEVEL } from '../../campaigns/codes/problem-source.js';
import {
  NamedRef,
  OutCode,
  OutDate,
  OutFen,
  OutFlag,
  OutId,
  OutInstant,
  OutInteger,
  OutObject,
  OutText,
} from '../../platform/http/output.js';
import { ISSUE_STATUS } from '../codes.js';
import { ISSUE_WORKFLOW } from './issue.transitions.js';

const NULLABLE = { nullable: true } as const;

/** One line of the list: what the grid shows and what a click needs. */
export class IssueListItem {
  @OutId('问题') id: string;
  @OutText('问题编号', { nullable: true, example: '990101-2020-WT-0017' }) issueNo: string | null;
  @OutId('专项治理') campaignId: string;
  @OutCode(ISSUE_STATUS) status: string;
  @OutInteger('整改轮次') cycleNo: number;
  @OutText('问题表述') statement: string;
  @OutCode(PROBLEM_SOURCE, NULLABLE) source: string | null;
  @OutCode(PROBLEM_CATEGORY, NULLABLE) category: string | null;
  @OutCode(SEVERITY, NULLABLE) severity: string | null;
  @OutCode(RECTIFICATION_TYPE, NULLABLE) rectificationType: string | null;
  @OutFlag('重点督办') isKey: boolean;
  @OutObject(() => NamedRef, '责任单位', NULLABLE) responsibleUnit: NamedRef | null;
  @OutDate('发现时间', NULLABLE) foundOn: string | null;
  @OutDate('原整改时限', NULLABLE) originalDeadline: string | null;
  @OutDate('现整改时限', NULLABLE) currentDeadline: string | null;
  @OutInteger('进度（%）') percent: number;
  @OutDate('销号时间', NULLABLE) closedOn: string | null;
  @OutCode(LIGHT, NULLABLE) light: string | null;
  @OutFlag('是否逾期') overdue: boolean;
  @OutInteger('逾期天数') overdueDays: number;
  @OutInteger('版本') version: number;
}

/** The whole issue as its page shows it, with what the caller may do now. */
export class IssueBody extends IssueListItem {
  @OutObject(() => NamedRef, '主管单位') bureau: NamedRef;
  @OutObject(() => NamedRef, '登记单位') registeredUnit: NamedRef;
  @OutCode(SOURCE_LEVEL, NULLABLE) sourceLevel: string | null;
  @OutText('反馈文号', NULLABLE) sourceDocNo: string | null;
  @OutText('原反馈条目号', NULLABLE) sourceItemNo: string | null;
  @OutText('发现人', NULLABLE) finder: string | null;
  @OutText('检查要点', NULLABLE) checkItem: string | null;
  @OutText('具体表现', NULLABLE) detail: string | null;
  @OutText('涉及镇街、村', NULLABLE) areaCode: string | null;
  @OutInteger('涉及户数', NULLABLE) householdCount: number | null;
  @OutInteger('涉及人数', NULLABLE) personCount: number | null;
  @OutFen('涉及金额', NULLABLE) amountInvolvedFen: number | null;
  @OutCode(ISSUE_NATURE, NULLABLE) nature: string | null;
  @OutCode(ISSUE_SCOPE, NULLABLE) scope: string | null;
  @OutText('备注', NULLABLE) remark: string | null;
  @OutId('登记人') createdBy: string;
  @OutInstant('登记时间') createdAt: string;
  @OutDate('建账时间', NULLABLE) registeredOn: string | null;
  @OutCode(HANDLING_MODE, NULLABLE) handlingMode: string | null;
  @OutDate('交办时间', NULLABLE) assignedOn: string | null;
  @OutText('办理要求', NULLABLE) assignmentNote: string | null;
  @OutDate('签收期限', NULLABLE) receiptDueOn: string | null;
  @OutDate('签收时间', NULLABLE) acknowledgedOn: string | null;
  @OutDate('交办时限', NULLABLE) orderedDeadline: string | null;
  @OutText('原因分析', NULLABLE) causeAnalysis: string | null;
  @OutText('整改目标', NULLABLE) goal: string | null;
  @OutDate('方案批准时间', NULLABLE) planApprovedOn: string | null;
  @OutText('阶段目标', NULLABLE) stageGoal: string | null;
  @OutDate('下次复评时间', NULLABLE) nextReviewOn: string | null;
  @OutDate('预计完成时间', NULLABLE) expectedFinishOn: string | null;
  @OutText('最近填报进展的月份', NULLABLE) lastProgressMonth: string | null;
  @OutText('最近进展', NULLABLE) latestProgress: string | null;
  @OutText('整改成效', NULLABLE) effect: string | null;
  @OutDate('整改完成时间', NULLABLE) rectifiedOn: string | null;
  @OutCode(COMPLETION_VERDICT, NULLABLE) verdict: string | null;
  @OutInteger('销号退回次数') returnCount: number;
  @OutInteger('延期次数') extensionCount: number;
  @OutFlag('延期待审批') extensionPending: boolean;
  @OutFen('应追缴金额', NULLABLE) dueRecoveryFen: number | null;
  @OutFen('已追缴金额', NULLABLE) recoveredFen: number | null;
  @OutFen('退还群众金额', NULLABLE) refundedFen: number | null;
  @OutText('销号编号', NULLABLE) closureNo: string | null;
  @OutCode(UNRESOLVED_REASON, NULLABLE) unresolvedReason: string | null;
  @OutText('未整改到位说明', NULLABLE) unresolvedNote: string | null;
  @OutText('下步打算', NULLABLE) nextStep: string | null;
  @OutId('由哪条问题拆分', NULLABLE) parentIssueId: string | null;
  @OutId('并入的问题', NULLABLE) mergedIntoId: string | null;
  @OutText('撤并、移送说明', NULLABLE) endingNote: string | null;
  @OutInstant('最后修改时间') updatedAt: string;

  @ApiProperty({
    description: '当前用户此刻可以办理的事项',
    isArray: true,
    enumName: 'IssueAction',
    enum: [...new Set(ISSUE_WORKFLOW.transitions.map((row) => row.action))],
  })
  allowedActions: string[];
}

/** One act in the history of an issue, oldest first. */
export class IssueHistoryItem {
  @OutInteger('顺序') seq: number;
  @OutInstant('时间') at: string;
  @OutText('办理人') actorName: string;
  @OutText('办理单位', NULLABLE) unitName: string | null;
  @OutText('事项代码', { example: 'issue.acknowledge' }) action: string;
  @OutText('事项', { example: '签收' }) label: string;
  @ApiProperty({ description: '办理内容', type: 'object', additionalProperties: true })
  detail: Record<string, unknown>;
}
