import type { Issue, IssueAction } from '../detail/useIssue';

interface FieldBase<Key> {
  readonly path: Key;
  readonly label: string;
  readonly required?: boolean;
  readonly hint?: string;
}

/** A field of a step, drawn by `StepFields.vue`. */
export type StepField<Key extends string = string> =
  | (FieldBase<Key> & {
      readonly kind: 'text' | 'date' | 'unit' | 'percent' | 'money' | 'flag' | 'issue';
    })
  | (FieldBase<Key> & { readonly kind: 'area'; readonly rows?: number })
  /** One, or several, of a code list of the dictionary. */
  | (FieldBase<Key> & { readonly kind: 'code' | 'codes'; readonly list: string });

export type StepValues = Record<string, unknown>;

export interface IssueStep {
  readonly action: IssueAction;
  readonly label: string;
  readonly tone?: 'primary' | 'danger';
  /** What the step does and what follows. */
  readonly explain?: (issue: Issue) => string;
  readonly fields: readonly StepField[];
  readonly initial: (issue: Issue) => StepValues;
  readonly send: (issue: Issue, version: number, values: StepValues) => Promise<unknown>;
  /** What was done, in the words of a message. */
  readonly done: string;
}

interface StepOf<Body> extends Omit<IssueStep, 'fields' | 'initial' | 'send'> {
  readonly fields: readonly StepField<keyof Body & string>[];
  readonly initial?: (issue: Issue) => Partial<Body>;
  readonly send: (issue: Issue, version: number, body: Body) => Promise<unknown>;
}

/** A step whose fields are those of its request body; what they must say the server checks. */
export const step = <Body extends object>({ initial, send, ...rest }: StepOf<Body>): IssueStep => ({
  ...rest,
  initial: (issue) => ({ ...initial?.(issue) }) as StepValues,
  send: (issue, version, values) => send(issue, version, filled(values) as Body),
});

/** Without what was left empty: the server tells “not given” from “empty”. */
export function filled(values: StepValues): StepValues {
  const entries = Object.entries(values).map(([key, value]): [string, unknown] => [
    key,
    typeof value === 'string' ? value.trim() : value,
  ]);
  return Object.fromEntries(
    entries.filter(([, value]) => value !== undefined && value !== null && value !== ''),
  );
}

const TYPED: readonly StepField['kind'][] = ['text', 'area', 'percent', 'money'];

/** Fields that may not stay empty and are, each with what to do about it. All are told at once. */
export function gapsIn(
  fields: readonly StepField[],
  values: StepValues,
): Readonly<Record<string, string>> {
  const given = filled(values);
  const gaps = fields.filter(({ path, required }) => {
    const value = given[path];
    return required && (value === undefined || (Array.isArray(value) && value.length === 0));
  });
  return Object.fromEntries(
    gaps.map(({ path, label, kind }) => [
      path,
      `${TYPED.includes(kind) ? '请填写' : '请选择'}${label}`,
    ]),
  );
}
