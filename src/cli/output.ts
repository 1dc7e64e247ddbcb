import { type CheckResult, faultsOf } from '../operations/fault.js';
import { EXIT } from './command.js';

export const say = (text: string): void => void process.stdout.write(`${text}\n`);
export const warn = (text: string): void => void process.stderr.write(`${text}\n`);

/** Rows with their columns below each other. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) =>
    Math.max(...rows.map((row) => widthOf(row[at] ?? ''))),
  );
  return rows
    .map((row) =>
      row
        .map((cell, at) => cell + ' '.repeat(Math.max(0, (widths[at] ?? 0) - widthOf(cell))))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** A Chinese character takes two places of a terminal. */
const widthOf = (text: string): number =>
  [...text].reduce((sum, char) => sum + (/[\u2e80-\uffef]/.test(char) ? 2 : 1), 0);

/**
 * Prints what was proven, one line for each check, then every fault by name.
 * @returns the exit code.
 */
export function report(results: readonly CheckResult[]): number {
  say(
    columns(
      results.map(({ check, looked, faults }) => [
        faults.length === 0 ? '✓' : '✗',
        check,
        looked,
        faults.length === 0 ? 'ok' : `${faults.length} faults`,
      ]),
    ),
  );
  const faults = faultsOf(results);
  for (const { check, place, message } of faults) say(`✗ ${check}: ${place}: ${message}`);
  return faults.length === 0 ? EXIT.done : EXIT.faults;
}
