import { RECTIFICATION_TYPE } from '../../campaigns/codes/issue-codes.js';
import type { TemplateModels } from '../../documents/models.js';
import type { SheetFurniture, TaskListRowModel } from '../../documents/models-sheets.js';
import type { WorkbookColumn } from '../../documents/models-workbook.js';
import { chineseDate } from '../../platform/calendar/business-date.js';
import { labelOf } from '../../platform/dictionary/code-list.js';
import type { TaskBody } from '../tasks/task.body.js';
import { TASK_STATUS } from '../tasks/task.codes.js';
import { choiceOf, sheetColumn as column, type SheetTable, text } from './sheet.printing.js';

/** One line of 任务清单 with what its issue and campaign add. */
export interface TaskLine {
  readonly task: TaskBody;
  /** The measure's own goal, else that of the plan; '' when there is none. */
  readonly goal: string;
  /** The campaign's 重点任务 it falls under; '' when there is none. */
  readonly taskGroup: string;
}

/** The printed 任务清单 (D02). */
export function taskListModel(
  rows: readonly TaskLine[],
  furniture: SheetFurniture,
): TemplateModels['task-list'] {
  return { ...furniture, rows: rows.map(printedRow), totals: totalsOf(rows) };
}

function printedRow({ task, taskGroup, goal }: TaskLine, index: number): TaskListRowModel {
  return {
    seq: index + 1,
    taskNo: task.taskNo,
    issueNos: task.issueNo === null ? [] : [task.issueNo],
    taskGroup,
    title: text(task.title),
    goal,
    measures: [task.measure],
    milestones: task.milestones.map(
      ({ name, dueOn, doneOn }) => `${dueOn}前${name}${doneOn ? '（已完成）' : ''}`,
    ),
    due: dueOf(task),
    rectificationType: labelOf(RECTIFICATION_TYPE, task.rectificationType),
    leadOrg: task.leadUnit.name,
    leadDivision: text(task.leadDivision?.name),
    coOrgs: task.coUnits.map(({ name }) => name).join('、'),
    progress: String(task.percent),
    status: statusOf(task),
  };
}

/** “2020年5月31日并长期坚持” for work that goes on after its day. */
function dueOf({ dueOn, continues }: TaskBody): string {
  if (dueOn === null) return '';
  return continues ? `${chineseDate(dueOn)}并长期坚持` : dueOn;
}

/** 超期 is derived and takes the place of the status on paper. */
const statusOf = (task: TaskBody): string =>
  task.overdue ? `超期${task.overdueDays}天` : labelOf(TASK_STATUS, task.status);

function totalsOf(rows: readonly TaskLine[]) {
  return {
    count: rows.length,
    done: rows.filter(({ task }) => task.status === 'DONE').length,
    overdue: rows.filter(({ task }) => task.overdue).length,
  };
}

const COLUMNS: readonly WorkbookColumn[] = [
  column('序号', 'seq', 6, 'integer'),
  column('任务编号', 'taskNo', 20),
  column('对应问题编号', 'issueNos', 22),
  column(['重点任务', '类别'], 'taskGroup', 20),
  column(['重点任务', '任务'], 'title', 26),
  column('工作目标', 'goal', 30),
  column('整改（工作）措施', 'measures', 44),
  column('阶段目标', 'milestones', 28),
  column('完成时限', 'due', 16, 'date'),
  choiceOf(column('整改类型', 'rectificationType', 10), RECTIFICATION_TYPE),
  column(['责任分工', '牵头单位'], 'leadOrg', 20),
  column(['责任分工', '责任科室'], 'leadDivision', 14),
  column(['责任分工', '配合单位'], 'coOrgs', 22),
  column('进度（%）', 'percent', 8, 'integer'),
  column('完成情况', 'status', 12),
];

export function taskListTable(rows: readonly TaskLine[], furniture: SheetFurniture): SheetTable {
  const { count, done, overdue } = totalsOf(rows);
  return {
    name: '任务清单',
    columns: COLUMNS,
    rows: rows.map((row, index) => {
      const {
        issueNos,
        measures,
        milestones,
        progress: _percent,
        ...plain
      } = printedRow(row, index);
      return {
        ...plain,
        issueNos: issueNos.join('\n'),
        measures: measures.join('\n'),
        milestones: milestones.join('\n'),
        percent: row.task.percent,
      };
    }),
    footer: [`合计：共${count}项任务，已完成${done}项，超期${overdue}项`],
    furniture,
  };
}
