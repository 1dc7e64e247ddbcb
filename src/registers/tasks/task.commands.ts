import { Injectable } from '@nestjs/common';
import type { Caller } from '../../identity/caller.js';
import { businessDate } from '../../platform/calendar/clock.js';
import { type Queryable, sql } from '../../platform/database/queryable.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { conflict, notFound, ruleBroken, staleVersion } from '../../platform/http/problem.js';
import { IssueLifecycle } from '../issues/issue.lifecycle.js';
import type { TaskBody } from './task.body.js';
import { TaskBook } from './task.book.js';
import type { MeasureFields, TaskReportBody } from './task.dto.js';
import { Task } from './task.entity.js';
import { taskOf, type TaskRecord, type TaskRow } from './task.reads.js';
import { measureDateFaults, measureFaults, reportTask } from './task.rules.js';
import { taskBody } from './task.views.js';

/** Work on single measures while the issue is being rectified. */
@Injectable()
export class TaskCommands {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly lifecycle: IssueLifecycle,
    private readonly book: TaskBook,
  ) {}

  /**
   * Reports on one measure. Allowed as 填报进展 is; the issue's version moves too, so that a close-out
   * applied for at the same moment is not based on another state.
   * @throws 409 for a measure of a closed round, which is history.
   */
  report(caller: Caller, id: string, version: number, body: TaskReportBody): Promise<TaskBody> {
    return this.uow.run(async (tx) => {
      const task = await findTask(tx, id);
      const step = await this.lifecycle.begin(tx, caller, task.issueId, 'addProgress');
      if (task.version !== version) throw staleVersion();
      if (task.cycleNo !== step.issue.cycleNo) {
        throw conflict(
          'FORMER_CYCLE',
          `该措施属于第${task.cycleNo}轮整改，已随销号定案，不能再改；请为本轮整改新增措施。`,
        );
      }
      const { state, faults } = reportTask(task, body, businessDate(tx.now));
      if (faults.length > 0) throw ruleBroken('TASK_REPORT', '措施填报内容有误。', faults);
      const patch = { ...state, milestones: [...state.milestones] };
      const next = { ...patch, updatedAt: tx.now, version: version + 1 };
      const changed = await tx.update(Task, { id, version }, next);
      if (changed === 0) throw staleVersion();
      const { taskNo } = task;
      const { percent, status, result } = state;
      const issue = await this.lifecycle.complete(
        tx,
        step,
        {},
        { taskNo, percent, status, result },
      );
      return taskBody({ ...task, ...next }, issue, step.tree, businessDate(tx.now));
    });
  }

  /**
   * Adds a measure to an issue that is being rectified: a reopened round goes straight to 整改中 (T22)
   * and has no plan of its own.
   * @throws 422 when the measure's day is missing or after the issue's deadline.
   */
  add(caller: Caller, issueId: string, version: number, body: MeasureFields): Promise<TaskBody> {
    return this.uow.run(async (tx) => {
      const step = await this.lifecycle.begin(tx, caller, issueId, 'addProgress', version);
      const { issue, tree } = step;
      if (issue.status !== 'RECTIFYING') {
        throw conflict('WRONG_STATUS', '只有整改中的问题可以增加措施。');
      }
      const leadUnitId = issue.responsibleUnitId ?? issue.registeredUnitId;
      const dates = { dueOn: body.dueOn ?? null, milestones: body.milestones ?? [] };
      const faults = [
        ...measureFaults(body, { tree, bureauId: issue.bureauId, defaultLeadId: leadUnitId }, ''),
        ...measureDateFaults(
          dates,
          { deadline: issue.currentDeadline, foundOn: issue.foundOn },
          '',
        ),
      ];
      if (faults.length > 0) throw ruleBroken('TASK_FIELDS', '措施内容有误。', faults);
      const defaults = { leadUnitId, coUnitIds: [], ownerName: null, ownerPost: null };
      const task = await this.book.add(tx, issue, tree, body, defaults);
      const added = { taskNo: task.taskNo, addedMeasure: task.measure };
      const after = await this.lifecycle.complete(tx, step, {}, added);
      return taskBody(task, after, tree, businessDate(tx.now));
    });
  }
}

async function findTask(db: Queryable, id: string): Promise<TaskRecord> {
  const row = await db.one<TaskRow>(
    sql`SELECT * FROM tasks WHERE id = ${id} AND superseded_at IS NULL`,
  );
  if (!row) throw notFound();
  return taskOf(row);
}
