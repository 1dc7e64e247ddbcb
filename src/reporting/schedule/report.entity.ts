import { Entity, Index } from 'typeorm';
import { Campaign } from '../../campaigns/campaign.entity.js';
import type { ReportStatus, ReportType } from '../../campaigns/codes/reporting-codes.js';
import { Unit } from '../../identity/unit.entity.js';
import {
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
import type { ReportTerms } from './report-terms.js';

/** One report that a unit owes under a rule for a period; its due day and terms are frozen when it is made. */
@Entity('reports')
@Index(['campaignId', 'unitId', 'ruleCode', 'period'], { unique: true })
@Index(['campaignId', 'dueOn', 'id'])
@Index(['unitId', 'dueOn', 'id'])
@Index(['receiverUnitId', 'status', 'dueOn', 'id'])
@Index(['nextReminderOn', 'id'])
@Index(['nextUrgeAt', 'id'])
export class Report {
  @IdColumn() id: string;
  @RefColumn(() => Campaign) campaignId: string;
  @RefColumn(() => Unit) unitId: string;
  /** Who receives and consolidates it; null only for reports made before receivers were kept. */
  @LooseRefColumn({ nullable: true }) receiverUnitId: string | null;
  /** The receiver's department that the rule names, if the organisation has it. */
  @LooseRefColumn({ nullable: true }) receiverDivisionId: string | null;
  @CodeColumn() ruleCode: string;
  /** `2020-04`, `2020Q1`, `2020`, `ONCE`, or the day of the event. */
  @StringColumn(10) period: string;
  @StringColumn(40) periodLabel: string;
  @CodeColumn() reportType: ReportType;
  @CodeColumn() status: ReportStatus;
  @DateColumn() opensOn: string;
  @DateColumn() coversFrom: string;
  @DateColumn() coversTo: string;
  /** The day on which it is due, after any shift; null where the notice sets no time. */
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
  /** What the rule asked for when the period opened; null only for reports made before terms were kept. */
  @JsonColumn({ nullable: true }) terms: ReportTerms | null;
  /** The day that the notice printed, whatever was shifted since. */
  @DateColumn({ nullable: true }) printedDueOn: string | null;
  /** The 顺延通知 that set the present due day. */
  @LooseRefColumn({ nullable: true }) shiftId: string | null;
  @IntegerColumn({ default: 0 }) urgeCount: number;
  /** Why it need not be handed in, while it is 免报. */
  @TextColumn({ nullable: true }) exemptReason: string | null;
  /** When the schedule looks at it next; null when there is nothing more to remind or urge of. */
  @DateColumn({ nullable: true }) nextReminderOn: string | null;
  @InstantColumn({ nullable: true }) nextUrgeAt: string | null;
  /** The version that counts: the accepted one, or the one of an approved correction. */
  @IntegerColumn({ nullable: true }) officialVersionNo: number | null;
  @IntegerColumn({ default: 0 }) returnCount: number;
  /** Last day for handing a returned report in again; null unless it is returned. */
  @DateColumn({ nullable: true }) resubmitOn: string | null;
  /** When the stamped paper copy of the version in hand came in. */
  @DateColumn({ nullable: true }) paperReceivedOn: string | null;
  /** 漏报: not there when the receiver consolidated. */
  @FlagColumn({ default: 0 }) isMissed: boolean;
  /** Figures of the books when the text was last saved, to show what has changed since. */
  @JsonColumn({ nullable: true }) draftFigures: Record<string, number> | null;
  @InstantColumn() createdAt: string;
  @InstantColumn() updatedAt: string;
  @RowVersionColumn() version: number;
}
