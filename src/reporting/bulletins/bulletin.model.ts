import type { BulletinModel } from '../../documents/models-official.js';
import type { UnitTree } from '../../identity/unit-catalog.js';
import { canonicalJson } from '../../platform/audit/canonical-json.js';
import { sha256Of } from '../../platform/crypto/digest.js';
import type { CaseRow } from '../cases/case.queries.js';
import type { Bulletin } from './bulletin.entity.js';
import {
  type BulletinSubject,
  caseText,
  defaultAnalysis,
  defaultDemands,
  defaultFollowUp,
  defaultOpening,
  defaultRecipients,
  defaultTitle,
} from './bulletin-texts.rules.js';

export type BulletinTexts = Pick<
  Bulletin,
  'title' | 'opening' | 'analysis' | 'demands' | 'followUp' | 'recipients'
>;

/** Parts that a user may edit and the system otherwise writes. */
export const GENERATED_PARTS = [
  'title',
  'opening',
  'analysis',
  'demands',
  'followUp',
  'recipients',
] as const satisfies readonly (keyof BulletinTexts)[];

type Filled = { [Part in keyof BulletinTexts]: NonNullable<BulletinTexts[Part]> };

/** The texts as they stand: the edited ones, the rest generated from the cases. */
export function filledTexts(texts: BulletinTexts, subject: BulletinSubject): Filled {
  return {
    title: texts.title ?? defaultTitle(subject),
    opening: texts.opening ?? defaultOpening(subject),
    analysis: texts.analysis ?? defaultAnalysis(subject),
    demands: texts.demands ?? defaultDemands(subject),
    followUp: texts.followUp ?? defaultFollowUp(subject),
    recipients: texts.recipients ?? defaultRecipients(subject),
  };
}

export function subjectOf(
  bulletin: Pick<Bulletin, 'bureauId' | 'quarter' | 'feedbackOn'>,
  campaignTitle: string,
  cases: readonly CaseRow[],
  tree: UnitTree,
): BulletinSubject {
  const bureau = tree.get(bulletin.bureauId);
  return {
    campaignTitle,
    bureauName: bureau.name,
    bureauLevel: bureau.level,
    areaName: bureau.shortName,
    quarter: bulletin.quarter,
    cases,
    feedbackOn: bulletin.feedbackOn,
  };
}

const NOTES = { INTERNAL: '此件不公开', PUBLIC: '此件公开发布' } as const;

/** The document. `issue` is undefined for a draft, which is marked 送审稿 and has no number. */
export function bulletinModel(
  bulletin: Bulletin,
  subject: BulletinSubject,
  tree: UnitTree,
  issue: { readonly docNo: string; readonly issuedOn: string } | undefined,
): BulletinModel {
  const texts = filledTexts(bulletin, subject);
  const issuedOn = issue?.issuedOn ?? '';
  return {
    masthead: {
      copyNo: '',
      secrecy: '',
      urgency: issue ? '' : '送审稿',
      marks: [subject.bureauName],
      markSuffix: '文件',
      docNo: issue?.docNo ?? '',
      issuer: '',
    },
    title: texts.title,
    recipients: texts.recipients,
    opening: texts.opening,
    cases: subject.cases.map((item) => ({ title: item.title, text: caseText(item) })),
    analysis: texts.analysis,
    demands: texts.demands,
    followUp: texts.followUp,
    attachments: [],
    signature: {
      organs: [subject.bureauName, ...bulletin.coUnitIds.map((id) => tree.get(id).name)],
      issuedOn,
      sealed: issue !== undefined,
      note: NOTES[bulletin.disclosure],
    },
    imprint: {
      copies: bulletin.copies,
      printer: `${subject.bureauName}办公室`,
      printedOn: issuedOn,
    },
  };
}

/** What is kept of an issued bulletin: the document and the cases it was made from. */
export interface IssuedBulletin {
  readonly format: 1;
  readonly bulletinId: string;
  readonly docNo: string;
  readonly issuedOn: string;
  readonly issuedByName: string;
  readonly composedByName: string;
  readonly cases: readonly { readonly id: string; readonly caseNo: string }[];
  readonly document: BulletinModel;
}

/** Canonical text and its digest. */
export function sealed(content: object): { text: string; sha256: string } {
  const text = canonicalJson(content);
  return { text, sha256: sha256Of(text) };
}
