import {
  COMPLETION_VERDICT,
  LIGHT,
  RECTIFICATION_TYPE,
  SEVERITY,
  UNRESOLVED_REASON,
} from '../../campaigns/codes/issue-codes.js';
import { PROBLEM_CATEGORY } from '../../campaigns/codes/problem-category.js';
import { PROBLEM_SOURCE } from '../../campaigns/codes/problem-source.js';
import {
  NamedRef,
  OutCode,
  OutDate,
  OutFen,
  OutFlag,
  OutId,
  OutInteger,
  OutObject,
  OutObjects,
  OutText,
} from '../../platform/http/output.js';
import { ISSUE_STATUS, type IssueStatus } from '../codes.js';
import { TASK_STATUS } from '../tasks/task.codes.js';

const NULLABLE = { nullable: true } as const;

export class LedgerMeasure {
  @OutInteger('序号') seq: number;
  @OutText('任务编号', { example: '990101-2020-RW-003' }) taskNo: string;
  @OutText('整改措施') measure: string;
  @OutDate('完成时限', NULLABLE) dueOn: string | null;
  @OutFlag('并长期坚持') continues: boolean;
  @OutInteger('进度（%）') percent: number;
  @OutCode(TASK_STATUS) status: string;
  @OutText('落实结果', NULLABLE) result: string | null;
}

export class LedgerPerson {
  @OutText('姓名', NULLABLE) name: string | null;
  @OutText('职务', NULLABLE) post: string | null;
  @OutObject(() => NamedRef, '单位') unit: NamedRef;
}

export class LedgerProgress {
  @OutDate('进展日期') asOf: string;
  @OutText('整改进展') text: string;
  @OutInteger('进度（%）') percent: number;
  @OutText('填报人', NULLABLE) recordedByName: string | null;
}

/**
 * One line of 整改台账 (D04): the issue with its measures, people, progress and close-out. Plain data,
 * so that a report can seal it and print it again later.
 */
export class LedgerLine {
  @OutId('问题') id: string;
  @OutText('问题编号', { nullable: true, example: '990101-2020-WT-0017' }) issueNo: string | null;
  @OutId('专项治理') campaignId: string;
  @OutInteger('整改轮次') cycleNo: number;
  @OutCode(PROBLEM_SOURCE, NULLABLE) source: string | null;
  @OutText('反馈文号', NULLABLE) sourceDocNo: string | null;
  @OutText('原反馈条目号', NULLABLE) sourceItemNo: string | null;
  @OutDate('发现时间', NULLABLE) foundOn: string | null;
  @OutCode(PROBLEM_CATEGORY, NULLABLE) category: string | null;
  @OutText('问题类别在本专项治理中的名称', NULLABLE) categoryName: string | null;
  @OutCode(SEVERITY, NULLABLE) severity: string | null;
  @OutFlag('重点督办') isKey: boolean;
  @OutText('存在的问题') statement: string;
  @OutText('原因分析', NULLABLE) causeAnalysis: string | null;
  @OutText('整改目标', NULLABLE) goal: string | null;
  @OutObjects(() => LedgerMeasure, '整改措施') measures: LedgerMeasure[];
  @OutCode(RECTIFICATION_TYPE, NULLABLE) rectificationType: string | null;
  @OutDate('原整改时限', NULLABLE) originalDeadline: string | null;
  @OutDate('现整改时限', NULLABLE) currentDeadline: string | null;
  @OutObjects(() => LedgerPerson, '责任领导') leaders: LedgerPerson[];
  @OutObject(() => NamedRef, '责任单位', NULLABLE) responsibleUnit: NamedRef | null;
  @OutObject(() => NamedRef, '牵头单位', NULLABLE) leadUnit: NamedRef | null;
  @OutObjects(() => LedgerPerson, '责任人') persons: LedgerPerson[];
  @OutInteger('进度（%）') percent: number;
  @OutText('最近进展', NULLABLE) latestProgress: string | null;
  @OutText('最近填报进展的月份', NULLABLE) lastProgressMonth: string | null;
  @OutObjects(() => LedgerProgress, '当月进展') progressEntries: LedgerProgress[];
  @OutText('整改成效', NULLABLE) effect: string | null;
  @OutDate('整改完成时间', NULLABLE) rectifiedOn: string | null;
  @OutCode(COMPLETION_VERDICT, NULLABLE) verdict: string | null;
  @OutCode(ISSUE_STATUS) status: IssueStatus;
  @OutFen('应追缴资金', NULLABLE) dueRecoveryFen: number | null;
  @OutFen('追缴资金', NULLABLE) recoveredFen: number | null;
  @OutFen('退还群众', NULLABLE) refundedFen: number | null;
  @OutText('责任追究情况（见人）', NULLABLE) resultPerson: string | null;
  @OutText('建章立制', NULLABLE) rulesMade: string | null;
  @OutText('举一反三情况', NULLABLE) extendedCheck: string | null;
  @OutFlag('是否销号') closed: boolean;
  @OutDate('销号时间', NULLABLE) closedOn: string | null;
  @OutText('销号编号', NULLABLE) closureNo: string | null;
  @OutCode(UNRESOLVED_REASON, NULLABLE) unresolvedReason: string | null;
  @OutText('未整改到位说明', NULLABLE) unresolvedNote: string | null;
  @OutText('下步打算', NULLABLE) nextStep: string | null;
  @OutText('阶段目标', NULLABLE) stageGoal: string | null;
  @OutDate('下次复评时间', NULLABLE) nextReviewOn: string | null;
  @OutText('撤并、移送说明', NULLABLE) endingNote: string | null;
  @OutCode(LIGHT, NULLABLE) light: string | null;
  @OutFlag('是否逾期') overdue: boolean;
  @OutInteger('逾期天数') overdueDays: number;
  @OutText('备注', NULLABLE) remark: string | null;
  @OutInteger('版本') version: number;
}
