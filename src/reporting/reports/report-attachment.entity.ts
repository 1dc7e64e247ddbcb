import { Entity, Index } from 'typeorm';
import {
  BigColumn,
  IdColumn,
  InstantColumn,
  IntegerColumn,
  LooseRefColumn,
  RefColumn,
  RowVersionColumn,
  StringColumn,
  TextColumn,
} from '../../platform/database/columns.js';
import { Report } from '../schedule/report.entity.js';

/** A file that goes with a report. The bytes are in the object store under `sha256`. */
@Entity('report_attachments')
@Index(['reportId', 'seq'], { unique: true })
@Index(['sha256'])
export class ReportAttachment {
  @IdColumn() id: string;
  @RefColumn(() => Report) reportId: string;
  /** Number within the report, 1, 2, 3 …; a withdrawn one keeps its number. */
  @IntegerColumn() seq: number;
  /** Which of the attachments asked for it is; null for one that nobody asked for. */
  @StringColumn(300, { nullable: true }) slot: string | null;
  @StringColumn(200) fileName: string;
  @StringColumn(64) sha256: string;
  @StringColumn(100) mime: string;
  @BigColumn() size: number;
  @TextColumn({ nullable: true }) note: string | null;
  @LooseRefColumn() uploadedBy: string;
  @StringColumn(100) uploadedByName: string;
  @InstantColumn() uploadedAt: string;
  @InstantColumn({ nullable: true }) withdrawnAt: string | null;
  @LooseRefColumn({ nullable: true }) withdrawnBy: string | null;
  @TextColumn({ nullable: true }) withdrawnReason: string | null;
  @RowVersionColumn() version: number;
}
