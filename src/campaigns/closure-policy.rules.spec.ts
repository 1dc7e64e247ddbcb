import { describe, expect, it } from '@jest/globals';
import { closureRuleFor, closureStepsFor, type IssueFacts } from './closure-policy.rules.js';
import { ClosureCondition, ClosureRule, ClosureStep } from './definition/closure-policy.js';
import { defaultClosurePolicy } from './definition/default-closure-policy.js';
import { CampaignParameters } from './definition/parameters.js';

const definition = { closurePolicy: defaultClosurePolicy(), parameters: new CampaignParameters() };

const facts = (values: Partial<IssueFacts> = {}): IssueFacts => ({
  severity: 'GENERAL',
  nature: 'POLICY',
  scope: 'INDIVIDUAL',
  category: 'A06_TAPERING',
  source: 'DATA_MATCHING',
  sourceLevel: null,
  upperSource: false,
  registeredByTown: false,
  amountInvolvedFen: null,
  isKey: false,
  ...values,
});

const CONFIRM = 'UNIT_CONFIRMATION@responsible';
const FIRST = 'FIRST_REVIEW@bureau';
const SITE = 'FIRST_REVIEW@bureau+site';
const DISCIPLINE = 'COUNTERSIGN@DISCIPLINE_RESIDENT';
const FINANCE = 'COUNTERSIGN@FINANCE';
const SECOND = 'SECOND_REVIEW@bureau';
const FINAL = 'FINAL_APPROVAL@bureau';
const MEETING = 'FINAL_APPROVAL@bureau+minutes';
const UPPER = 'UPPER_ACCEPTANCE@upper';

const chain = (steps: readonly ClosureStep[]) =>
  steps.map(
    ({ kind, unit, siteCheck, minutesNumberRequired }) =>
      `${kind}@${unit}${siteCheck ? '+site' : ''}${minutesNumberRequired ? '+minutes' : ''}`,
  );

describe('default review chain', () => {
  it.each<[string, Partial<IssueFacts>, string[]]>([
    ['minor', {}, [CONFIRM, FIRST, FINAL]],
    [
      'minor, registered by the town itself',
      { registeredByTown: true, source: 'SELF_CHECK' },
      [CONFIRM, FINAL],
    ],
    [
      'minor, a petition taken by the town',
      { registeredByTown: true, source: 'PETITION' },
      [CONFIRM, FIRST, FINAL],
    ],
    ['prominent', { severity: 'PROMINENT' }, [CONFIRM, FIRST, SECOND, FINAL]],
    ['common', { scope: 'COMMON' }, [CONFIRM, FIRST, SECOND, FINAL]],
    [
      'common, although found by the town',
      { scope: 'COMMON', registeredByTown: true, source: 'SELF_CHECK' },
      [CONFIRM, FIRST, SECOND, FINAL],
    ],
    [
      'prominent, about funds',
      { severity: 'PROMINENT', nature: 'FUND' },
      [CONFIRM, FIRST, FINANCE, SECOND, FINAL],
    ],
    [
      'prominent, fund category',
      { severity: 'PROMINENT', category: 'E02_DECEASED_PAID' },
      [CONFIRM, FIRST, FINANCE, SECOND, FINAL],
    ],
    [
      'prominent, reserve fund',
      { severity: 'PROMINENT', category: 'B04_RESERVE_FUND' },
      [CONFIRM, FIRST, FINANCE, SECOND, FINAL],
    ],
    [
      'prominent, conduct',
      { severity: 'PROMINENT', category: 'H01_FORMALISM' },
      [CONFIRM, FIRST, DISCIPLINE, SECOND, FINAL],
    ],
    ['serious', { severity: 'SERIOUS' }, [CONFIRM, SITE, DISCIPLINE, FINANCE, SECOND, MEETING]],
    [
      'minor, but a matter of discipline',
      { nature: 'DISCIPLINE' },
      [CONFIRM, SITE, DISCIPLINE, FINANCE, SECOND, MEETING],
    ],
    [
      'minor, but at the fund threshold',
      { amountInvolvedFen: 1_000_000 },
      [CONFIRM, SITE, DISCIPLINE, FINANCE, SECOND, MEETING],
    ],
    ['minor, just below the threshold', { amountInvolvedFen: 999_999 }, [CONFIRM, FIRST, FINAL]],
    ['upper feedback', { upperSource: true }, [CONFIRM, SITE, SECOND, MEETING, UPPER]],
    [
      'upper feedback, serious',
      { upperSource: true, severity: 'SERIOUS' },
      [CONFIRM, SITE, DISCIPLINE, FINANCE, SECOND, MEETING, UPPER],
    ],
    [
      'upper feedback about funds',
      { upperSource: true, nature: 'FUND' },
      [CONFIRM, SITE, FINANCE, SECOND, MEETING, UPPER],
    ],
  ])('%s', (_name, values, expected) =>
    expect(chain(closureStepsFor(definition, facts(values)))).toEqual(expected),
  );

  it('takes the fund threshold from the parameters', () => {
    const strict = {
      ...definition,
      parameters: Object.assign(new CampaignParameters(), { fundThresholdFen: 100 }),
    };
    expect(closureRuleFor(strict, facts({ amountInvolvedFen: 100 })).label).toContain(
      '资金达到阈值',
    );
  });
});

describe('closure condition', () => {
  const decide = (condition: Partial<ClosureCondition>, values: Partial<IssueFacts>) => {
    const step = Object.assign(new ClosureStep(), {
      kind: 'FINAL_APPROVAL',
      unit: 'bureau',
      roles: ['DIRECTOR'],
    });
    const rule = (label: string, when: ClosureCondition[]) =>
      Object.assign(new ClosureRule(), { label, when, steps: [step] });
    const closurePolicy = [
      rule('hit', [Object.assign(new ClosureCondition(), condition)]),
      rule('rest', []),
    ];
    return closureRuleFor({ ...definition, closurePolicy }, facts(values)).label;
  };

  it.each<[Partial<ClosureCondition>, Partial<IssueFacts>, string]>([
    [{ severities: ['SERIOUS', 'PROMINENT'] }, { severity: 'PROMINENT' }, 'hit'],
    [{ severities: ['SERIOUS'], scopes: ['COMMON'] }, { severity: 'SERIOUS' }, 'rest'],
    [
      { severities: ['SERIOUS'], scopes: ['COMMON'] },
      { severity: 'SERIOUS', scope: 'COMMON' },
      'hit',
    ],
    [{ categories: ['E'] }, { category: 'E05_FRAUD' }, 'hit'],
    [{ categories: ['E05_FRAUD'] }, { category: 'E04_DIVERSION' }, 'rest'],
    [{ sourceLevels: ['CITY'] }, { sourceLevel: 'CITY' }, 'hit'],
    [{ sourceLevels: ['CITY'] }, { sourceLevel: null }, 'rest'],
    [{ sources: ['AUDIT'] }, { source: 'AUDIT' }, 'hit'],
    [{ upperSource: false }, { upperSource: true }, 'rest'],
    [{ key: true }, { isKey: true }, 'hit'],
    [{ natures: ['FUND'] }, { nature: 'STYLE' }, 'rest'],
    [{ fundThresholdReached: false }, { amountInvolvedFen: null }, 'hit'],
  ])('%j on %j: %s', (condition, values, expected) =>
    expect(decide(condition, values)).toBe(expected),
  );
});
