import type { Schemas } from '@/api/client';
import type { Notice } from './useNotice';

type Kind = Schemas['NoticeKind'];

export interface Material {
  name: string;
  pages: number | undefined;
}

/** What stands in the form; text fields are empty strings where nothing is given. */
export interface NoticeValues {
  title: string;
  leadUnitId: string | undefined;
  coUnitIds: string[];
  issueIds: string[];
  content: string;
  dueOn: string;
  contact: string;
  phone: string;
  level: string;
  instructingLeader: string;
  instruction: string;
  leadLeader: string;
  coLeaders: string;
  feedbackType: string;
  feedbackCycle: string;
  source: string;
  sourceDocNo: string;
  requirements: string;
  feedbackForm: string;
  feedbackRequired: boolean;
  materials: Material[];
}

export const emptyNotice = (contact: string): NoticeValues => ({
  title: '',
  leadUnitId: undefined,
  coUnitIds: [],
  issueIds: [],
  content: '',
  dueOn: '',
  contact,
  phone: '',
  level: '',
  instructingLeader: '',
  instruction: '',
  leadLeader: '',
  coLeaders: '',
  feedbackType: 'ONE_OFF',
  feedbackCycle: '',
  source: '',
  sourceDocNo: '',
  requirements: '',
  feedbackForm: '',
  feedbackRequired: true,
  materials: [],
});

export const valuesOf = (notice: Notice): NoticeValues => ({
  title: notice.title,
  leadUnitId: notice.leadUnit.id,
  coUnitIds: notice.coUnits.map(({ id }) => id),
  issueIds: notice.issues.map(({ id }) => id),
  content: notice.content,
  dueOn: notice.dueOn ?? '',
  contact: notice.contact ?? '',
  phone: notice.phone ?? '',
  level: notice.level ?? '',
  instructingLeader: notice.instructingLeader ?? '',
  instruction: notice.instruction ?? '',
  leadLeader: notice.leadLeader ?? '',
  coLeaders: notice.coLeaders ?? '',
  feedbackType: notice.feedbackType ?? '',
  feedbackCycle: notice.feedbackCycle ?? '',
  source: notice.source ?? '',
  sourceDocNo: notice.sourceDocNo ?? '',
  requirements: notice.requirements ?? '',
  feedbackForm: notice.feedbackForm ?? '',
  feedbackRequired: notice.feedbackRequired,
  materials: notice.materials.map(({ name, pages }) => ({ name, pages: pages ?? undefined })),
});

type Field = keyof NoticeValues;
const COMMON: readonly Field[] = [
  'title',
  'leadUnitId',
  'coUnitIds',
  'issueIds',
  'content',
  'dueOn',
  'contact',
  'phone',
];
/** The two forms differ; the server refuses a field of the other one. */
const OWN: Readonly<Record<Kind, readonly Field[]>> = {
  SUPERVISE: [
    'level',
    'instructingLeader',
    'instruction',
    'leadLeader',
    'coLeaders',
    'feedbackType',
    'feedbackCycle',
  ],
  ASSIGN: [
    'source',
    'sourceDocNo',
    'requirements',
    'feedbackForm',
    'feedbackRequired',
    'materials',
  ],
};
/** The ladder has fixed these on a draft of the program. */
const FIXED_BY_LADDER: readonly Field[] = ['level', 'issueIds'];

function tidy(field: Field, values: NoticeValues): unknown {
  if (field === 'materials') return values.materials.filter(({ name }) => name.trim() !== '');
  if (field === 'feedbackCycle' && values.feedbackType !== 'PERIODIC') return '';
  const value = values[field];
  return typeof value === 'string' ? value.trim() : value;
}

const isEmpty = (value: unknown): boolean => value === '' || value === undefined;

const fieldsOf = (kind: Kind): readonly Field[] => [...COMMON, ...OWN[kind]];

/** A new draft: what is empty is left out. */
export function createBody(
  kind: Kind,
  campaignId: string,
  values: NoticeValues,
): Schemas['CreateNoticeBody'] {
  const given = fieldsOf(kind)
    .map((field) => [field, tidy(field, values)] as const)
    .filter(([, value]) => !isEmpty(value));
  return { kind, campaignId, ...Object.fromEntries(given) } as Schemas['CreateNoticeBody'];
}

/**
 * A changed draft: only what was changed since the form was opened, so that two people at work on
 * different fields do not undo each other; null empties a field.
 */
export function editBody(
  { kind, origin }: Notice,
  before: NoticeValues,
  values: NoticeValues,
): Schemas['EditNoticeBody'] {
  const fields = fieldsOf(kind).filter(
    (field) => origin !== 'LADDER' || !FIXED_BY_LADDER.includes(field),
  );
  const changed = fields.filter(
    (field) => JSON.stringify(tidy(field, values)) !== JSON.stringify(tidy(field, before)),
  );
  const given = changed.map((field) => {
    const value = tidy(field, values);
    return [field, isEmpty(value) ? null : value];
  });
  return Object.fromEntries(given) as Schemas['EditNoticeBody'];
}
