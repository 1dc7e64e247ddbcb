import type { Schemas } from '@/api/client';
import type { Issue } from '../detail/useIssue';

/** What is typed; empty fields are `undefined` or empty texts. */
export interface Entry {
  campaignId: string;
  source?: string;
  sourceLevel?: string;
  sourceDocNo: string;
  sourceItemNo: string;
  foundOn?: string;
  finder: string;
  category?: string;
  checkItem?: string;
  statement: string;
  detail: string;
  responsibleUnitId?: string;
  areaCode: string;
  householdCount?: number;
  personCount?: number;
  amountInvolvedFen?: number;
  dueRecoveryFen?: number;
  nature?: string;
  scope?: string;
  severity?: string;
  rectificationType?: string;
  isKey: boolean;
  remark: string;
}

/** What usually stays the same from one finding to the next of a check. */
const REMEMBERED = [
  'campaignId',
  'source',
  'sourceLevel',
  'sourceDocNo',
  'foundOn',
  'finder',
  'responsibleUnitId',
  'nature',
  'scope',
  'severity',
  'rectificationType',
] as const satisfies readonly (keyof Entry)[];

export type Remembered = Partial<Pick<Entry, (typeof REMEMBERED)[number]>>;

const BLANK: Entry = {
  campaignId: '',
  sourceDocNo: '',
  sourceItemNo: '',
  finder: '',
  statement: '',
  detail: '',
  areaCode: '',
  isKey: false,
  remark: '',
};

export const blank = (remembered: Remembered): Entry => ({ ...BLANK, ...remembered });

export const toRemember = (entry: Entry): Remembered =>
  Object.fromEntries(REMEMBERED.map((key) => [key, entry[key]]));

/** The entry as an issue holds it. */
export function entryOf(issue: Issue): Entry {
  const given = Object.keys({ ...BLANK, ...emptyKeys() }).flatMap((key): [string, unknown][] => {
    const value = (issue as unknown as Record<string, unknown>)[key];
    return value === null || value === undefined ? [] : [[key, value]];
  });
  return {
    ...BLANK,
    ...Object.fromEntries(given),
    ...(issue.responsibleUnit && { responsibleUnitId: issue.responsibleUnit.id }),
  };
}

const emptyKeys = (): Record<string, undefined> => ({
  source: undefined,
  sourceLevel: undefined,
  foundOn: undefined,
  category: undefined,
  checkItem: undefined,
  householdCount: undefined,
  personCount: undefined,
  amountInvolvedFen: undefined,
  dueRecoveryFen: undefined,
  nature: undefined,
  scope: undefined,
  severity: undefined,
  rectificationType: undefined,
});

/** Sources that come with a letter of the organ that found the fault; others are our own finds. */
const WITH_LETTER: ReadonlySet<string> = new Set([
  'CENTRAL_INSPECTION_LOOKBACK',
  'NATIONAL_ASSESSMENT',
  'PROVINCIAL_ASSESSMENT',
  'DISTRICT_PATROL_LOOKBACK',
  'DISTRICT_SUPERVISION',
  'SUPERVISION_CHECK',
  'AUDIT',
  'THEME_EDUCATION',
  'DISCIPLINE_TRANSFER',
  'LEADER_INSTRUCTION',
  'UPPER_ASSIGNED',
]);
export const hasLetter = (source: string | undefined): boolean =>
  source !== undefined && WITH_LETTER.has(source);

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

const trimmed = (value: unknown): unknown => (typeof value === 'string' ? value.trim() : value);

/** Body of a new issue: what was left empty is not sent. */
export function createBody(entry: Entry): Schemas['CreateIssueBody'] {
  const filled = Object.entries(shown(entry)).filter(([, value]) => !isEmpty(value));
  const body = Object.fromEntries(filled.map(([key, value]) => [key, trimmed(value)]));
  return body as unknown as Schemas['CreateIssueBody'];
}

/**
 * Body of a change: only what differs from before, so that what others changed meanwhile stays; what
 * was emptied is sent as null.
 */
export function editBody(entry: Entry, before: Entry): Schemas['EditIssueBody'] {
  const { campaignId: _campaignId, ...fields } = { ...emptyKeys(), ...shown(entry) };
  const was = before as unknown as Record<string, unknown>;
  const changed = Object.entries(fields).filter(([key, value]) =>
    isEmpty(value) ? !isEmpty(was[key]) : trimmed(value) !== was[key],
  );
  const body = changed.map(([key, value]) => [key, isEmpty(value) ? null : trimmed(value)]);
  return Object.fromEntries(body) as unknown as Schemas['EditIssueBody'];
}

/** Fields of another source than the chosen one are not on the page, and must not be sent. */
function shown(entry: Entry): Entry {
  if (hasLetter(entry.source)) return { ...entry, finder: '' };
  return { ...entry, sourceDocNo: '', sourceItemNo: '' };
}
