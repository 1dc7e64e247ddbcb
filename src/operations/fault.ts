/** Something that does not agree: what was looked at, where, and what is wrong with it. */
export interface Fault {
  readonly check: string;
  readonly place: string;
  readonly message: string;
}

/** One line of a verification's table. */
export interface CheckResult {
  readonly check: string;
  /** How many things were looked at, in words. */
  readonly looked: string;
  readonly faults: readonly Fault[];
}

/** The command cannot be carried out; the message says why and what to do next. */
export class OperationError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'OperationError';
  }
}

export const faultsOf = (results: readonly CheckResult[]): Fault[] =>
  results.flatMap(({ faults }) => faults);

export const result = (
  check: string,
  looked: string,
  faults: readonly Omit<Fault, 'check'>[],
): CheckResult => ({ check, looked, faults: faults.map((fault) => ({ check, ...fault })) });
