import { RECTIFICATION_TYPE, RETURN_REASON } from '../../campaigns/codes/issue-codes.js';
import {
  OutCode,
  OutDate,
  OutId,
  OutInstant,
  OutInteger,
  OutObjects,
  OutText,
} from '../../platform/http/output.js';
import { DECISION } from '../codes.js';
import { ResponsibilityBody } from '../responsibilities/responsibility.body.js';
import { TaskBody } from '../tasks/task.body.js';
import { PLAN_STATE } from './plan.codes.js';

const NULLABLE = { nullable: true } as const;

/** One decision on a plan. */
export class PlanReviewBody {
  @OutInteger('整改轮次') cycleNo: number;
  @OutInteger('第几次报送') attempt: number;
  @OutText('报送人', NULLABLE) submittedByName: string | null;
  @OutInstant('报送时间') submittedAt: string;
  @OutCode(DECISION) decision: string;
  @OutText('审核意见') opinion: string;
  @OutCode(RETURN_REASON, NULLABLE) reasonCode: string | null;
  @OutText('补充整改要求', NULLABLE) demand: string | null;
  @OutText('审核人', NULLABLE) decidedByName: string | null;
  @OutInstant('审核时间') decidedAt: string;
}

/** 整改方案 with its measures, its duties and what was decided on it. */
export class PlanBody {
  @OutId('问题') issueId: string;
  @OutText('问题编号', NULLABLE) issueNo: string | null;
  @OutCode(PLAN_STATE) state: string;
  @OutInteger('整改轮次') cycleNo: number;
  @OutInteger('已报送次数') attempt: number;
  @OutText('报送人', NULLABLE) submittedByName: string | null;
  @OutInstant('报送时间', NULLABLE) submittedAt: string | null;
  @OutText('原因分析', NULLABLE) causeAnalysis: string | null;
  @OutText('整改目标', NULLABLE) goal: string | null;
  @OutCode(RECTIFICATION_TYPE, NULLABLE) rectificationType: string | null;
  @OutDate('整改时限', NULLABLE) deadline: string | null;
  @OutDate('交办时限', NULLABLE) orderedDeadline: string | null;
  @OutText('阶段目标', NULLABLE) stageGoal: string | null;
  @OutDate('下次复评时间', NULLABLE) nextReviewOn: string | null;
  @OutDate('预计完成时间', NULLABLE) expectedFinishOn: string | null;
  @OutObjects(() => TaskBody, '整改措施') measures: TaskBody[];
  @OutObjects(() => ResponsibilityBody, '责任清单') responsibilities: ResponsibilityBody[];
  @OutObjects(() => PlanReviewBody, '审核记录') reviews: PlanReviewBody[];
  @OutInteger('问题的版本') version: number;
}
