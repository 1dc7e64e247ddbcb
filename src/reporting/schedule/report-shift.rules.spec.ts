import { expect, it } from '@jest/globals';
import { type ShiftFacts, shiftFault } from './report-shift.rules.js';

const MAY: ShiftFacts = {
  opensOn: '2020-05-01',
  printedDueOn: '2020-05-30',
  currentDueOn: '2020-05-30',
  currentDueTime: '24:00',
  newDueOn: '2020-06-01',
  newDueTime: '24:00',
  nextDueOn: '2020-06-30',
  now: '2020-05-20T01:00:00.000Z',
};

it.each<[string, Partial<ShiftFacts>, string | undefined]>([
  ['the next workday', {}, undefined],
  ['an earlier day', { newDueOn: '2020-05-28' }, undefined],
  ['today', { newDueOn: '2020-05-20' }, undefined],
  ['this noon', { newDueOn: '2020-05-20', newDueTime: '12:00' }, undefined],
  [
    'an hour of today that has passed',
    { newDueOn: '2020-05-20', newDueTime: '09:00' },
    'IN_THE_PAST',
  ],
  ['yesterday', { newDueOn: '2020-05-19' }, 'IN_THE_PAST'],
  ['the same day', { newDueOn: '2020-05-30' }, 'UNCHANGED'],
  ['another hour of the same day', { newDueOn: '2020-05-30', newDueTime: '18:00' }, undefined],
  ['back to the printed day', { currentDueOn: '2020-06-01', newDueOn: '2020-05-30' }, undefined],
  [
    'a day before the opening',
    { now: '2020-04-20T01:00:00.000Z', newDueOn: '2020-04-30' },
    'BEFORE_OPENING',
  ],
  ['the day before the next due day', { newDueOn: '2020-06-29' }, undefined],
  ['the next due day', { newDueOn: '2020-06-30' }, 'AFTER_NEXT_PERIOD'],
  ['weeks, where no period follows', { newDueOn: '2020-08-30', nextDueOn: undefined }, undefined],
  ['next year', { newDueOn: '2021-01-30', nextDueOn: undefined }, 'TOO_FAR'],
])('to %s', (_what, over, code) => expect(shiftFault({ ...MAY, ...over })?.code).toBe(code));
