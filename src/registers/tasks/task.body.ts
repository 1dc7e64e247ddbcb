import { RECTIFICATION_TYPE } from '../../campaigns/codes/issue-codes.js';
import { PROBLEM_CATEGORY } from '../../campaigns/codes/problem-category.js';
import {
  NamedRef,
  OutCode,
  OutDate,
  OutFlag,
  OutId,
  OutInteger,
  OutObject,
  OutObjects,
  OutText,
} from '../../platform/http/output.js';
import { ISSUE_STATUS } from '../codes.js';
import { TASK_STATUS } from './task.codes.js';

const NULLABLE = { nullable: true } as const;

export class TaskMilestone {
  @OutText('里程碑名称') name: string;
  @OutDate('里程碑日期') dueOn: string;
  @OutDate('完成日期', NULLABLE) doneOn: string | null;
}

/** One line of 任务清单 (D02). */
export class TaskBody {
  @OutId('任务') id: string;
  @OutText('任务编号', { example: '990101-2020-RW-003' }) taskNo: string;
  @OutInteger('在该问题各项措施中的序号') seq: number;
  @OutId('问题') issueId: string;
  @OutText('对应问题编号', NULLABLE) issueNo: string | null;
  @OutCode(ISSUE_STATUS) issueStatus: string;
  @OutInteger('问题的版本') issueVersion: number;
  @OutText('问题摘要（不超过60字）') summary: string;
  @OutCode(PROBLEM_CATEGORY, NULLABLE) category: string | null;
  @OutInteger('整改轮次') cycleNo: number;
  @OutText('重点任务', NULLABLE) title: string | null;
  @OutText('整改措施') measure: string;
  @OutText('工作目标', NULLABLE) goal: string | null;
  @OutCode(RECTIFICATION_TYPE, NULLABLE) rectificationType: string | null;
  @OutDate('完成时限', NULLABLE) dueOn: string | null;
  @OutFlag('并长期坚持') continues: boolean;
  @OutObjects(() => TaskMilestone, '里程碑') milestones: TaskMilestone[];
  @OutObject(() => NamedRef, '牵头单位') leadUnit: NamedRef;
  @OutObject(() => NamedRef, '责任科室', NULLABLE) leadDivision: NamedRef | null;
  @OutObjects(() => NamedRef, '配合单位') coUnits: NamedRef[];
  @OutText('措施责任人', NULLABLE) ownerName: string | null;
  @OutText('措施责任人职务', NULLABLE) ownerPost: string | null;
  @OutInteger('进度（%）') percent: number;
  @OutCode(TASK_STATUS) status: string;
  @OutFlag('是否超期') overdue: boolean;
  @OutInteger('超期天数') overdueDays: number;
  @OutText('落实结果', NULLABLE) result: string | null;
  @OutDate('完成日期', NULLABLE) finishedOn: string | null;
  @OutInteger('版本') version: number;
}

/** A line as the list shows it to somebody, who may want to report on it there and then. */
export class TaskListItem extends TaskBody {
  @OutFlag('当前用户可以填报落实情况') canReport: boolean;
}
