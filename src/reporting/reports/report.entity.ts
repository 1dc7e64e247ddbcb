import { Entity, Index } from 'typeorm';
import { Campaign } from '../../campaigns/campaign.entity.js';
import type { ReportStatus, ReportType } from '../../campaigns/codes/reporting-codes.js';
import { Unit } from '../../identity/unit.entity.js';
import {
  BigColumn,
  CodeColumn,
  DateColumn,
  FlagColumn,
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
import type { Narrative } from './report.narrative.js';

/** One report that a unit owes under a rule for a period; its due day is frozen when it is made. */
@Entity('reports')
@Index(['campaignId', 'unitId', 'ruleCode', 'period'], { unique: true })
@Index(['campaignId', 'dueOn', 'id'])
@Index(['unitId', 'dueOn', 'id'])
export class Report {
  @IdColumn() id: string;
  @RefColumn(() => Campaign) campaignId: string;
  @RefColumn(() => Unit) unitId: string;
  @CodeColumn() ruleCode: string;
  /** `2020-04`, `2020Q1`, `2020`, `ONCE`, or the day of the event. */
  @StringColumn(10) period: string;
  @StringColumn(40) periodLabel: string;
  @CodeColumn() reportType: ReportType;
  @CodeColumn() status: ReportStatus;
  @DateColumn() opensOn: string;
  @DateColumn() coversFrom: string;
  @DateColumn() coversTo: string;
  /** The printed day; null where the notice sets no time. */
  @DateColumn({ nullable: true }) dueOn: string | null;
  @StringColumn(5, { nullable: true }) dueTime: string | null;
  /** First instant that is late. */
  @InstantColumn({ nullable: true }) dueAt: string | null;
  @DateColumn({ nullable: true }) suggestedOn: string | null;
  /** Cut-off of the latest sealed version. */
  @InstantColumn({ nullable: true }) asOf: string | null;
  @FlagColumn({ default: 0 }) isNil: boolean;
  /** Decides lateness once and for all. */
  @InstantColumn({ nullable: true }) firstSubmittedAt: string | null;
  @FlagColumn({ default: 0 }) isLate: boolean;
  @IntegerColumn({ nullable: true }) lateDays: number | null;
  @JsonColumn() narrative: Narrative;
  @LooseRefColumn() preparedBy: string;
  @StringColumn(100) preparedByName: string;
  @InstantColumn() createdAt: string;
  @InstantColumn() updatedAt: string;
  @RowVersionColumn() version: number;
}

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
  @LooseRefColumn() sealedBy: string;
  @StringColumn(100) sealedByName: string;
  @InstantColumn() sealedAt: string;
}
