import { ApiError, textOf } from '@/api/errors';

export interface Refusal {
  readonly text: string;
  /** Messages by field path. */
  readonly faults: Readonly<Record<string, string>>;
}

export const refusalOf = (error: unknown): Refusal => ({
  text: `案例已保存，还不能提交：${textOf(error)}`,
  faults: Object.fromEntries(
    (error instanceof ApiError ? error.errors : []).map(({ path, message }) => [path, message]),
  ),
});

/**
 * A new case that was saved but not handed in goes on under its own address; why it was not handed in
 * is told there.
 */
let left: { readonly caseId: string; readonly refusal: Refusal } | undefined;

export function leaveRefusal(caseId: string, refusal: Refusal): void {
  left = { caseId, refusal };
}

export function takeRefusal(caseId: string): Refusal | undefined {
  const found = left?.caseId === caseId ? left.refusal : undefined;
  left = undefined;
  return found;
}
