import { Entity, Index } from 'typeorm';
import { Campaign } from '../../campaigns/campaign.entity.js';
import { Unit } from '../../identity/unit.entity.js';
import {
  CodeColumn,
  IdColumn,
  InstantColumn,
  IntegerColumn,
  LooseRefColumn,
  RefColumn,
  RowVersionColumn,
  StringColumn,
  TextColumn,
} from '../../platform/database/columns.js';

/** 汇总: the reports of a rule and period that one receiver has accepted, added up. */
@Entity('report_consolidations')
@Index(['campaignId', 'unitId', 'ruleCode', 'period'], { unique: true })
@Index(['unitId', 'period', 'id'])
export class ReportConsolidation {
  @IdColumn() id: string;
  @RefColumn(() => Campaign) campaignId: string;
  /** The receiver. */
  @RefColumn(() => Unit) unitId: string;
  /** The rule of the reports that are added up. */
  @CodeColumn() ruleCode: string;
  @StringColumn(10) period: string;
  @StringColumn(40) periodLabel: string;
  @StringColumn(200) title: string;
  /** The latest version; older ones stay. */
  @IntegerColumn() versionNo: number;
  @InstantColumn() asOf: string;
  @InstantColumn() createdAt: string;
  @InstantColumn() updatedAt: string;
  @RowVersionColumn() version: number;
}

/** A sealed consolidation. The database refuses to change or delete it. */
@Entity('consolidation_versions')
@Index(['consolidationId', 'versionNo'], { unique: true })
export class ConsolidationVersion {
  @IdColumn() id: string;
  @RefColumn(() => ReportConsolidation) consolidationId: string;
  @IntegerColumn() versionNo: number;
  @InstantColumn() asOf: string;
  @TextColumn() snapshot: string;
  @StringColumn(64) sha256: string;
  @StringColumn(64, { nullable: true }) previousHash: string | null;
  @LooseRefColumn() sealedBy: string;
  @StringColumn(100) sealedByName: string;
  @InstantColumn() sealedAt: string;
}
