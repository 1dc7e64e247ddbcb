import type { LoadedCampaign } from '../../campaigns/campaign-catalog.js';
import type { ReportRule } from '../../campaigns/definition/report-rule.js';
import type { Balance } from '../../registers/entries/balance.queries.js';
import type { Window } from './report.balance.js';
import type { ReportRow } from './report.queries.js';
import type { Snapshot, SnapshotHeader } from './report.snapshot.js';

/** Everything that goes into a version besides rows and figures, read in one transaction. */
export interface SealingFacts {
  readonly report: ReportRow;
  readonly campaign: LoadedCampaign;
  readonly rule: ReportRule;
  readonly header: SnapshotHeader;
  readonly window: Window;
  readonly balance: Balance;
  /** Version of the series sealed for the period before. */
  readonly previous: Snapshot | undefined;
  /** Business date of the cut-off. */
  readonly today: string;
}
