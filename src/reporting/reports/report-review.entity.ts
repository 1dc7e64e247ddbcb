import { Entity, Index } from 'typeorm';
import { Unit } from '../../identity/unit.entity.js';
import {
  CodeColumn,
  DateColumn,
  IdColumn,
  InstantColumn,
  IntegerColumn,
  JsonColumn,
  LooseRefColumn,
  RefColumn,
  StringColumn,
  TextColumn,
} from '../../platform/database/columns.js';
import { Report } from '../schedule/report.entity.js';
import type { ReportDecision } from './report.codes.js';

/** One act of the receiver on a sealed version. The database refuses to change or delete it. */
@Entity('report_reviews')
@Index(['reportId', 'seq'], { unique: true })
export class ReportReview {
  @IdColumn() id: string;
  @RefColumn(() => Report) reportId: string;
  @IntegerColumn() seq: number;
  @IntegerColumn() versionNo: number;
  @CodeColumn() decision: ReportDecision;
  /** CL-23; only for a return. */
  @CodeColumn({ nullable: true }) reasonCode: string | null;
  /** What exactly is to be put right, item by item. */
  @JsonColumn() items: string[];
  @TextColumn({ nullable: true }) demand: string | null;
  @TextColumn({ nullable: true }) opinion: string | null;
  /** Of a return: the last day for handing in again; of a paper copy: the day it came in. */
  @DateColumn({ nullable: true }) day: string | null;
  /** The receiver in whose name it was decided. */
  @RefColumn(() => Unit) unitId: string;
  @LooseRefColumn() decidedBy: string;
  @StringColumn(100) decidedByName: string;
  @InstantColumn() decidedAt: string;
}
