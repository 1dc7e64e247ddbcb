import { Entity, Index } from 'typeorm';
import { Unit } from '../../identity/unit.entity.js';
import {
  CodeColumn,
  DateColumn,
  FenColumn,
  IdColumn,
  InstantColumn,
  IntegerColumn,
  LooseRefColumn,
  RefColumn,
  StringColumn,
  TextColumn,
} from '../../platform/database/columns.js';
import { Issue } from '../issues/issue.entity.js';

/**
 * One entry of 整改进展 (seed 000 “按月更新工作台账”). The database refuses to change or delete it; a
 * mistake is put right by a further entry.
 */
@Entity('progress_entries')
@Index(['issueId', 'asOf', 'recordedAt'])
@Index(['issueId', 'month'])
export class ProgressEntry {
  @IdColumn()
  id: string;

  @RefColumn(() => Issue)
  issueId: string;

  @IntegerColumn()
  cycleNo: number;

  /** Day the text speaks of. */
  @DateColumn()
  asOf: string;

  /** Month of `asOf`, `2020-05`. */
  @StringColumn(7)
  month: string;

  @TextColumn()
  text: string;

  @IntegerColumn()
  percent: number;

  @TextColumn({ nullable: true })
  effect: string | null;

  @CodeColumn({ nullable: true })
  verdict: string | null;

  @CodeColumn({ nullable: true })
  unresolvedReason: string | null;

  @TextColumn({ nullable: true })
  unresolvedNote: string | null;

  @TextColumn({ nullable: true })
  nextStep: string | null;

  /** Recovered and refunded up to `asOf`, not since the entry before. */
  @FenColumn({ nullable: true })
  recoveredFen: number | null;

  @FenColumn({ nullable: true })
  refundedFen: number | null;

  @LooseRefColumn()
  recordedBy: string;

  @RefColumn(() => Unit)
  unitId: string;

  @InstantColumn()
  recordedAt: string;
}
