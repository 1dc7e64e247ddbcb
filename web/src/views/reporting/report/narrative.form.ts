import type { Schemas } from '@/api/client';
import type { Report } from './report-kind';

type Narrative = Schemas['Narrative'];
export type Section = Schemas['SectionFields'];

/** The text of a report as it stands in the form: nothing is absent, empty fields are ''. */
export interface NarrativeValues {
  opening: string;
  tasks: Section[];
  practices: Section[];
  parts: Section[];
  withoutAttachment: Section[];
  discipline: string;
  problems: string[];
  plans: string[];
  suggestions: string[];
  notes: string[];
  reviewedBy: string;
  phone: string;
}

const copies = (sections: readonly Section[] | undefined): Section[] =>
  (sections ?? []).map(({ title, text }) => ({ title, text }));

/** Each title once, with what was written under it; what stands under other titles follows. */
function under(titles: readonly string[], written: readonly Section[] | undefined): Section[] {
  const own = copies(written);
  return [
    ...titles.map((title) => own.find((section) => section.title === title) ?? { title, text: '' }),
    ...own.filter(({ title }) => !titles.includes(title)),
  ];
}

export function valuesOf({ narrative, suggested, requiredAttachments }: Report): NarrativeValues {
  return {
    opening: narrative.opening ?? '',
    tasks: under(suggested?.tasks.map(({ title }) => title) ?? [], narrative.tasks),
    practices: copies(narrative.practices),
    parts: copies(narrative.parts),
    withoutAttachment: under(requiredAttachments, narrative.withoutAttachment),
    discipline: narrative.discipline ?? '',
    problems: [...(narrative.problems ?? [])],
    plans: [...(narrative.plans ?? [])],
    suggestions: [...(narrative.suggestions ?? [])],
    notes: [...(narrative.notes ?? [])],
    reviewedBy: narrative.reviewedBy ?? '',
    phone: narrative.phone ?? '',
  };
}

const lines = (values: readonly string[]): string[] =>
  values.map((value) => value.trim()).filter((value) => value !== '');

/** What was typed under a title; a title with nothing under it is left out. */
const written = (sections: readonly Section[]): Section[] =>
  copies(sections).filter(({ text }) => text.trim() !== '');

/** Free sections stay as soon as anything is typed, so that the server can say what is missing. */
const begun = (sections: readonly Section[]): Section[] =>
  copies(sections).filter(({ title, text }) => title.trim() !== '' || text.trim() !== '');

/** As the server takes it; what is left out is written from the figures where that is possible. */
export function narrativeOf(values: NarrativeValues): Narrative {
  const all: Narrative = {
    opening: values.opening.trim(),
    tasks: written(values.tasks),
    practices: begun(values.practices),
    parts: begun(values.parts),
    withoutAttachment: written(values.withoutAttachment),
    discipline: values.discipline.trim(),
    problems: lines(values.problems),
    plans: lines(values.plans),
    suggestions: lines(values.suggestions),
    notes: lines(values.notes),
    reviewedBy: values.reviewedBy.trim(),
    phone: values.phone.trim(),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value.length > 0));
}

/** Names of the parts, as they are printed and as corrections call them. */
const PARTS: readonly { readonly key: keyof NarrativeValues; readonly label: string }[] = [
  { key: 'opening', label: '引语' },
  { key: 'tasks', label: '重点任务推进' },
  { key: 'practices', label: '典型做法与成效' },
  { key: 'parts', label: '正文' },
  { key: 'withoutAttachment', label: '不报附件的理由' },
  { key: 'discipline', label: '违纪违法案件查处' },
  { key: 'problems', label: '存在问题' },
  { key: 'plans', label: '下一步打算' },
  { key: 'suggestions', label: '意见建议' },
  { key: 'notes', label: '台账附注' },
  { key: 'reviewedBy', label: '审核人' },
  { key: 'phone', label: '联系电话' },
];

const textOf = (value: string | readonly (string | Section)[] | undefined): string =>
  typeof value === 'string'
    ? value
    : (value ?? [])
        .map((item) => (typeof item === 'string' ? item : `${item.title}：${item.text}`))
        .join('\n');

type Part = (typeof PARTS)[number];

/** Parts of which two texts say something different. */
export const differing = (a: Narrative, b: Narrative): Part[] =>
  PARTS.filter(({ key }) => textOf(a[key]) !== textOf(b[key]));

/** One part as a text, for reading. */
export const readable = (narrative: Narrative, { key }: Part): string =>
  textOf(narrative[key]) || '（空）';
