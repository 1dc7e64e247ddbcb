import { Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import {
  BigColumn,
  CodeColumn,
  DateColumn,
  FenColumn,
  FlagColumn,
  InstantColumn,
  IntegerColumn,
  LooseRefColumn,
} from '../../platform/database/columns.js';
import type { IssueStatus } from '../codes.js';
import { Issue } from './issue.entity.js';

/**
 * What an issue became by one step, from 建账 on: the columns that figures look at. The issue at an
 * instant is its row with the greatest version among those recorded by then, so every past figure can
 * be made again. The database refuses to change or delete a row.
 */
@Entity('issue_states')
export class IssueState {
  @PrimaryColumn({ type: 'varchar', length: 36 })
  @ForeignKey(() => Issue)
  issueId: string;

  /** The issue's version; 0 and below for what was told from ledger entries afterwards. */
  @PrimaryColumn({ type: 'integer' })
  version: number;

  @LooseRefColumn() campaignId: string;
  @InstantColumn() recordedAt: string;
  @CodeColumn() status: IssueStatus;
  @IntegerColumn() cycleNo: number;
  /** The unit it counts for. */
  @LooseRefColumn() unitId: string;
  @CodeColumn() category: string;
  @CodeColumn() source: string;
  @CodeColumn({ nullable: true }) severity: string | null;
  @CodeColumn({ nullable: true }) rectificationType: string | null;
  @CodeColumn({ nullable: true }) verdict: string | null;
  @DateColumn() registeredOn: string;
  @DateColumn({ nullable: true }) originalDeadline: string | null;
  @DateColumn({ nullable: true }) currentDeadline: string | null;
  @DateColumn({ nullable: true }) closedOn: string | null;
  @IntegerColumn() extensionCount: number;
  @FenColumn({ nullable: true }) dueRecoveryFen: number | null;
  @FenColumn({ nullable: true }) recoveredFen: number | null;
  @FenColumn({ nullable: true }) refundedFen: number | null;
  @CodeColumn({ nullable: true }) lookbackResult: string | null;
  @IntegerColumn() closureAttempts: number;
  @IntegerColumn() closureReturns: number;
  @CodeColumn({ nullable: true }) unresolvedReason: string | null;
  @DateColumn({ nullable: true }) expectedFinishOn: string | null;
  /** Told from ledger entries: deadlines, verdict and extensions of that time are not known. */
  @FlagColumn({ default: 0 }) partial: boolean;
}

/**
 * Maintained sums of what the issues contribute to the figures now, so that an overview needs no scan:
 * once for the whole campaign (bucket '') and once for each unit, category and source.
 */
@Entity('issue_tallies')
export class IssueTally {
  @PrimaryColumn({ type: 'varchar', length: 36 }) campaignId: string;
  @PrimaryColumn({ type: 'varchar', length: 64 }) dimension: string;
  @PrimaryColumn({ type: 'varchar', length: 64 }) bucket: string;
  @PrimaryColumn({ type: 'varchar', length: 64 }) measure: string;
  /** What the measure is told apart by: a date, a status, a number of days; '' for a plain sum. */
  @PrimaryColumn({ type: 'varchar', length: 24 }) slot: string;
  @BigColumn() amount: number;
}
