import type { Schemas } from '@/api/client';

export type Person = Schemas['PersonBody'];
export type Revealed = Schemas['RevealedIssuePerson'];

/** What is typed of a person concerned; never kept in this browser. */
export interface PersonValues {
  name: string;
  idNumber: string;
  phone: string;
  householdHead: string;
  householdNo: string;
  relationToHead?: Schemas['RelationToHead'] | undefined;
  note: string;
}

/** Items that are encrypted; of a person on file the page knows them masked only. */
export const SECRETS = [
  'name',
  'idNumber',
  'phone',
  'householdHead',
  'householdNo',
  'note',
] as const satisfies readonly (keyof PersonValues)[];
export type Secret = (typeof SECRETS)[number];

export const blankPerson = (): PersonValues => ({
  name: '',
  idNumber: '',
  phone: '',
  householdHead: '',
  householdNo: '',
  relationToHead: undefined,
  note: '',
});

/** True when anything has been typed. */
export const isTyped = (values: PersonValues): boolean =>
  SECRETS.some((key) => values[key].trim() !== '') || values.relationToHead !== undefined;

/** Body of a new person: what was left empty is not sent. */
export function personBody(values: PersonValues): Schemas['IssuePersonFields'] {
  const filled = Object.entries(values).filter(([, value]) => String(value ?? '').trim() !== '');
  return Object.fromEntries(filled) as unknown as Schemas['IssuePersonFields'];
}

/** Body of a change: what was typed anew, what is to be emptied, and the relation when it differs. */
export function personChange(
  values: PersonValues,
  emptied: readonly Secret[],
  person: Person,
): Schemas['EditPersonBody'] {
  const { relationToHead, ...typed } = values;
  const changes: Record<string, unknown> = personBody({ ...typed, relationToHead: undefined });
  for (const key of emptied) changes[key] = null;
  const relation = relationToHead ?? null;
  if (relation !== person.relationToHead) changes.relationToHead = relation;
  return changes as Schemas['EditPersonBody'];
}

/** A person on file, masked, for the one item. */
export const maskedOf = (person: Person, key: Secret): string | null =>
  key === 'note' ? (person.hasNote ? '（已填写）' : null) : person[key];
