import { Injectable } from '@nestjs/common';
import type { UnitTree } from '../../identity/unit-catalog.js';
import { businessDate } from '../../platform/calendar/clock.js';
import { newId } from '../../platform/database/ids.js';
import type { Tx } from '../../platform/database/tx.js';
import type { FieldFault } from '../../platform/http/problem.js';
import type { IssueRow } from '../issues/issue.lifecycle.js';
import type { MeasureFields } from './task.dto.js';
import { Task } from './task.entity.js';
import { nextTaskNo } from './task.numbering.js';
import { type TaskRecord, tasksOfIssue } from './task.reads.js';
import { matchMeasures, measureFaults } from './task.rules.js';

/** A measure of a plan; `id` names the measure of the former draft that it continues. */
export type PlanMeasure = MeasureFields & { readonly id?: string };

/** What a measure takes over where it says nothing itself. */
export interface MeasureDefaults {
  readonly leadUnitId: string;
  readonly coUnitIds: readonly string[];
  readonly ownerName: string | null;
  readonly ownerPost: string | null;
}

type Wording = Pick<
  Task,
  | 'title'
  | 'measure'
  | 'goal'
  | 'dueOn'
  | 'continues'
  | 'milestones'
  | 'leadUnitId'
  | 'leadDivisionId'
  | 'coUnitIds'
  | 'ownerName'
  | 'ownerPost'
>;

/** Writes measures, inside the transaction of the step that brings them in. */
@Injectable()
export class TaskBook {
  /**
   * Marks the current measures of a struck-off issue as done: each was answered in the application and
   * found carried out by every reviewer.
   */
  async finishAll(tx: Tx, issueId: string): Promise<void> {
    const finishedOn = businessDate(tx.now);
    for (const { id, version, status } of await tasksOfIssue(tx, issueId)) {
      if (status === 'DONE') continue;
      const done = { status: 'DONE' as const, percent: 100, finishedOn, updatedAt: tx.now };
      await tx.update(Task, { id, version }, { ...done, version: version + 1 });
    }
  }

  /**
   * Replaces the measures of the current round's draft. Measures that go on keep id and number; those
   * left out stay in the table as superseded.
   * @returns faults instead of writing when a measure contradicts itself; paths start `measures[i]`.
   */
  async replace(
    tx: Tx,
    issue: IssueRow,
    tree: UnitTree,
    measures: readonly PlanMeasure[],
    defaults: MeasureDefaults,
  ): Promise<FieldFault[]> {
    const tasks = await tasksOfIssue(tx, issue.id);
    const kept = tasks.filter((task) => task.cycleNo === issue.cycleNo);
    const formerSeq = Math.max(
      0,
      ...tasks.filter((task) => task.cycleNo < issue.cycleNo).map((task) => task.seq),
    );
    const { matches, faults } = matchMeasures(kept, measures);
    const place = { tree, bureauId: issue.bureauId, defaultLeadId: defaults.leadUnitId };
    measures.forEach((measure, index) => {
      faults.push(...measureFaults(measure, place, `measures[${index}]`));
    });
    if (faults.length > 0) return faults;
    for (const [index, measure] of measures.entries()) {
      const seq = formerSeq + index + 1;
      const match = matches[index];
      if (match) await this.rewrite(tx, match, seq, wordingOf(measure, defaults));
      else await this.insert(tx, issue, tree, seq, wordingOf(measure, defaults));
    }
    for (const task of kept.filter((candidate) => !matches.includes(candidate))) {
      await tx.update(Task, { id: task.id }, { supersededAt: tx.now, updatedAt: tx.now });
    }
    return [];
  }

  /** Adds a measure after the issue's others. The caller has checked it. */
  async add(
    tx: Tx,
    issue: IssueRow,
    tree: UnitTree,
    measure: MeasureFields,
    defaults: MeasureDefaults,
  ): Promise<TaskRecord> {
    const tasks = await tasksOfIssue(tx, issue.id);
    const seq = Math.max(0, ...tasks.map((task) => task.seq)) + 1;
    return this.insert(tx, issue, tree, seq, wordingOf(measure, defaults));
  }

  private async rewrite(tx: Tx, task: TaskRecord, seq: number, wording: Wording): Promise<void> {
    const doneOn = new Map(task.milestones.map((milestone) => [milestone.name, milestone.doneOn]));
    const milestones = wording.milestones.map((milestone) => ({
      ...milestone,
      doneOn: doneOn.get(milestone.name) ?? null,
    }));
    await tx.update(
      Task,
      { id: task.id },
      { ...wording, milestones, seq, updatedAt: tx.now, version: task.version + 1 },
    );
  }

  private async insert(
    tx: Tx,
    issue: IssueRow,
    tree: UnitTree,
    seq: number,
    wording: Wording,
  ): Promise<TaskRecord> {
    const { areaCode } = tree.get(issue.bureauId);
    const task: TaskRecord = {
      id: newId(),
      issueId: issue.id,
      campaignId: issue.campaignId,
      cycleNo: issue.cycleNo,
      seq,
      taskNo: await nextTaskNo(tx, areaCode, businessDate(tx.now).slice(0, 4)),
      ...wording,
      percent: 0,
      status: 'NOT_STARTED',
      result: null,
      finishedOn: null,
      createdAt: tx.now,
      updatedAt: tx.now,
      supersededAt: null,
      version: 1,
    };
    await tx.insert(Task, task);
    return task;
  }
}

function wordingOf(measure: MeasureFields, defaults: MeasureDefaults): Wording {
  const leadUnitId = measure.leadUnitId ?? defaults.leadUnitId;
  const ownsName = Boolean(measure.ownerName);
  return {
    title: measure.title || null,
    measure: measure.measure,
    goal: measure.goal || null,
    dueOn: measure.dueOn ?? null,
    continues: measure.continues ?? false,
    milestones: (measure.milestones ?? []).map(({ name, dueOn }) => ({
      name,
      dueOn,
      doneOn: null,
    })),
    leadUnitId,
    leadDivisionId: measure.leadDivisionId ?? null,
    coUnitIds: measure.coUnitIds ?? defaults.coUnitIds.filter((id) => id !== leadUnitId),
    ownerName: measure.ownerName || defaults.ownerName,
    ownerPost: measure.ownerPost || (ownsName ? null : defaults.ownerPost),
  };
}
