import { parseArgs, type ParseArgsConfig } from 'node:util';

/** What the program's exit code says. */
export const EXIT = { done: 0, failed: 1, usage: 2, faults: 3 } as const;

export interface Command {
  /** Shown by `--help`: how it is called, what it does, its options. */
  readonly help: string;
  /** @returns the exit code. @throws {UsageError} */
  run(args: readonly string[]): Promise<number>;
}

/** The command was called wrongly; the message says how to call it. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

type Options = NonNullable<ParseArgsConfig['options']>;

/**
 * Options and exactly the named positional arguments.
 * @throws {UsageError} naming what is unknown, missing or too much.
 */
export function parsed<const O extends Options>(
  args: readonly string[],
  options: O,
  names: readonly string[] = [],
) {
  const read = () => parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  let found: ReturnType<typeof read>;
  try {
    found = read();
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  const { positionals, values } = found;
  const missing = names[positionals.length];
  if (missing !== undefined) throw new UsageError(`${missing} is missing.`);
  const extra = positionals[names.length];
  if (extra !== undefined) throw new UsageError(`"${extra}" is one argument too many.`);
  return { values, positionals };
}

/** @throws {UsageError} when the option was not given. */
export function required(value: string | undefined, option: string): string {
  if (value === undefined || value === '') throw new UsageError(`${option} is missing.`);
  return value;
}
