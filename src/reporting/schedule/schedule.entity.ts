import { Entity, Index } from 'typeorm';
import { Campaign } from '../../campaigns/campaign.entity.js';
import { Unit } from '../../identity/unit.entity.js';
import {
  CodeColumn,
  DateColumn,
  IdColumn,
  InstantColumn,
  IntegerColumn,
  LooseRefColumn,
  RefColumn,
  StringColumn,
  TextColumn,
} from '../../platform/database/columns.js';
import { Report } from './report.entity.js';
import type { UrgeChannel } from './schedule.codes.js';

/**
 * A period of a rule whose reports have been made. Who owes it is decided then and for good: units that
 * are set up later, or that a later amendment adds, begin with the next period.
 */
@Entity('report_openings')
@Index(['campaignId', 'ruleCode', 'period'], { unique: true })
export class ReportOpening {
  @IdColumn() id: string;
  @RefColumn(() => Campaign) campaignId: string;
  @CodeColumn() ruleCode: string;
  @StringColumn(10) period: string;
  @DateColumn() opensOn: string;
  @IntegerColumn() ownerCount: number;
  @InstantColumn() openedAt: string;
}

/** 催报登记: one urging of one report. The database refuses to change or delete it. */
@Entity('report_urges')
@Index(['reportId', 'onceKey'], { unique: true })
export class ReportUrge {
  @IdColumn() id: string;
  @RefColumn(() => Report) reportId: string;
  @CodeColumn() channel: UrgeChannel;
  /** Keeps the program from urging twice at one step; for people it is the row's own id. */
  @StringColumn(100) onceKey: string;
  /** The due day as it was when this was written. */
  @DateColumn({ nullable: true }) dueOnThen: string | null;
  @TextColumn() note: string;
  /** Who took the call or the letter: a post rather than a name. */
  @StringColumn(100, { nullable: true }) answeredBy: string | null;
  @LooseRefColumn({ nullable: true }) urgedBy: string | null;
  @StringColumn(100) urgedByName: string;
  @InstantColumn() urgedAt: string;
}

/** 顺延通知: moves the due day of one period for all who report to the receiver. Never changed. */
@Entity('report_shifts')
@Index(['campaignId', 'ruleCode', 'period', 'receiverUnitId', 'shiftNo'], { unique: true })
export class ReportShift {
  @IdColumn() id: string;
  @RefColumn(() => Campaign) campaignId: string;
  @CodeColumn() ruleCode: string;
  @StringColumn(10) period: string;
  @StringColumn(40) periodLabel: string;
  @RefColumn(() => Unit) receiverUnitId: string;
  /** 1, 2 … for the period; the last one counts. */
  @IntegerColumn() shiftNo: number;
  @DateColumn() printedDueOn: string;
  @StringColumn(5) printedDueTime: string;
  /** The due day that this notice replaces. */
  @DateColumn() previousDueOn: string;
  @DateColumn() newDueOn: string;
  @StringColumn(5) newDueTime: string;
  @StringColumn(100, { nullable: true }) noticeNo: string | null;
  @TextColumn() reason: string;
  /** Reports that it moved; those made afterwards follow it too. */
  @IntegerColumn() reportCount: number;
  @LooseRefColumn() issuedBy: string;
  @StringColumn(100) issuedByName: string;
  @InstantColumn() issuedAt: string;
}
