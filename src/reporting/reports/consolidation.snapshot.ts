import type { ConsolidationTableModel } from '../../documents/models-reports.js';
import type { WorkbookModel } from '../../documents/models-workbook.js';
import type { Balance } from '../../registers/entries/balance.queries.js';
import type { ConsolidatedAs } from './report.codes.js';
import type { BookCut } from './report.snapshot.js';
import type { SummaryFigures } from './summary-figures.rules.js';

/** How one unit's report stands in a consolidation. */
export interface ConsolidatedUnit {
  readonly unitId: string;
  readonly unitName: string;
  readonly as: ConsolidatedAs;
  /** The receiver's own accounts, which no report from below covers. */
  readonly own: boolean;
  readonly reportId: string | null;
  /** Status of the report when it was consolidated; null where there was none. */
  readonly status: string | null;
  /** The official version that was added, and its digest. */
  readonly versionNo: number | null;
  readonly sha256: string | null;
  readonly asOf: string | null;
  readonly cuts: readonly BookCut[];
  readonly isNil: boolean;
  readonly isLate: boolean;
  readonly lateDays: number;
  readonly balance: Balance | null;
  readonly figures: UnitFigures | null;
}

/** Figures of one unit, without the numbers of its overdue issues. */
export type UnitFigures = Omit<SummaryFigures, 'overdueNos'> & { readonly overdue: number };

/** A hand-over of which only one side is in a sealed version (在途). */
export interface InTransit {
  readonly issueNo: string;
  readonly seq: number;
  readonly fromUnit: string;
  readonly toUnit: string;
  /** Which side is sealed: +1 when it has left and not arrived, −1 when it stands in both. */
  readonly correction: 1 | -1;
}

export interface ConsolidationHeader {
  readonly versionId: string;
  readonly consolidationId: string;
  readonly campaignId: string;
  readonly campaignTitle: string;
  readonly ruleCode: string;
  readonly ruleName: string;
  readonly unitId: string;
  readonly unitName: string;
  readonly period: string;
  readonly periodLabel: string;
  readonly versionNo: number;
  readonly previousHash: string | null;
  readonly asOf: string;
  /** Why it was made without some of the units; null when nobody is missing. */
  readonly acceptMissing: string | null;
  readonly sealedBy: string;
  readonly sealedByName: string;
}

export interface ConsolidationSnapshot {
  readonly format: 1;
  readonly kind: 'CONSOLIDATION';
  readonly header: ConsolidationHeader;
  readonly units: readonly ConsolidatedUnit[];
  /** Σ of the units. */
  readonly sum: Balance;
  readonly transit: {
    readonly opening: readonly InTransit[];
    readonly closing: readonly InTransit[];
  };
  /** Σ of the units with what is on its way: every issue counted once. */
  readonly whole: Balance;
  /** Closing of the whole, counted from the postings in another way. */
  readonly bookClosing: number;
  /** Null where none of the reports is made from the books. */
  readonly figures: SummaryFigures | null;
  readonly document: ConsolidationTableModel;
  readonly workbook: WorkbookModel;
}

/** A stored version with its contents read. */
export interface SealedConsolidation {
  readonly consolidationId: string;
  readonly versionId: string;
  readonly ruleCode: string;
  readonly versionNo: number;
  readonly sha256: string;
  readonly snapshot: ConsolidationSnapshot;
}
