import type { QuarterlySummaryModel } from '../../documents/models-official.js';
import type { ReportLetterModel } from '../../documents/models-reports.js';
import type { RectificationLedgerModel } from '../../documents/models-sheets.js';
import type { WorkbookModel } from '../../documents/models-workbook.js';
import { canonicalJson } from '../../platform/audit/canonical-json.js';
import type { Balance } from '../../registers/entries/balance.queries.js';
import type { EntryMark } from './ledger-marks.js';
import type { SummaryFigures } from './summary-figures.rules.js';

/** Which report this is, what it covers and who sealed it. */
export interface SnapshotHeader {
  readonly versionId: string;
  readonly reportId: string;
  readonly campaignId: string;
  readonly campaignTitle: string;
  readonly ruleCode: string;
  readonly ruleName: string;
  readonly reportType: string;
  readonly unitId: string;
  readonly unitName: string;
  readonly receiverName: string;
  /** The unit and those below it when the version was sealed: the accounts that were summed. */
  readonly unitIds: readonly string[];
  readonly period: string;
  readonly periodLabel: string;
  readonly versionNo: number;
  readonly sealNo: number;
  /** Digest of the unit's version sealed before this one; null for its first. */
  readonly previousHash: string | null;
  readonly asOf: string;
  readonly fromSeq: number;
  readonly toSeq: number;
  readonly isNil: boolean;
  readonly preparedByName: string;
  readonly sealedBy: string;
  readonly sealedByName: string;
  readonly sealedAt: string;
}

/** A file handed in with the report. */
export interface SealedAttachment {
  readonly seq: number;
  readonly slot: string | null;
  readonly fileName: string;
  readonly sha256: string;
  readonly size: number;
}

/** One thing that a correction restates. */
export interface CorrectionChange {
  /** Where: `990101-2020-WT-0003 整改进展`, `附注`, `存在问题`. */
  readonly place: string;
  readonly before: string;
  readonly after: string;
}

/** The consolidation that a report upward is made of. */
export interface ConsolidationReference {
  readonly consolidationId: string;
  readonly ruleCode: string;
  readonly versionNo: number;
  readonly sha256: string;
}

interface SnapshotBase {
  readonly format: 2;
  readonly header: SnapshotHeader;
  readonly balance: Balance;
  readonly workbook: WorkbookModel;
  /** Every posting that the version takes in. */
  readonly entries: readonly EntryMark[];
  readonly attachments: readonly SealedAttachment[];
  /** Digest of the summary kept beside the snapshot. */
  readonly summaryHash: string;
  /** Only where the figures are those of reports from below. */
  readonly consolidations?: readonly ConsolidationReference[];
  /** Only in a version that restates an accepted one. */
  readonly correction?: {
    readonly ofVersionNo: number;
    readonly ofHash: string;
    readonly reason: string;
    readonly changes: readonly CorrectionChange[];
  };
}

/** The month ledger: rows, totals and balance as they are printed. */
export interface LedgerSnapshot extends SnapshotBase {
  readonly kind: 'LEDGER';
  readonly figures: SummaryFigures;
  readonly document: RectificationLedgerModel;
}

/** 进展情况报告: the letter and the ledger that goes with it. */
export interface ProgressSnapshot extends SnapshotBase {
  readonly kind: 'PROGRESS';
  readonly figures: SummaryFigures;
  readonly document: RectificationLedgerModel;
  readonly letter: ReportLetterModel;
}

/** The summary with its figures, sentences and narrative as they are printed. */
export interface SummarySnapshot extends SnapshotBase {
  readonly kind: 'SUMMARY';
  readonly figures: SummaryFigures;
  readonly document: QuarterlySummaryModel;
}

/** A report made of files and text. */
export interface MaterialSnapshot extends SnapshotBase {
  readonly kind: 'MATERIAL';
  readonly letter: ReportLetterModel;
}

export type Snapshot = LedgerSnapshot | ProgressSnapshot | SummarySnapshot | MaterialSnapshot;

/** What the makers of contents fill in; the rest is the same for all kinds. */
type ContentsOf<S extends Snapshot> = Omit<
  S,
  Exclude<keyof SnapshotBase, 'workbook'> | 'summaryHash'
>;
export type SnapshotContents =
  | ContentsOf<LedgerSnapshot>
  | ContentsOf<ProgressSnapshot>
  | ContentsOf<SummarySnapshot>
  | ContentsOf<MaterialSnapshot>;

/** The part of a book that a version takes in: some accounts, from a position to a position. */
export interface BookCut {
  readonly unitIds: readonly string[];
  readonly fromSeq: number;
  readonly toSeq: number;
}

/** What consolidations add up, kept beside the snapshot so that they need not read it all. */
export interface VersionSummary {
  /** One, unless the report is itself made of reports from below, each with a cut-off of its own. */
  readonly cuts: readonly BookCut[];
  readonly balance: Balance;
  /** Null for reports that are not made from the books. */
  readonly figures: SummaryFigures | null;
}

/** The text that is kept: equal contents give equal text. */
export const snapshotText = (snapshot: Snapshot): string => canonicalJson(snapshot);

export const summaryText = (summary: VersionSummary): string => canonicalJson(summary);

export const figuresIn = (snapshot: SnapshotContents): SummaryFigures | null =>
  snapshot.kind === 'MATERIAL' ? null : snapshot.figures;

export const parseSnapshot = (text: string): Snapshot => JSON.parse(text) as Snapshot;
