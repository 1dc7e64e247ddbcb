import type { Schemas } from '@/api/client';
import { filled } from '../steps/step';
import type { Issue, Task } from '../detail/useIssue';

type Answer = Schemas['StandardAnswer'];

export interface StandardEntry {
  standard: Schemas['ClosingStandard'];
  answer: Answer | undefined;
  note: string;
  /** Files that prove it. */
  evidenceIds: string[];
}

export interface ClosureEntry {
  rectifiedOn: string;
  resultPerson: string;
  resultFact: string;
  resultOutcome: string;
  effect: string;
  measureResults: { taskId: string; text: string }[];
  standards: StandardEntry[];
  extendedCheck: string;
  rulesMade: string;
  beneficiaryOpinion: string | undefined;
  recoveredFen: number | undefined;
  refundedFen: number | undefined;
  repaymentPlan: string;
}

/** What the unit has reported so far is where the application begins. */
export function entryOf(
  issue: Issue,
  tasks: readonly Task[],
  standards: readonly string[],
): ClosureEntry {
  return {
    rectifiedOn: issue.rectifiedOn ?? lastDay(tasks) ?? '',
    resultPerson: '',
    resultFact: '',
    resultOutcome: '',
    effect: issue.effect ?? '',
    measureResults: tasks.map(({ id, result }) => ({ taskId: id, text: result ?? '' })),
    standards: standards.map((standard) => ({
      standard: standard as StandardEntry['standard'],
      answer: undefined,
      note: '',
      evidenceIds: [],
    })),
    extendedCheck: '',
    rulesMade: '',
    beneficiaryOpinion: undefined,
    recoveredFen: issue.recoveredFen ?? undefined,
    refundedFen: issue.refundedFen ?? undefined,
    repaymentPlan: '',
  };
}

const lastDay = (tasks: readonly Task[]): string | undefined =>
  tasks
    .flatMap(({ finishedOn }) => (finishedOn ? [finishedOn] : []))
    .sort()
    .at(-1);

export function bodyOf(entry: ClosureEntry): Schemas['ClosureApplicationInput'] {
  const { standards, measureResults, ...rest } = entry;
  const body = {
    ...filled(rest),
    measureResults: measureResults.map((one) => filled({ ...one })),
    standards: standards.filter(({ answer }) => answer).map((one) => filled({ ...one })),
  };
  return body as unknown as Schemas['ClosureApplicationInput'];
}
