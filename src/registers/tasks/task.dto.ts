import {
  CodeField,
  CodesField,
  DateField,
  FlagField,
  IdField,
  IdsField,
  IntegerField,
  ObjectsField,
  TextField,
} from '../../platform/http/fields.js';
import { IssueFilters } from '../issues/issue.list-query.js';
import { TASK_SORT, TASK_STATUS, type TaskStatus } from './task.codes.js';

export class MilestoneFields {
  @TextField({ label: '里程碑名称', max: 200, example: '完成入户复核' })
  name: string;

  @DateField({ label: '里程碑日期', example: '2020-05-15' })
  dueOn: string;
}

/** One measure of a plan. Units and the owner default to those of the plan's 责任清单. */
export class MeasureFields {
  @TextField({
    label: '整改措施',
    max: 2000,
    example: '逐户入户复核，对符合条件的3户按单人户纳入低保',
  })
  measure: string;

  @TextField({ label: '重点任务', optional: true, max: 200, example: '农村低保兜底保障' })
  title?: string;

  @TextField({
    label: '工作目标',
    optional: true,
    max: 2000,
    example: '3户全部纳入，首月低保金发放到位',
  })
  goal?: string;

  @DateField({ label: '完成时限', optional: true, example: '2020-05-25' })
  dueOn?: string;

  @FlagField({ label: '并长期坚持', optional: true })
  continues?: boolean;

  @ObjectsField(() => MilestoneFields, { label: '里程碑', optional: true, max: 20 })
  milestones?: MilestoneFields[];

  @IdField({ label: '牵头单位', optional: true })
  leadUnitId?: string;

  @IdField({ label: '责任科室', optional: true })
  leadDivisionId?: string;

  @IdsField({ label: '配合单位', optional: true, max: 20 })
  coUnitIds?: string[];

  @TextField({ label: '措施责任人', optional: true, max: 100 })
  ownerName?: string;

  @TextField({ label: '措施责任人职务', optional: true, max: 100 })
  ownerPost?: string;
}

export class MilestoneReport {
  @TextField({ label: '里程碑名称', max: 200 })
  name: string;

  @DateField({ label: '完成日期', optional: true, description: '留空表示尚未完成' })
  doneOn?: string;
}

export class TaskReportBody {
  @IntegerField({ label: '进度（%）', optional: true, max: 100, example: 60 })
  percent?: number;

  @CodeField(TASK_STATUS, { optional: true })
  status?: TaskStatus;

  @TextField({
    label: '落实结果',
    optional: true,
    max: 2000,
    example: '3户已于5月纳入，低保金已发放',
  })
  result?: string;

  @ObjectsField(() => MilestoneReport, { label: '里程碑', optional: true, max: 20 })
  milestones?: MilestoneReport[];
}

export class TaskListQuery extends IssueFilters {
  @CodesField(TASK_STATUS, { optional: true })
  taskStatus?: TaskStatus[];

  @FlagField({ label: '措施是否超期', optional: true })
  taskOverdue?: boolean;

  @CodeField(TASK_SORT, { optional: true })
  sort: string = 'dueOn';
}
