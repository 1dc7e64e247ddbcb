import type { Schemas } from '@/api/client';
import type { Issue, Plan } from '../detail/useIssue';
import { filled, type StepValues } from '../steps/step';

export interface MilestoneEntry {
  name: string;
  dueOn: string;
}

export interface MeasureEntry {
  id?: string;
  measure: string;
  goal: string;
  dueOn: string;
  continues: boolean;
  milestones: MilestoneEntry[];
  ownerName: string;
  ownerPost: string;
}

export interface DutyEntry {
  kind: Schemas['ResponsibilityKind'];
  unitId: string | undefined;
  userId?: string;
  personName: string;
  post: string;
  phone: string;
  duty: string;
}

export interface PlanEntry {
  causeAnalysis: string;
  goal: string;
  rectificationType: string | undefined;
  deadline: string;
  stageGoal: string;
  nextReviewOn: string;
  expectedFinishOn: string;
  measures: MeasureEntry[];
  responsibilities: DutyEntry[];
}

/** Kinds that name a unit and no person. */
export const UNIT_KINDS: readonly string[] = ['LEAD', 'DIVISION', 'CO'];

export const newMeasure = (dueOn: string): MeasureEntry => ({
  measure: '',
  goal: '',
  dueOn,
  continues: false,
  milestones: [],
  ownerName: '',
  ownerPost: '',
});

export const newDuty = (kind: DutyEntry['kind'], unitId: string | undefined): DutyEntry => ({
  kind,
  unitId,
  personName: '',
  post: '',
  phone: '',
  duty: '',
});

/** The plan as it stands; a new one begins with the persons every plan must name. */
export function entryOf(plan: Plan, issue: Issue): PlanEntry {
  const deadline = plan.deadline ?? plan.orderedDeadline ?? issue.currentDeadline ?? '';
  const unitId = issue.responsibleUnit?.id;
  const duties = plan.responsibilities.map(dutyOf);
  const measures = plan.measures.map(measureOf);
  return {
    causeAnalysis: plan.causeAnalysis ?? '',
    goal: plan.goal ?? '',
    rectificationType: plan.rectificationType ?? issue.rectificationType ?? undefined,
    deadline,
    stageGoal: plan.stageGoal ?? '',
    nextReviewOn: plan.nextReviewOn ?? '',
    expectedFinishOn: plan.expectedFinishOn ?? '',
    measures: measures.length > 0 ? measures : [newMeasure(deadline)],
    responsibilities:
      duties.length > 0
        ? duties
        : [
            newDuty('LEAD', unitId),
            newDuty('RESPONSIBLE_LEADER', unitId),
            newDuty('RESPONSIBLE_PERSON', unitId),
          ],
  };
}

const measureOf = (task: Plan['measures'][number]): MeasureEntry => ({
  id: task.id,
  measure: task.measure,
  goal: task.goal ?? '',
  dueOn: task.dueOn ?? '',
  continues: task.continues,
  milestones: task.milestones.map(({ name, dueOn }) => ({ name, dueOn })),
  ownerName: task.ownerName ?? '',
  ownerPost: task.ownerPost ?? '',
});

const dutyOf = (one: Plan['responsibilities'][number]): DutyEntry => ({
  kind: one.kind,
  unitId: one.unit.id,
  ...(one.userId && { userId: one.userId }),
  personName: one.personName ?? '',
  post: one.post ?? '',
  phone: one.phone ?? '',
  duty: one.duty ?? '',
});

const isBlankMeasure = ({ measure, goal }: MeasureEntry): boolean =>
  !measure.trim() && !goal.trim();
const isBlankDuty = ({ kind, personName, phone, duty }: DutyEntry): boolean =>
  !UNIT_KINDS.includes(kind) && ![personName, phone, duty].some((text) => text.trim());

const blanksLast = <Row>(rows: readonly Row[], isBlank: (row: Row) => boolean): Row[] => [
  ...rows.filter((row) => !isBlank(row)),
  ...rows.filter(isBlank),
];

/**
 * Rows that nobody has written in are not sent; they go to the end before sending, so that a fault
 * names the row that the person sees.
 */
export function moveBlankRows(entry: PlanEntry): void {
  entry.measures = blanksLast(entry.measures, isBlankMeasure);
  entry.responsibilities = blanksLast(entry.responsibilities, isBlankDuty);
  for (const one of entry.measures) {
    one.milestones = one.milestones.filter(({ name, dueOn }) => name.trim() || dueOn);
  }
}

/** Whoever sends again after a conflict overwrites only what he has written himself. */
export function takeUntouched(entry: PlanEntry, began: PlanEntry, newest: PlanEntry): void {
  const keys = Object.keys(began) as (keyof PlanEntry)[];
  const isUntouched = (key: keyof PlanEntry): boolean =>
    JSON.stringify(entry[key]) === JSON.stringify(began[key]);
  Object.assign(
    entry,
    Object.fromEntries(keys.filter(isUntouched).map((key) => [key, newest[key]])),
  );
}

export function bodyOf(entry: PlanEntry): Schemas['PlanFields'] {
  const { measures, responsibilities, ...rest } = entry;
  const rows = measures.filter((one) => !isBlankMeasure(one));
  const duties = responsibilities.filter((one) => !isBlankDuty(one));
  const body = {
    ...filled(rest),
    measures: rows.map((one) => filled(one as unknown as StepValues)),
    responsibilities: duties.map((one) => filled(one as unknown as StepValues)),
  };
  return body as unknown as Schemas['PlanFields'];
}
