import type { QuarterlySummaryModel } from '../../documents/models-official.js';
import type { RectificationLedgerModel } from '../../documents/models-sheets.js';
import type { WorkbookModel } from '../../documents/models-workbook.js';
import { canonicalJson } from '../../platform/audit/canonical-json.js';
import type { Balance } from '../../registers/entries/balance.queries.js';
import type { SummaryFigures } from './summary-figures.rules.js';

/** Which report this is, what it covers and who sealed it. */
export interface SnapshotHeader {
  readonly reportId: string;
  readonly campaignId: string;
  readonly campaignTitle: string;
  readonly ruleCode: string;
  readonly ruleName: string;
  readonly reportType: string;
  readonly unitId: string;
  readonly unitName: string;
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
  readonly sealedByName: string;
}

interface SnapshotBase {
  readonly format: 1;
  readonly header: SnapshotHeader;
  readonly balance: Balance;
  readonly workbook: WorkbookModel;
}

/** The month ledger: rows, totals and balance as they are printed. */
export interface LedgerSnapshot extends SnapshotBase {
  readonly kind: 'LEDGER';
  readonly document: RectificationLedgerModel;
}

/** The summary with its figures, sentences and narrative as they are printed. */
export interface SummarySnapshot extends SnapshotBase {
  readonly kind: 'SUMMARY';
  readonly figures: SummaryFigures;
  readonly document: QuarterlySummaryModel;
}

export type Snapshot = LedgerSnapshot | SummarySnapshot;

/** The text that is kept: equal contents give equal text. */
export const snapshotText = (snapshot: Snapshot): string => canonicalJson(snapshot);

export const parseSnapshot = (text: string): Snapshot => JSON.parse(text) as Snapshot;
