import { describe, expect, it } from '@jest/globals';
import { Workflow, type Transition } from './workflow.js';

type State = 'NEW' | 'WORK' | 'DONE';
type Action = 'start' | 'finish';
type Row = Transition<State, Action>;

const options = {
  name: 'sample',
  states: ['NEW', 'WORK', 'DONE'],
  initial: 'NEW',
  final: ['DONE'],
} as {
  name: string;
  states: State[];
  initial: State;
  final: State[];
};
const START: Row = { id: 'T1', action: 'start', from: ['NEW'], to: 'WORK' };
const FINISH: Row = { id: 'T2', action: 'finish', from: ['WORK'], to: 'DONE' };

const define = (rows: Row[]) => () => new Workflow<State, Action, Row>(options, rows);

type Fault = [name: string, rows: Row[], message: RegExp];

const FAULTS: Fault[] = [
  ['an unknown state', [{ ...START, to: 'LOST' as State }, FINISH], /unknown state LOST/],
  ['a state nobody reaches', [FINISH, { ...START, to: 'NEW' }], /WORK cannot be reached/],
  ['a dead end', [START], /WORK is not final but nothing leads out/],
  ['one id twice', [START, { ...FINISH, id: 'T1' }], /T1 is declared twice/],
  [
    'one action twice from a state',
    [START, FINISH, { ...START, id: 'T3' }],
    /start from NEW is declared twice/,
  ],
];

describe('Workflow', () => {
  it('finds the transition an action takes from a state, and none where the state does not allow it', () => {
    const workflow = define([START, FINISH])();
    expect(workflow.find('finish', 'WORK')).toBe(FINISH);
    expect(workflow.find('finish', 'NEW')).toBeUndefined();
    expect(workflow.from('NEW')).toEqual([START]);
  });

  it.each(FAULTS)('refuses %s at start', (_name, rows, message) => {
    expect(define(rows)).toThrow(message);
  });
});
