import type {
  BulletinModel,
  BulletinNoticeModel,
  ImprintModel,
  MastheadModel,
  SignatureModel,
} from '../../documents/models-official.js';
import type { UnitTree } from '../../identity/unit-catalog.js';
import { canonicalJson } from '../../platform/audit/canonical-json.js';
import { sha256Of } from '../../platform/crypto/digest.js';
import type { CaseRow } from '../cases/case.queries.js';
import type { BulletinNoticeKind } from './bulletin.codes.js';
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
  noticeTexts,
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

/** Of a notice only these are texts of its own. */
export const NOTICE_PARTS = ['title', 'opening', 'followUp', 'recipients'] as const;

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

/** The issued bulletin that a notice is about. */
export interface NoticeTarget {
  readonly id: string;
  readonly docNo: string;
  readonly title: string;
}

/** Everything a document is written from. */
export interface BulletinMatter {
  readonly subject: BulletinSubject;
  readonly target: NoticeTarget | undefined;
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

interface Furniture {
  readonly masthead: MastheadModel;
  readonly signature: SignatureModel;
  readonly imprint: ImprintModel;
}

/** Around the texts; a draft is marked 送审稿 and has neither number nor dates. */
function furniture(bulletin: Bulletin, bureauName: string, tree: UnitTree): Furniture {
  const signed = bulletin.signedOn !== null;
  return {
    masthead: {
      copyNo: '',
      secrecy: '',
      urgency: signed ? '' : '送审稿',
      marks: [bureauName],
      markSuffix: '文件',
      docNo: bulletin.docNo ?? '',
      issuer: '',
    },
    signature: {
      organs: [bureauName, ...bulletin.coUnitIds.map((id) => tree.get(id).name)],
      issuedOn: bulletin.signedOn ?? '',
      sealed: signed,
      note: NOTES[bulletin.disclosure],
    },
    imprint: {
      copies: bulletin.copies,
      printer: `${bureauName}办公室`,
      printedOn: bulletin.issuedOn ?? '',
    },
  };
}

export function bulletinModel(
  bulletin: Bulletin,
  subject: BulletinSubject,
  tree: UnitTree,
): BulletinModel {
  const texts = filledTexts(bulletin, subject);
  const { masthead, signature, imprint } = furniture(bulletin, subject.bureauName, tree);
  return {
    masthead,
    title: texts.title,
    recipients: texts.recipients,
    opening: texts.opening,
    cases: subject.cases.map((item) => ({ title: item.title, text: caseText(item) })),
    analysis: texts.analysis,
    demands: texts.demands,
    followUp: texts.followUp,
    attachments: [],
    signature,
    imprint,
  };
}

export function noticeModel(
  bulletin: Bulletin,
  kind: BulletinNoticeKind,
  target: NoticeTarget,
  subject: BulletinSubject,
  tree: UnitTree,
): BulletinNoticeModel {
  const generated = noticeTexts(kind, target, bulletin.reason ?? '');
  const { masthead, signature, imprint } = furniture(bulletin, subject.bureauName, tree);
  return {
    masthead,
    title: bulletin.title ?? generated.title,
    recipients: bulletin.recipients ?? defaultRecipients(subject),
    opening: bulletin.opening ?? generated.opening,
    changes: bulletin.changes ?? [],
    closing: bulletin.followUp ?? generated.closing,
    signature,
    imprint,
  };
}

/** A document with what it is: a bulletin, or a notice about one. */
export type BulletinDocument =
  | { readonly kind: 'BULLETIN'; readonly document: BulletinModel }
  | { readonly kind: BulletinNoticeKind; readonly document: BulletinNoticeModel };

export function documentOf(
  bulletin: Bulletin,
  { subject, target }: BulletinMatter,
  tree: UnitTree,
): BulletinDocument {
  const { noticeKind } = bulletin;
  if (noticeKind === null || !target) {
    return { kind: 'BULLETIN', document: bulletinModel(bulletin, subject, tree) };
  }
  const document = noticeModel(bulletin, noticeKind, target, subject, tree);
  return { kind: noticeKind, document };
}

/** The document with number and printing date, which it gets after the signature. */
export function finished(
  signed: BulletinDocument,
  docNo: string,
  printedOn: string,
): BulletinDocument {
  const { masthead, imprint } = signed.document;
  const added = { masthead: { ...masthead, docNo }, imprint: { ...imprint, printedOn } };
  return signed.kind === 'BULLETIN'
    ? { kind: signed.kind, document: { ...signed.document, ...added } }
    : { kind: signed.kind, document: { ...signed.document, ...added } };
}

/** What is kept of an issued bulletin: the document and the cases it was made from. */
export interface IssuedBulletin {
  readonly format: 1;
  /** Absent in bulletins issued before there were notices. */
  readonly kind?: BulletinDocument['kind'];
  readonly bulletinId: string;
  readonly docNo: string;
  readonly issuedOn: string;
  readonly issuedByName: string;
  readonly composedByName: string;
  readonly cases: readonly { readonly id: string; readonly caseNo: string }[];
  readonly document: BulletinModel | BulletinNoticeModel;
}

/** The sealed document of an issued bulletin. */
export function issuedDocument(snapshot: string): BulletinDocument {
  const { kind = 'BULLETIN', document } = JSON.parse(snapshot) as IssuedBulletin;
  return { kind, document } as BulletinDocument;
}

/** Everything the document says, to be searched. */
export function textOfDocument(document: object): string {
  return Object.values(document)
    .map((value: unknown) =>
      typeof value === 'string'
        ? value
        : typeof value === 'object' && value !== null
          ? textOfDocument(value)
          : '',
    )
    .join('\n');
}

/** Canonical text and its digest. */
export function sealed(content: object): { text: string; sha256: string } {
  const text = canonicalJson(content);
  return { text, sha256: sha256Of(text) };
}
