import { join, raw, sql, type Sql } from '../../platform/database/queryable.js';
import { askIssues, type Check, IS_CLOSED, IS_OPEN } from './reconciliation.context.js';

/** 1 when the issue's plan has been approved. */
const PLANNED = sql`CASE WHEN i.plan_approved_on IS NULL THEN 0 ELSE 1 END AS planned`;

const MEASURES = sql`(SELECT COUNT(*) FROM tasks AS t
  WHERE t.issue_id = i.id AND t.superseded_at IS NULL) AS measures`;

const duties = (kind: string, name: string): Sql =>
  sql`(SELECT COUNT(*) FROM responsibilities AS r
    WHERE r.issue_id = i.id AND r.superseded_at IS NULL AND r.kind = ${kind})
    AS ${raw(name)}`;

const oneLead: Check = {
  code: 'ONE_LEAD',
  basis: 'CURRENT',
  run: (context) =>
    askIssues<{ leads: number; responsibleUnitId: string | null }>(context, {
      among: IS_OPEN,
      columns: [PLANNED, sql`i.responsible_unit_id`, duties('LEAD', 'leads')],
      wrong: sql`(q.responsible_unit_id IS NULL OR q.leads > 1 OR (q.planned = 1 AND q.leads = 0))`,
      note: ({ leads, responsibleUnitId }) =>
        responsibleUnitId === null ? '没有责任单位' : `有${leads}个牵头单位`,
    }),
};

const atLeastOneMeasure: Check = {
  code: 'AT_LEAST_ONE_MEASURE',
  basis: 'CURRENT',
  run: (context) =>
    askIssues(context, {
      among: sql`${IS_OPEN} AND i.plan_approved_on IS NOT NULL`,
      columns: [MEASURES],
      wrong: sql`q.measures = 0`,
      note: () => '方案已批准，但没有整改措施',
    }),
};

interface MeasureRow {
  taskNo: string;
  dueOn: string | null;
  deadline: string | null;
}

const measureWithinDeadline: Check = {
  code: 'MEASURE_WITHIN_DEADLINE',
  basis: 'CURRENT',
  run: (context) =>
    askIssues<MeasureRow>(context, {
      joins: sql`JOIN tasks AS t ON t.issue_id = i.id AND t.superseded_at IS NULL
        AND t.cycle_no = i.cycle_no`,
      among: sql`(${IS_OPEN} OR ${IS_CLOSED}) AND i.plan_approved_on IS NOT NULL`,
      columns: [sql`t.task_no`, sql`t.due_on`, sql`i.current_deadline AS deadline`],
      wrong: sql`(q.due_on IS NULL OR q.deadline IS NULL OR q.due_on > q.deadline)`,
      note: ({ taskNo, dueOn, deadline }) =>
        `措施${taskNo}的完成时限${dueOn ?? '（空）'}晚于整改时限${deadline ?? '（空）'}`,
    }),
};

interface Elements {
  causeAnalysis: string | null;
  measures: number;
  deadline: string | null;
  responsibleUnitId: string | null;
  persons: number;
}

/** R27 (seed 000): cause, measures, deadline, responsible unit and person of what is being rectified. */
const fiveElements: Check = {
  code: 'FIVE_ELEMENTS',
  basis: 'CURRENT',
  run: (context) =>
    askIssues<Elements>(context, {
      among: sql`i.status IN ('RECTIFYING', 'CLOSURE_REVIEW')`,
      columns: [
        sql`i.cause_analysis`,
        sql`i.current_deadline AS deadline`,
        sql`i.responsible_unit_id`,
        MEASURES,
        duties('RESPONSIBLE_PERSON', 'persons'),
      ],
      wrong: sql`(COALESCE(q.cause_analysis, '') = '' OR q.deadline IS NULL
        OR q.responsible_unit_id IS NULL OR q.measures = 0 OR q.persons = 0)`,
      note: (row) => `缺少${missingElements(row).join('、')}`,
    }),
};

function missingElements(row: Elements): string[] {
  return [
    ...(row.causeAnalysis ? [] : ['原因分析']),
    ...(row.measures > 0 ? [] : ['整改措施']),
    ...(row.deadline ? [] : ['整改时限']),
    ...(row.responsibleUnitId ? [] : ['责任单位']),
    ...(row.persons > 0 ? [] : ['责任人']),
  ];
}

/** The caps of `latestDeadline` (campaigns/deadline.rules.ts): past the earliest is past one of them. */
const deadlineWithinCampaign: Check = {
  code: 'DEADLINE_WITHIN_CAMPAIGN',
  basis: 'CURRENT',
  run: (context) => {
    const { milestones, endsOn } = context.campaign.definition;
    const binds = (day: string): Sql =>
      sql`(q.deadline > ${day} AND COALESCE(q.found_on, '') <= ${day})`;
    const caps = [
      ...milestones.filter(({ capsDeadlines }) => capsDeadlines).map(({ dueOn }) => binds(dueOn)),
      sql`(${binds(endsOn)} AND COALESCE(q.rectification_type, '') <> 'LONG_TERM')`,
    ];
    return askIssues<{ deadline: string }>(context, {
      among: sql`${IS_OPEN} AND i.current_deadline IS NOT NULL`,
      columns: [sql`i.current_deadline AS deadline`, sql`i.found_on`, sql`i.rectification_type`],
      wrong: sql`(${join(caps, ' OR ')})`,
      note: ({ deadline }) => `整改时限${deadline}晚于专项治理规定的最后期限`,
    });
  },
};

/** What each issue must have while it is on the books. */
export const ISSUE_CHECKS: readonly Check[] = [
  oneLead,
  atLeastOneMeasure,
  measureWithinDeadline,
  fiveElements,
  deadlineWithinCampaign,
];
