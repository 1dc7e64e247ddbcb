import type { LoadedCampaign } from '../../campaigns/campaign-catalog.js';
import type { UnitTree } from '../../identity/unit-catalog.js';
import type { Balance } from '../../registers/entries/balance.queries.js';
import type { SealedConsolidation } from './consolidation.snapshot.js';
import type { Window } from './report.balance.js';
import type { ReportRow } from './report.queries.js';
import type { SealedAttachment, Snapshot, SnapshotHeader } from './report.snapshot.js';

/** What the books and the report say, read at one moment. */
export interface BookFacts {
  readonly report: ReportRow;
  readonly campaign: LoadedCampaign;
  readonly tree: UnitTree;
  readonly unitName: string;
  readonly receiverName: string;
  readonly ruleName: string;
  readonly isNil: boolean;
  readonly window: Window;
  /** Of the postings in the window; of the reports from below where the report is made of them. */
  readonly balance: Balance;
  /** Version of the series sealed for the period before. */
  readonly previous: Snapshot | undefined;
  readonly attachments: readonly SealedAttachment[];
  /** The consolidations that the report is made of, as far as there are any yet. */
  readonly consolidations: readonly SealedConsolidation[];
  /** Business date of the cut-off. */
  readonly today: string;
  readonly now: string;
}

/** Everything that goes into a version besides rows and figures, read in one transaction. */
export interface SealingFacts extends BookFacts {
  readonly header: SnapshotHeader;
}
