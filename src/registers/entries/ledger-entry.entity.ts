import { Entity, Index, PrimaryColumn } from 'typeorm';
import { Campaign } from '../../campaigns/campaign.entity.js';
import { Unit } from '../../identity/unit.entity.js';
import {
  BigColumn,
  CodeColumn,
  DateColumn,
  IdColumn,
  InstantColumn,
  IntegerColumn,
  LooseRefColumn,
  RefColumn,
} from '../../platform/database/columns.js';
import type { EntryKind, IssueStatus } from '../codes.js';

/** One immutable posting of the account book. The database refuses to change or delete it. */
@Entity('ledger_entries')
@Index(['campaignId', 'seq'], { unique: true })
@Index(['campaignId', 'unitId', 'businessDate'])
@Index(['issueId'])
export class LedgerEntry {
  @IdColumn()
  id: string;

  @RefColumn(() => Campaign)
  campaignId: string;

  /** Position in the campaign's book, 1, 2, 3 … without gaps, in the order of commit. */
  @BigColumn()
  seq: number;

  @RefColumn(() => Unit)
  unitId: string;

  @CodeColumn()
  category: string;

  @LooseRefColumn()
  issueId: string;

  @IntegerColumn()
  cycleNo: number;

  @CodeColumn()
  kind: EntryKind;

  /** +1 or −1 open issue. */
  @IntegerColumn()
  delta: number;

  @DateColumn()
  businessDate: string;

  @InstantColumn()
  recordedAt: string;

  /** The posting this one takes back or replaces; only for CORRECTED. */
  @LooseRefColumn({ nullable: true })
  correctsId: string | null;
}

/** Maintained sums of the entries by unit, category, month and kind, so that a balance needs no scan. */
@Entity('ledger_totals')
export class LedgerTotal {
  @PrimaryColumn({ type: 'varchar', length: 36 })
  campaignId: string;

  @PrimaryColumn({ type: 'varchar', length: 36 })
  unitId: string;

  @PrimaryColumn({ type: 'varchar', length: 64 })
  category: string;

  /** Business month, `2020-04`. */
  @PrimaryColumn({ type: 'varchar', length: 7 })
  month: string;

  @PrimaryColumn({ type: 'varchar', length: 64 })
  kind: EntryKind;

  @PrimaryColumn({ type: 'integer' })
  delta: number;

  @IntegerColumn()
  count: number;
}

/** Maintained number of issues by unit and status, drafts and ended ones included. */
@Entity('issue_counts')
export class IssueCount {
  @PrimaryColumn({ type: 'varchar', length: 36 })
  campaignId: string;

  @PrimaryColumn({ type: 'varchar', length: 36 })
  unitId: string;

  @PrimaryColumn({ type: 'varchar', length: 64 })
  status: IssueStatus;

  @IntegerColumn()
  count: number;
}
