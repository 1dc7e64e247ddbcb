import { Entity, Index } from 'typeorm';
import { Unit } from '../../identity/unit.entity.js';
import {
  BigColumn,
  IdColumn,
  InstantColumn,
  IntegerColumn,
  LooseRefColumn,
  RefColumn,
  StringColumn,
  TextColumn,
} from '../../platform/database/columns.js';
import { Report } from '../schedule/report.entity.js';

/** A sealed version. The database refuses to change or delete it. */
@Entity('report_versions')
@Index(['reportId', 'versionNo'], { unique: true })
@Index(['unitId', 'sealNo'], { unique: true })
export class ReportVersion {
  @IdColumn() id: string;
  @RefColumn(() => Report) reportId: string;
  @RefColumn(() => Unit) unitId: string;
  /** Position in the unit's chain of sealed versions, 1, 2, 3 … without gaps. */
  @IntegerColumn() sealNo: number;
  @IntegerColumn() versionNo: number;
  @InstantColumn() asOf: string;
  /** First and last posting of the campaign's book that the version covers. */
  @BigColumn() fromSeq: number;
  @BigColumn() toSeq: number;
  /** Canonical JSON; documents are made from it and from nothing else. */
  @TextColumn() snapshot: string;
  /** Of the snapshot's UTF-8 bytes. */
  @StringColumn(64) sha256: string;
  @StringColumn(64, { nullable: true }) previousHash: string | null;
  /** Canonical JSON of what consolidations add up; the snapshot holds its digest. */
  @TextColumn({ nullable: true }) summary: string | null;
  @LooseRefColumn() sealedBy: string;
  @StringColumn(100) sealedByName: string;
  @InstantColumn() sealedAt: string;
}
