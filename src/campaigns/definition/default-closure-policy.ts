import type { Role } from '../../identity/codes.js';
import type { ClosureStepKind } from '../codes/issue-codes.js';
import { ClosureCondition, ClosureRule, ClosureStep, type ClosureUnit } from './closure-policy.js';

type StepOptions = Partial<Pick<ClosureStep, 'siteCheck' | 'minutesNumberRequired' | 'onlyIf'>>;

function condition(values: Partial<ClosureCondition>): ClosureCondition {
  return Object.assign(new ClosureCondition(), values);
}

function step(
  kind: ClosureStepKind,
  unit: ClosureUnit,
  roles: Role[],
  options: StepOptions = {},
): ClosureStep {
  return Object.assign(new ClosureStep(), { kind, unit, roles, ...options });
}

function rule(label: string, when: ClosureCondition[], steps: ClosureStep[]): ClosureRule {
  return Object.assign(new ClosureRule(), { label, when, steps });
}

const unitConfirmation = () =>
  step('UNIT_CONFIRMATION', 'responsible', ['TOWN_LEADER', 'DIVISION_CHIEF']);
const firstReview = (siteCheck = false) =>
  step('FIRST_REVIEW', 'bureau', ['DIVISION_CLERK', 'DIVISION_CHIEF'], { siteCheck });
const secondReview = () => step('SECOND_REVIEW', 'bureau', ['DEPUTY_DIRECTOR']);

const disciplineRelated = () => [
  condition({ natures: ['DISCIPLINE', 'CRIMINAL'] }),
  condition({ categories: ['H'] }),
];
const fundRelated = () => [
  condition({ natures: ['FUND'] }),
  condition({ categories: ['E', 'B04_RESERVE_FUND'] }),
  condition({ fundThresholdReached: true }),
];
const serious = () => [condition({ severities: ['SERIOUS'] })];

/** 会签 of the resident discipline group and of finance, always or only for the issues named. */
const countersigns = (
  discipline: ClosureCondition[] = [],
  finance: ClosureCondition[] = [],
): ClosureStep[] => [
  step('COUNTERSIGN', 'DISCIPLINE_RESIDENT', ['RESIDENT_DISCIPLINE'], { onlyIf: discipline }),
  step('COUNTERSIGN', 'FINANCE', ['FINANCE_REVIEWER'], { onlyIf: finance }),
];

const partyGroupApproval = () =>
  step('FINAL_APPROVAL', 'bureau', ['DIRECTOR'], { minutesNumberRequired: true });

/**
 * The chain of reviews of a definition that states none of its own. The first rule that fits decides.
 *
 * A town's minor self-check finding is signed by the town and struck off by the responsible division:
 * a town office has one clerk and one leader, so an entire chain of different people inside the town
 * could never be finished.
 */
export function defaultClosurePolicy(): ClosureRule[] {
  return [
    rule(
      '上级反馈问题',
      [condition({ upperSource: true })],
      [
        unitConfirmation(),
        firstReview(true),
        ...countersigns([...serious(), ...disciplineRelated()], [...serious(), ...fundRelated()]),
        secondReview(),
        partyGroupApproval(),
        step('UPPER_ACCEPTANCE', 'upper', ['UPPER_REVIEWER']),
      ],
    ),
    rule(
      '严重、涉纪涉法或资金达到阈值的问题',
      [
        ...serious(),
        condition({ natures: ['DISCIPLINE', 'CRIMINAL'] }),
        condition({ fundThresholdReached: true }),
      ],
      [
        unitConfirmation(),
        firstReview(true),
        ...countersigns(),
        secondReview(),
        partyGroupApproval(),
      ],
    ),
    rule(
      '较重问题、共性问题',
      [condition({ severities: ['PROMINENT'] }), condition({ scopes: ['COMMON'] })],
      [
        unitConfirmation(),
        firstReview(),
        ...countersigns(disciplineRelated(), fundRelated()),
        secondReview(),
        step('FINAL_APPROVAL', 'bureau', ['DIRECTOR']),
      ],
    ),
    rule(
      '镇街自查的一般问题',
      [condition({ registeredByTown: true, sources: ['SELF_CHECK'] })],
      [unitConfirmation(), step('FINAL_APPROVAL', 'bureau', ['DIVISION_CHIEF'])],
    ),
    rule(
      '其余一般问题',
      [],
      [unitConfirmation(), firstReview(), step('FINAL_APPROVAL', 'bureau', ['DEPUTY_DIRECTOR'])],
    ),
  ];
}
