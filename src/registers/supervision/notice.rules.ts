import {
  addDays,
  addMonths,
  daysBetween,
  earlierOf,
  laterOf,
} from '../../platform/calendar/business-date.js';
import type { FieldFault } from '../../platform/http/problem.js';
import type { Notice } from './notice.entity.js';
import {
  type FeedbackCycle,
  type NoticeKind,
  REPLY_OWED,
  type ReplyVerdict,
} from './supervision.codes.js';

const fault = (path: string, code: string, message: string): FieldFault => ({
  path,
  code,
  message,
});

/** Columns that only one kind of notice has, with their Chinese names. */
const ONLY: Readonly<Record<NoticeKind, Readonly<Record<string, string>>>> = {
  SUPERVISE: {
    level: '督办等级',
    instructingLeader: '批示领导',
    instruction: '批示内容',
    leadLeader: '牵头领导',
    coLeaders: '配合领导',
    feedbackType: '反馈类型',
    feedbackCycle: '反馈周期',
  },
  ASSIGN: {
    source: '来源',
    sourceDocNo: '原件号',
    requirements: '办理要求',
    feedbackForm: '反馈方式',
    feedbackRequired: '是否须报结果',
    materials: '材料清单',
  },
};

/** Fields that the form of the other kind has. */
export function kindFaults(kind: NoticeKind, given: object): FieldFault[] {
  const other: NoticeKind = kind === 'SUPERVISE' ? 'ASSIGN' : 'SUPERVISE';
  const name = kind === 'SUPERVISE' ? '督办单' : '交办单';
  return Object.entries(ONLY[other]).flatMap(([field, label]) => {
    const value = (given as Readonly<Record<string, unknown>>)[field];
    if (value === undefined || value === null) return [];
    return [fault(field, 'NOT_ON_THIS_FORM', `${name}没有“${label}”这一栏`)];
  });
}

/** What the ladder has fixed on a notice that the program drafted: the rung is taken for this issue. */
export function ladderFaults(
  { origin }: Pick<Notice, 'origin'>,
  given: { readonly level?: unknown; readonly issueIds?: unknown },
): FieldFault[] {
  if (origin !== 'LADDER') return [];
  const fixed = { level: '督办等级', issueIds: '关联问题' } as const;
  return (['level', 'issueIds'] as const)
    .filter((field) => given[field] !== undefined)
    .map((field) =>
      fault(field, 'FIXED', `自动升级的督办单不能修改${fixed[field]}，请作废后另行草拟`),
    );
}

/** What is still missing or wrong when a notice is to be issued. */
export function issuanceFaults(notice: Notice, today: string): FieldFault[] {
  const missing = (field: keyof Notice, label: string): FieldFault[] => {
    const value = notice[field];
    const empty = value === null || value === '' || (Array.isArray(value) && value.length === 0);
    return empty ? [fault(field, 'REQUIRED', `请填写${label}`)] : [];
  };
  const own =
    notice.kind === 'SUPERVISE'
      ? [
          ...missing('level', '督办等级'),
          ...missing('issueIds', '关联问题'),
          ...missing('feedbackType', '反馈类型'),
          ...(notice.feedbackType === 'PERIODIC' ? missing('feedbackCycle', '反馈周期') : []),
        ]
      : [
          ...missing('source', '来源'),
          ...missing('requirements', '办理要求'),
          ...(notice.feedbackRequired ? missing('feedbackForm', '反馈方式') : []),
        ];
  return [
    ...missing('content', notice.kind === 'SUPERVISE' ? '督办内容' : '事项摘要'),
    ...own,
    ...missing('dueOn', '办理时限'),
    ...(notice.dueOn !== null && notice.dueOn < today
      ? [fault('dueOn', 'TOO_EARLY', '办理时限不能早于今天')]
      : []),
    ...missing('contact', '联系人'),
    // The program does not know a telephone number unless the campaign gives one.
    ...(notice.origin === 'MANUAL' ? missing('phone', '联系电话') : []),
  ];
}

type Dated = Pick<
  Notice,
  'issuedOn' | 'dueOn' | 'feedbackType' | 'feedbackCycle' | 'feedbackRequired'
>;

/** Day of the n-th periodic feedback, counted from the issue so that it never drifts. */
function cycleDay(from: string, cycle: FeedbackCycle, n: number): string {
  switch (cycle) {
    case 'WEEKLY':
      return addDays(from, 7 * n);
    case 'BIWEEKLY':
      return addDays(from, 14 * n);
    case 'MONTHLY':
      return addMonths(from, n);
    case 'QUARTERLY':
      return addMonths(from, 3 * n);
  }
}

/** When the first reply is owed; null when none is. */
export function firstFeedbackOn(notice: Dated): string | null {
  if (!notice.feedbackRequired) return null;
  return nextFeedbackOn(notice, notice.issuedOn ?? '') ?? notice.dueOn;
}

/**
 * When the next periodic reply is owed after a day: by the cycle, the last one at the end of the
 * notice. Null when the series has ended, or there is none.
 */
export function nextFeedbackOn(notice: Dated, after: string): string | null {
  const { issuedOn, dueOn, feedbackType, feedbackCycle } = notice;
  if (feedbackType !== 'PERIODIC' || !feedbackCycle || !issuedOn || !dueOn) return null;
  if (after >= dueOn) return null;
  for (let n = 1; ; n += 1) {
    const day = cycleDay(issuedOn, feedbackCycle, n);
    if (day > after) return earlierOf(day, dueOn);
  }
}

export interface NoticeDues {
  readonly receiptOverdue: boolean;
  readonly replyOverdue: boolean;
  /** Days past the older of the two dates; 0 when neither is past. */
  readonly overdueDays: number;
}

/** What the receiving unit is late with on a day; never stored. */
export function duesOf(
  { status, signDueOn, feedbackDueOn }: Pick<Notice, 'status' | 'signDueOn' | 'feedbackDueOn'>,
  today: string,
): NoticeDues {
  const waits = status === 'ISSUED' || REPLY_OWED.includes(status);
  const late = (day: string | null): number =>
    day !== null && day < today ? daysBetween(day, today) : 0;
  const receipt = status === 'ISSUED' ? late(signDueOn) : 0;
  const reply = waits ? late(feedbackDueOn) : 0;
  return {
    receiptOverdue: receipt > 0,
    replyOverdue: reply > 0,
    overdueDays: Math.max(receipt, reply),
  };
}

export interface ReviewAnswers {
  readonly verdict: ReplyVerdict;
  readonly factsClear: boolean;
  readonly problemSolved: boolean;
  readonly measuresCompliant: boolean;
  readonly papersInOrder: boolean;
  readonly demand?: string | null | undefined;
  readonly dueOn?: string | null | undefined;
}

const QUESTIONS = {
  factsClear: '事实清楚',
  problemSolved: '问题解决',
  measuresCompliant: '措施合规',
  papersInOrder: '文书规范',
} as const;
const DEMAND_CHARS_MIN = 10;

/**
 * A verdict must fit its four answers: 办结 only where all are yes, 退回 only where one is no, and then
 * with a demand that says what to do.
 */
export function reviewFaults(answers: ReviewAnswers, today: string): FieldFault[] {
  const { verdict, demand, dueOn } = answers;
  const questions = Object.keys(QUESTIONS) as (keyof typeof QUESTIONS)[];
  const unmet = questions.filter((question) => !answers[question]);
  const faults: FieldFault[] = [];
  if (verdict === 'CONCLUDED') {
    for (const question of unmet) {
      faults.push(fault(question, 'NOT_MET', `“${QUESTIONS[question]}”为否时不能办结`));
    }
    if (dueOn) faults.push(fault('dueOn', 'NOT_WANTED', '办结时不需要下次反馈时间'));
    return faults;
  }
  if (verdict === 'RETURNED') {
    if (unmet.length === 0) {
      faults.push(fault('verdict', 'NOTHING_WRONG', '四项均为是，不应退回；请办结或继续督办'));
    }
    if ((demand ?? '').length < DEMAND_CHARS_MIN) {
      faults.push(fault('demand', 'TOO_SHORT', `退回重办的要求至少${DEMAND_CHARS_MIN}个字`));
    }
  }
  if (dueOn && dueOn <= today) faults.push(fault('dueOn', 'NOT_LATER', '下次反馈时间应晚于今天'));
  return faults;
}

/**
 * Day of the next reply after a review; undefined when the reviewer must name one. A return has its own
 * short term, 继续督办 goes on by the cycle while the series runs.
 */
export function dueAfterReview(
  notice: Dated,
  answers: ReviewAnswers,
  days: { readonly today: string; readonly previous: string | null; readonly resubmission: string },
): string | null | undefined {
  if (answers.verdict === 'CONCLUDED') return null;
  if (answers.dueOn) return answers.dueOn;
  if (answers.verdict === 'RETURNED') return days.resubmission;
  return nextFeedbackOn(notice, laterOf(days.today, days.previous ?? days.today)) ?? undefined;
}
