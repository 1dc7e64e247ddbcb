import type { UnitTree } from '../../identity/unit-catalog.js';
import { daysBetween } from '../../platform/calendar/business-date.js';
import type { FieldFault } from '../../platform/http/problem.js';
import type { IssueStatus } from '../codes.js';
import type { TaskStatus } from './task.codes.js';
import type { MilestoneState } from './task.entity.js';

/** Statuses of the issue in which its measures are being carried out and can be late. */
export const WORKING_STATUSES: readonly IssueStatus[] = ['RECTIFYING', 'CLOSURE_REVIEW'];

const SUMMARY_LENGTH_MAX = 60;

/** 问题摘要: at most 60 characters, shortened with an ellipsis. */
export function summaryOf(statement: string): string {
  const characters = [...statement];
  if (characters.length <= SUMMARY_LENGTH_MAX) return statement;
  return `${characters.slice(0, SUMMARY_LENGTH_MAX - 1).join('')}…`;
}

/** Whole days a measure is past its day; 0 when done, not due, or not being worked on now. */
export function taskOverdueDays(
  task: { status: TaskStatus; dueOn: string | null; cycleNo: number },
  issue: { status: IssueStatus; cycleNo: number },
  today: string,
): number {
  const live = WORKING_STATUSES.includes(issue.status) && task.cycleNo === issue.cycleNo;
  if (!live || task.status === 'DONE' || task.dueOn === null || task.dueOn >= today) return 0;
  return daysBetween(task.dueOn, today);
}

/** What dates of a measure are compared with. */
export interface MeasureDates {
  readonly dueOn: string | null;
  readonly milestones: readonly { readonly name: string; readonly dueOn: string }[];
}

/**
 * Faults of a measure's own deadline and milestones (T05: each measure is due within the plan).
 * @param path of the measure, for example `measures[0]`; empty when the measure is the whole body.
 */
export function measureDateFaults(
  measure: MeasureDates,
  limits: { readonly deadline: string | null; readonly foundOn: string | null },
  path: string,
): FieldFault[] {
  const at = (field: string): string => (path === '' ? field : `${path}.${field}`);
  const { dueOn, milestones } = measure;
  if (dueOn === null) {
    return [{ path: at('dueOn'), code: 'REQUIRED', message: '请填写措施的完成时限' }];
  }
  const faults: FieldFault[] = [];
  if (limits.deadline !== null && dueOn > limits.deadline) {
    faults.push({
      path: at('dueOn'),
      code: 'AFTER_DEADLINE',
      message: `措施的完成时限不能晚于整改时限${limits.deadline}`,
    });
  }
  if (limits.foundOn !== null && dueOn <= limits.foundOn) {
    faults.push({
      path: at('dueOn'),
      code: 'BEFORE_FOUND',
      message: '措施的完成时限应晚于发现时间',
    });
  }
  milestones.forEach((milestone, index) => {
    if (milestone.dueOn > dueOn) {
      faults.push({
        path: at(`milestones[${index}].dueOn`),
        code: 'AFTER_DUE',
        message: '里程碑不能晚于措施的完成时限',
      });
    }
  });
  return faults;
}

/** What a measure says about units and milestones; contradictions are refused even in a draft. */
export interface MeasureFacts {
  readonly leadUnitId?: string | null;
  readonly leadDivisionId?: string | null;
  readonly coUnitIds?: readonly string[] | null;
  readonly milestones?: readonly { readonly name: string }[] | null;
}

export function measureFaults(
  measure: MeasureFacts,
  place: { readonly tree: UnitTree; readonly bureauId: string; readonly defaultLeadId: string },
  path: string,
): FieldFault[] {
  const at = (field: string): string => (path === '' ? field : `${path}.${field}`);
  const faults: FieldFault[] = [];
  const check = (unitId: string | null | undefined, field: string): void => {
    if (unitId && !isUsableUnit(place.tree, place.bureauId, unitId)) {
      faults.push({
        path: at(field),
        code: 'UNKNOWN_UNIT',
        message: '没有这个单位，或该单位已停用',
      });
    }
  };
  const leadId = measure.leadUnitId ?? place.defaultLeadId;
  check(measure.leadUnitId, 'leadUnitId');
  check(measure.leadDivisionId, 'leadDivisionId');
  (measure.coUnitIds ?? []).forEach((unitId, index) => {
    check(unitId, `coUnitIds[${index}]`);
    if (unitId === leadId) {
      faults.push({
        path: at(`coUnitIds[${index}]`),
        code: 'LEAD_IS_CO',
        message: '牵头单位不能同时是配合单位',
      });
    }
  });
  const names = (measure.milestones ?? []).map(({ name }) => name);
  names.forEach((name, index) => {
    if (names.indexOf(name) === index) return;
    faults.push({
      path: at(`milestones[${index}].name`),
      code: 'DUPLICATE',
      message: '里程碑名称重复',
    });
  });
  return faults;
}

/** True for a unit of the bureau's tree that has not been disabled. */
export function isUsableUnit(tree: UnitTree, bureauId: string, unitId: string): boolean {
  return tree.isWithin(unitId, bureauId) && tree.find(unitId)?.disabledAt === null;
}

/**
 * Which kept measure each given one continues: the one with the given id, else one with the same
 * words. A continued measure keeps its id and number, so evidence and papers that name it stay right.
 */
export function matchMeasures<T extends { readonly id: string; readonly measure: string }>(
  kept: readonly T[],
  given: readonly { readonly id?: string | null; readonly measure: string }[],
): { readonly matches: (T | undefined)[]; readonly faults: FieldFault[] } {
  const free = new Map(kept.map((task) => [task.id, task]));
  const faults: FieldFault[] = [];
  const byId = given.map(({ id }, index) => {
    if (!id) return undefined;
    const found = free.get(id);
    free.delete(id);
    if (!found) {
      faults.push({
        path: `measures[${index}].id`,
        code: 'UNKNOWN_TASK',
        message: '没有这项措施，或它被重复引用',
      });
    }
    return found;
  });
  const matches = given.map(({ id, measure }, index) => {
    if (id) return byId[index];
    const found = [...free.values()].find((task) => task.measure === measure);
    if (found) free.delete(found.id);
    return found;
  });
  return { matches, faults };
}

export interface TaskState {
  readonly percent: number;
  readonly status: TaskStatus;
  readonly result: string | null;
  readonly finishedOn: string | null;
  readonly milestones: readonly MilestoneState[];
}

/** A report on a measure; what is left out stays as it is. */
export interface TaskReport {
  readonly percent?: number | null;
  readonly status?: TaskStatus | null;
  readonly result?: string | null;
  readonly milestones?:
    readonly { readonly name: string; readonly doneOn?: string | null }[] | null;
}

/** The state after a report, and what is wrong with it: done means 100 %, and says what was done. */
export function reportTask(
  task: TaskState,
  report: TaskReport,
  today: string,
): { readonly state: TaskState; readonly faults: FieldFault[] } {
  const percent = report.percent ?? percentAfter(report.status ?? undefined, task.percent);
  const status = report.status ?? statusAfter(report.percent ?? undefined, task.status);
  const result = report.result ?? task.result;
  const faults: FieldFault[] = [];
  if ((status === 'DONE') !== (percent === 100) || (status === 'NOT_STARTED' && percent > 0)) {
    faults.push({
      path: 'percent',
      code: 'STATUS_MISMATCH',
      message: '进度与完成情况不一致：已完成为100%，未启动为0%，推进中小于100%',
    });
  }
  if (status === 'DONE' && !result) {
    faults.push({ path: 'result', code: 'REQUIRED', message: '措施完成后请填写落实结果' });
  }
  const milestones = reportMilestones(task.milestones, report.milestones ?? [], today, faults);
  const finishedOn = status === 'DONE' ? (task.finishedOn ?? today) : null;
  return { state: { percent, status, result, finishedOn, milestones }, faults };
}

function percentAfter(status: TaskStatus | undefined, percent: number): number {
  if (status === 'DONE') return 100;
  return status === 'NOT_STARTED' ? 0 : percent;
}

function statusAfter(percent: number | undefined, status: TaskStatus): TaskStatus {
  if (percent === undefined) return status;
  if (percent === 100) return 'DONE';
  return percent === 0 ? 'NOT_STARTED' : 'IN_PROGRESS';
}

function reportMilestones(
  milestones: readonly MilestoneState[],
  reports: NonNullable<TaskReport['milestones']>,
  today: string,
  faults: FieldFault[],
): MilestoneState[] {
  reports.forEach(({ name, doneOn }, index) => {
    const path = `milestones[${index}]`;
    if (!milestones.some((milestone) => milestone.name === name)) {
      faults.push({ path: `${path}.name`, code: 'UNKNOWN_MILESTONE', message: '没有这个里程碑' });
    }
    if (doneOn && doneOn > today) {
      faults.push({ path: `${path}.doneOn`, code: 'IN_FUTURE', message: '完成日期不能晚于今天' });
    }
  });
  return milestones.map((milestone) => {
    const report = reports.find(({ name }) => name === milestone.name);
    return report ? { ...milestone, doneOn: report.doneOn ?? null } : milestone;
  });
}
