import { describe, expect, it } from '@jest/globals';
import { chain, faultsOf, type Json, step } from './definition.fixture.js';

describe('review chain of a definition', () => {
  it.each<[string, Json, string[]]>([
    [
      'chain without a final step',
      chain(step({ kind: 'FIRST_REVIEW' })),
      ['closurePolicy[0].steps NO_FINAL_STEP'],
    ],
    [
      'final step that may fall away',
      chain(step({ onlyIf: [{ key: true }] })),
      ['closurePolicy[0].steps NO_FINAL_STEP'],
    ],
    [
      'review after the final approval',
      chain(step(), step({ kind: 'SECOND_REVIEW' })),
      ['closurePolicy[0].steps[1].kind OUT_OF_ORDER', 'closurePolicy[0].steps NO_FINAL_STEP'],
    ],
    [
      'step after the acceptance',
      chain(step({ kind: 'UPPER_ACCEPTANCE', unit: 'upper' }), step()),
      ['closurePolicy[0].steps[1].kind OUT_OF_ORDER'],
    ],
    [
      'signature not first',
      chain(step({ kind: 'FIRST_REVIEW' }), step({ kind: 'UNIT_CONFIRMATION' }), step()),
      ['closurePolicy[0].steps[1].kind OUT_OF_ORDER'],
    ],
    [
      'reviewer role that does not exist',
      chain(step({ roles: ['MAYOR'] })),
      ['closurePolicy[0].steps[0].roles NOT_A_CODE'],
    ],
    [
      'administrator as reviewer',
      chain(step({ roles: ['SYS_ADMIN'] })),
      ['closurePolicy[0].steps[0].roles[0] NOT_A_REVIEWER'],
    ],
    [
      'unit that does not exist',
      chain(step({ unit: 'town' })),
      ['closurePolicy[0].steps[0].unit NOT_A_CODE'],
    ],
    [
      'no rule for the rest',
      { closurePolicy: [{ label: 'x', when: [{ key: true }], steps: [step()] }] },
      ['closurePolicy[0].when NO_DEFAULT_RULE'],
    ],
    [
      'rules that are never reached',
      { closurePolicy: [1, 2].map(() => ({ label: 'x', steps: [step()] })) },
      ['closurePolicy[0].when UNREACHABLE_RULES'],
    ],
    [
      'empty condition',
      {
        closurePolicy: [
          { label: 'x', when: [{}], steps: [step()] },
          { label: 'y', steps: [step()] },
        ],
      },
      ['closurePolicy[0].when[0] EMPTY_CONDITION'],
    ],
  ])('names the fault of the review chain: %s', (_name, changes, expected) =>
    expect(faultsOf(changes)).toEqual(expected),
  );

  it('accepts an acceptance that follows only for some issues', () => {
    const acceptance = step({
      kind: 'UPPER_ACCEPTANCE',
      unit: 'upper',
      onlyIf: [{ upperSource: true }],
    });
    expect(faultsOf(chain(step(), acceptance))).toEqual([]);
  });
});
