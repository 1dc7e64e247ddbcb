import { describe, expect, it } from '@jest/globals';
import { type PlanFacts, planFaults, type PlanLimits, reviewFaults } from './plan.rules.js';

const LIMITS: PlanLimits = {
  today: '2020-04-02',
  foundOn: '2020-03-25',
  assignedOn: '2020-04-01',
  orderedDeadline: '2020-06-30',
  latest: '2020-12-31',
};

const PLAN: PlanFacts = {
  causeAnalysis: '政策理解有偏差',
  rectificationType: 'TIME_LIMITED',
  deadline: '2020-05-20',
  stageGoal: null,
  nextReviewOn: null,
  expectedFinishOn: null,
  measures: [{ dueOn: '2020-05-10', milestones: [] }],
  duties: [{ kind: 'LEAD' }, { kind: 'RESPONSIBLE_LEADER' }, { kind: 'RESPONSIBLE_PERSON' }],
};

const LONG_TERM: Partial<PlanFacts> = {
  rectificationType: 'LONG_TERM',
  stageGoal: '年底前完成制度修订',
  nextReviewOn: '2020-06-01',
  expectedFinishOn: '2020-10-31',
};

const steps = [{ dueOn: '2020-06-01', milestones: [{ name: '复核', dueOn: '2020-05-01' }] }];

describe('guards of 报方案 (T05)', () => {
  const cases: [string, Partial<PlanFacts>, [string, string][]][] = [
    ['a complete plan', {}, []],
    ['no cause', { causeAnalysis: null }, [['causeAnalysis', 'REQUIRED']]],
    ['no type', { rectificationType: null }, [['rectificationType', 'REQUIRED']]],
    ['no deadline', { deadline: null }, [['deadline', 'REQUIRED']]],
    ['no measure', { measures: [] }, [['measures', 'REQUIRED']]],
    ['the deadline of the order', { deadline: '2020-06-30', measures: steps }, []],
    [
      'later than the order',
      { deadline: '2020-07-01', measures: steps },
      [['deadline', 'AFTER_ORDER']],
    ],
    [
      'not later than the finding',
      { deadline: '2020-03-25', measures: [{ dueOn: '2020-03-25', milestones: [] }] },
      [
        ['deadline', 'BEFORE_FOUND'],
        ['measures[0].dueOn', 'BEFORE_FOUND'],
      ],
    ],
    [
      'a measure later than the plan',
      { measures: [...PLAN.measures, { dueOn: '2020-05-21', milestones: [] }] },
      [['measures[1].dueOn', 'AFTER_DEADLINE']],
    ],
    [
      'a measure without a day',
      { measures: [{ dueOn: null, milestones: [] }] },
      [['measures[0].dueOn', 'REQUIRED']],
    ],
    ['60 days without steps', { deadline: '2020-05-31' }, []],
    [
      '61 days without steps',
      { deadline: '2020-06-01' },
      [['measures[0].milestones', 'MILESTONE_REQUIRED']],
    ],
    ['61 days with steps', { deadline: '2020-06-01', measures: steps }, []],
    ['a long term with its stage', LONG_TERM, []],
    [
      'a long term without its stage',
      { rectificationType: 'LONG_TERM' },
      [
        ['stageGoal', 'REQUIRED'],
        ['nextReviewOn', 'REQUIRED'],
        ['expectedFinishOn', 'REQUIRED'],
      ],
    ],
    [
      'a review in the past',
      { ...LONG_TERM, nextReviewOn: '2020-04-01' },
      [['nextReviewOn', 'IN_PAST']],
    ],
    [
      'an end before the review',
      { ...LONG_TERM, expectedFinishOn: '2020-05-31' },
      [['expectedFinishOn', 'BEFORE_REVIEW']],
    ],
    [
      'nobody in charge',
      { duties: [{ kind: 'CO' }] },
      [
        ['responsibilities', 'LEAD_REQUIRED'],
        ['responsibilities', 'LEADER_REQUIRED'],
        ['responsibilities', 'PERSON_REQUIRED'],
      ],
    ],
  ];
  it.each(cases)('%s', (_name, over, expected) => {
    const faults = planFaults({ ...PLAN, ...over }, LIMITS);
    expect(faults.map(({ path, code }) => [path, code])).toEqual(expected);
  });

  it('keeps to the last day of the campaign even when the order went beyond it', () => {
    const faults = planFaults(PLAN, { ...LIMITS, latest: '2020-05-15' });
    expect(faults).toMatchObject([{ path: 'deadline', code: 'AFTER_LATEST' }]);
  });
});

describe('a return of a plan', () => {
  const cases: [string, Parameters<typeof reviewFaults>[0], string[]][] = [
    ['approval needs neither', { decision: 'APPROVED' }, []],
    ['reason and demand missing', { decision: 'RETURNED' }, ['reasonCode', 'demand']],
    [
      'nine characters',
      { decision: 'RETURNED', reasonCode: 'R2', demand: '请补充每户整改措施' },
      ['demand'],
    ],
    [
      'ten characters',
      { decision: 'RETURNED', reasonCode: 'R2', demand: '请补充每户的整改措施' },
      [],
    ],
  ];
  it.each(cases)('%s', (_name, review, paths) => {
    expect(reviewFaults(review).map(({ path }) => path)).toEqual(paths);
  });
});
