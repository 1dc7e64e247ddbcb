/**
 * State machines as data. A room declares its transitions in one table; the same table decides what
 * may happen, tells the API which actions to offer, and generates the tests that try every cell.
 */
export interface Transition<State extends string, Action extends string> {
  /** Stable id printed in documents and tests, for example `T03`. */
  readonly id: string;
  readonly action: Action;
  readonly from: readonly State[];
  /** Target state; absent when the action leaves the state as it is. */
  readonly to?: State;
}

export interface WorkflowOptions<State extends string> {
  readonly name: string;
  readonly states: readonly State[];
  readonly initial: State;
  readonly final: readonly State[];
}

/** Raised at start when a transition table contradicts itself; names every fault. */
export class WorkflowDefinitionError extends Error {
  constructor(name: string, faults: readonly string[]) {
    super(`Workflow ${name} is not sound:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.name = 'WorkflowDefinitionError';
  }
}

export class Workflow<
  State extends string,
  Action extends string,
  Row extends Transition<State, Action>,
> {
  readonly transitions: readonly Row[];

  /** @throws {WorkflowDefinitionError} when states are unknown, unreachable or dead ends. */
  constructor(
    readonly options: WorkflowOptions<State>,
    transitions: readonly Row[],
  ) {
    this.transitions = transitions;
    const faults = faultsOf(options, transitions);
    if (faults.length > 0) throw new WorkflowDefinitionError(options.name, faults);
  }

  /** The transition that `action` takes from `state`; undefined when the state does not allow it. */
  find(action: Action, state: State): Row | undefined {
    return this.transitions.find((row) => row.action === action && row.from.includes(state));
  }

  /** Every transition that can start from `state`. */
  from(state: State): Row[] {
    return this.transitions.filter((row) => row.from.includes(state));
  }
}

function faultsOf<State extends string, Action extends string>(
  options: WorkflowOptions<State>,
  transitions: readonly Transition<State, Action>[],
): string[] {
  return [
    ...unknownStates(options, transitions),
    ...duplicates(transitions),
    ...unreachable(options, transitions),
    ...deadEnds(options, transitions),
  ];
}

function unknownStates<State extends string, Action extends string>(
  { states, initial, final }: WorkflowOptions<State>,
  transitions: readonly Transition<State, Action>[],
): string[] {
  const known = new Set<string>(states);
  const used = [
    ...transitions.flatMap((row) =>
      [...row.from, ...(row.to ? [row.to] : [])].map((state) => ({ where: row.id, state })),
    ),
    { where: 'initial', state: initial },
    ...final.map((state) => ({ where: 'final', state })),
  ];
  return used
    .filter(({ state }) => !known.has(state))
    .map(({ where, state }) => `${where} names the unknown state ${state}`);
}

function duplicates<State extends string, Action extends string>(
  transitions: readonly Transition<State, Action>[],
): string[] {
  const seen = new Set<string>();
  return transitions.flatMap((row) => {
    const keys = [row.id, ...row.from.map((state) => `${row.action} from ${state}`)];
    return keys.flatMap((key) => {
      if (seen.has(key)) return [`${key} is declared twice`];
      seen.add(key);
      return [];
    });
  });
}

function unreachable<State extends string, Action extends string>(
  { states, initial }: WorkflowOptions<State>,
  transitions: readonly Transition<State, Action>[],
): string[] {
  const reached = new Set<State>([initial]);
  for (let size = 0; size !== reached.size;) {
    size = reached.size;
    for (const row of transitions) {
      if (row.to && row.from.some((state) => reached.has(state))) reached.add(row.to);
    }
  }
  return states
    .filter((state) => !reached.has(state))
    .map((state) => `${state} cannot be reached from ${initial}`);
}

function deadEnds<State extends string, Action extends string>(
  { states, final }: WorkflowOptions<State>,
  transitions: readonly Transition<State, Action>[],
): string[] {
  return states
    .filter((state) => !final.includes(state))
    .filter((state) => !transitions.some((row) => row.to && row.from.includes(state)))
    .map((state) => `${state} is not final but nothing leads out of it`);
}
