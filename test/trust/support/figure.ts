import { appendFileSync } from 'node:fs';

/**
 * The rows of the trust matrix (`docs/security.md`) are tests whose names begin with the row's id. They
 * run in a short form with all other tests and in a long one by `npm run torture`.
 */
export const LONG = process.env.TORTURE === 'long';

/** How often, how many or how long: in the short form and in the long one. */
export const size = (short: number, long: number): number => (LONG ? long : short);

/**
 * Prints what a row of the matrix reached, and keeps it as a line of JSON in the file that
 * `TRUST_FIGURES` names, from which the table of the security document is filled in.
 * @param reached in the words of the wanted figure, with the numbers counted by the test
 */
export function figure(id: string, reached: string): void {
  // Past Jest's console, which would print a stack beside it.
  process.stdout.write(`${id} ${reached}\n`);
  const file = process.env.TRUST_FIGURES;
  if (file)
    appendFileSync(file, `${JSON.stringify({ id, form: LONG ? 'long' : 'short', reached })}\n`);
}
