import type { Schemas } from '@/api/client';
import { changesOf } from '@/forms/changes';
import type { Bulletin } from './useBulletin';

type CreateBulletin = Schemas['CreateBulletinBody'];
type EditBulletin = Schemas['EditBulletinBody'];

export interface DemandValues {
  title: string;
  text: string;
}

export interface ChangeValues {
  place: string;
  before: string;
  after: string;
}

/** What a bulletin is made of, whether new or written on. */
export interface BulletinValues {
  campaignId: string;
  quarter: string;
  caseIds: string[];
  caseOrder: Schemas['CaseOrder'] | '';
  disclosure: Schemas['Disclosure'];
  feedbackOn: string;
  receiverIds: string[];
  coUnitIds: string[];
  legalCheck: boolean;
  copies: string;
  recipients: string;
  title: string;
  opening: string;
  analysis: string;
  demands: DemandValues[];
  followUp: string;
  changes: ChangeValues[];
}

export const blankBulletin = (given: Partial<BulletinValues> = {}): BulletinValues => ({
  campaignId: '',
  quarter: '',
  caseIds: [],
  caseOrder: '',
  disclosure: 'INTERNAL',
  feedbackOn: '',
  receiverIds: [],
  coUnitIds: [],
  legalCheck: false,
  copies: '',
  recipients: '',
  title: '',
  opening: '',
  analysis: '',
  demands: [],
  followUp: '',
  changes: [],
  ...given,
});

export const bulletinValues = (item: Bulletin): BulletinValues => ({
  campaignId: item.campaignId,
  quarter: item.quarter,
  caseIds: [...item.caseIds],
  caseOrder: item.caseOrder ?? '',
  disclosure: item.disclosure,
  feedbackOn: item.feedbackOn ?? '',
  receiverIds: [...item.receiverIds],
  coUnitIds: item.coUnits.map(({ id }) => id),
  legalCheck: item.legalCheck,
  copies: item.copies,
  recipients: item.recipients,
  title: item.title,
  opening: item.opening,
  analysis: item.analysis,
  demands: item.demands.map(({ title, text }) => ({ title, text })),
  followUp: item.followUp,
  changes: item.changes.map(({ place, before, after }) => ({ place, before, after })),
});

const isEmpty = (value: unknown): boolean =>
  value === '' || (Array.isArray(value) && value.length === 0);

/** A new bulletin: what is empty is left to the program. */
export function createBody({ changes: _none, ...values }: BulletinValues): CreateBulletin {
  const given = Object.entries(values).filter(([, value]) => !isEmpty(value));
  return Object.fromEntries(given) as CreateBulletin;
}

/**
 * Only what differs from what the form began with: a generated text that nobody has touched stays
 * generated. What is emptied goes as null, by which the program writes it again.
 */
export function editBody(values: BulletinValues, began: BulletinValues): EditBulletin {
  const { campaignId: _campaign, quarter: _quarter, ...changed } = changesOf(began, values);
  return Object.fromEntries(
    Object.entries(changed).map(([key, value]) => [
      key,
      isEmpty(value) && key !== 'caseIds' ? null : value,
    ]),
  ) as EditBulletin;
}
