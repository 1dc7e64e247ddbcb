/** One thing that the doctor looked at. */
export interface Finding {
  readonly what: string;
  readonly state: string;
  /** What to do; null when there is nothing to do. */
  readonly advice: string | null;
  /** The program runs all the same. */
  readonly isHint?: boolean;
}

export const fine = (what: string, state: string): Finding => ({ what, state, advice: null });

export const wrong = (what: string, state: string, advice: string): Finding => ({
  what,
  state,
  advice,
});

export const hint = (what: string, state: string, advice: string): Finding => ({
  what,
  state,
  advice,
  isHint: true,
});
