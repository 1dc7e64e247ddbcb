/** From pool to worker. */
export interface JobMessage {
  readonly id: number;
  readonly job: unknown;
}

/** From worker to pool. */
export type AnswerMessage =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: JobErrorMessage };

export interface JobErrorMessage {
  readonly name: string;
  readonly message: string;
  readonly code: string | undefined;
  readonly stack: string | undefined;
}
