import { Entity, Index } from 'typeorm';
import {
  CodeColumn,
  IdColumn,
  InstantColumn,
  IntegerColumn,
  JsonColumn,
  LooseRefColumn,
  RefColumn,
  RowVersionColumn,
  StringColumn,
  TextColumn,
} from '../../platform/database/columns.js';
import { Report } from '../schedule/report.entity.js';
import type { CorrectionStatus } from './report.codes.js';
import type { CorrectionChange } from './report.snapshot.js';

/** 更正报告: a version that restates the accepted one, and becomes official when the receiver agrees. */
@Entity('report_corrections')
@Index(['reportId', 'seq'], { unique: true })
@Index(['reportId', 'status'])
export class ReportCorrection {
  @IdColumn() id: string;
  @RefColumn(() => Report) reportId: string;
  @IntegerColumn() seq: number;
  @CodeColumn() status: CorrectionStatus;
  @IntegerColumn() ofVersionNo: number;
  /** The restated version, sealed with the request. */
  @IntegerColumn() versionNo: number;
  @TextColumn() reason: string;
  @JsonColumn() changes: CorrectionChange[];
  @LooseRefColumn() requestedBy: string;
  @StringColumn(100) requestedByName: string;
  @InstantColumn() requestedAt: string;
  @LooseRefColumn({ nullable: true }) decidedBy: string | null;
  @StringColumn(100, { nullable: true }) decidedByName: string | null;
  @InstantColumn({ nullable: true }) decidedAt: string | null;
  @TextColumn({ nullable: true }) opinion: string | null;
  @RowVersionColumn() version: number;
}
