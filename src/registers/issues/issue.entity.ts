import { Entity, Index } from 'typeorm';
import { Campaign } from '../../campaigns/campaign.entity.js';
import { Unit } from '../../identity/unit.entity.js';
import {
  CodeColumn,
  DateColumn,
  FenColumn,
  FlagColumn,
  IdColumn,
  InstantColumn,
  IntegerColumn,
  LooseRefColumn,
  RefColumn,
  RowVersionColumn,
  StringColumn,
  TextColumn,
} from '../../platform/database/columns.js';
import type { IssueStatus } from '../codes.js';

/**
 * One unit of rectification (问题), from the finding to the close-out. The columns are those of the
 * printed 问题清单 and 整改台账; what several rows of another register tell is not repeated here, but
 * for the few marked "kept", which lists filter and sort by.
 */
@Entity('issues')
@Index(['campaignId', 'currentDeadline', 'id', 'status'])
@Index(['campaignId', 'status', 'currentDeadline', 'id'])
@Index(['campaignId', 'responsibleUnitId', 'status', 'currentDeadline', 'id'])
@Index(['campaignId', 'createdAt', 'id'])
@Index(['campaignId', 'issueNo'])
@Index(['registeredUnitId'])
@Index(['sourceDocNo', 'sourceItemNo'])
export class Issue {
  @IdColumn()
  id: string;

  /** Given at 建账; null while a draft. */
  @StringColumn(32, { nullable: true })
  issueNo: string | null;

  @RefColumn(() => Campaign)
  campaignId: string;

  /** The bureau that runs the campaign. */
  @RefColumn(() => Unit)
  bureauId: string;

  @CodeColumn()
  status: IssueStatus;

  /** Rectification round: 1, then +1 with each reopening. */
  @IntegerColumn({ default: 1 })
  cycleNo: number;

  @CodeColumn({ nullable: true })
  source: string | null;

  /** Level of the organ the finding comes from, where the source's name does not fix it. */
  @CodeColumn({ nullable: true })
  sourceLevel: string | null;

  @StringColumn(100, { nullable: true })
  sourceDocNo: string | null;

  @StringColumn(40, { nullable: true })
  sourceItemNo: string | null;

  @DateColumn({ nullable: true })
  foundOn: string | null;

  @StringColumn(100, { nullable: true })
  finder: string | null;

  @CodeColumn({ nullable: true })
  category: string | null;

  /** Id of the campaign's check item (重点检查) under which it was found. */
  @CodeColumn({ nullable: true })
  checkItem: string | null;

  /** 问题表述: the words of the feedback, unchanged. */
  @TextColumn()
  statement: string;

  @TextColumn({ nullable: true })
  detail: string | null;

  @StringColumn(12, { nullable: true })
  areaCode: string | null;

  @IntegerColumn({ nullable: true })
  householdCount: number | null;

  @IntegerColumn({ nullable: true })
  personCount: number | null;

  @FenColumn({ nullable: true })
  amountInvolvedFen: number | null;

  @CodeColumn({ nullable: true })
  nature: string | null;

  @CodeColumn({ nullable: true })
  scope: string | null;

  @CodeColumn({ nullable: true })
  severity: string | null;

  @FlagColumn({ default: 0 })
  isKey: boolean;

  @CodeColumn({ nullable: true })
  rectificationType: string | null;

  @TextColumn({ nullable: true })
  remark: string | null;

  @RefColumn(() => Unit)
  registeredUnitId: string;

  @LooseRefColumn()
  createdBy: string;

  @InstantColumn()
  createdAt: string;

  @DateColumn({ nullable: true })
  registeredOn: string | null;

  /** 责任单位: exactly one from registration on. */
  @RefColumn(() => Unit, { nullable: true })
  responsibleUnitId: string | null;

  @CodeColumn({ nullable: true })
  handlingMode: string | null;

  /** Day on which the current round began for the unit: 交办, in a later round the reopening. */
  @DateColumn({ nullable: true })
  assignedOn: string | null;

  @TextColumn({ nullable: true })
  assignmentNote: string | null;

  /** Last day to sign for the assignment; counted in workdays when it was made. */
  @DateColumn({ nullable: true })
  receiptDueOn: string | null;

  @DateColumn({ nullable: true })
  acknowledgedOn: string | null;

  @IntegerColumn({ default: 0 })
  disputeCount: number;

  /** Deadline of the order; the plan may not go beyond it. */
  @DateColumn({ nullable: true })
  orderedDeadline: string | null;

  /** Frozen when the plan is approved; never changed by an extension. */
  @DateColumn({ nullable: true })
  originalDeadline: string | null;

  @DateColumn({ nullable: true })
  currentDeadline: string | null;

  @TextColumn({ nullable: true })
  causeAnalysis: string | null;

  @TextColumn({ nullable: true })
  goal: string | null;

  @LooseRefColumn({ nullable: true })
  planSubmittedBy: string | null;

  @DateColumn({ nullable: true })
  planApprovedOn: string | null;

  /** 阶段目标, next review and expected finish of 持续整改. */
  @TextColumn({ nullable: true })
  stageGoal: string | null;

  @DateColumn({ nullable: true })
  nextReviewOn: string | null;

  @DateColumn({ nullable: true })
  expectedFinishOn: string | null;

  /** Kept from the latest progress entry. */
  @IntegerColumn({ default: 0 })
  percent: number;

  /** Kept: business month of the latest progress entry, `2020-05`. */
  @StringColumn(7, { nullable: true })
  lastProgressMonth: string | null;

  @TextColumn({ nullable: true })
  latestProgress: string | null;

  @TextColumn({ nullable: true })
  effect: string | null;

  @DateColumn({ nullable: true })
  rectifiedOn: string | null;

  @CodeColumn({ nullable: true })
  verdict: string | null;

  /** Kept: how often a close-out was returned in this cycle. */
  @IntegerColumn({ default: 0 })
  returnCount: number;

  /** Kept: approved extensions in this cycle. */
  @IntegerColumn({ default: 0 })
  extensionCount: number;

  /** Kept: an extension application waits for a decision. */
  @FlagColumn({ default: 0 })
  extensionPending: boolean;

  /** Kept: close-out applications over all rounds, and how many of them were returned. */
  @IntegerColumn({ default: 0 })
  closureAttempts: number;

  @IntegerColumn({ default: 0 })
  closureReturns: number;

  /** Kept: result of the latest 回头看 over all rounds. */
  @CodeColumn({ nullable: true })
  lookbackResult: string | null;

  @FenColumn({ nullable: true })
  dueRecoveryFen: number | null;

  @FenColumn({ nullable: true })
  recoveredFen: number | null;

  @FenColumn({ nullable: true })
  refundedFen: number | null;

  @StringColumn(48, { nullable: true })
  closureNo: string | null;

  @DateColumn({ nullable: true })
  closedOn: string | null;

  @CodeColumn({ nullable: true })
  unresolvedReason: string | null;

  @TextColumn({ nullable: true })
  unresolvedNote: string | null;

  @TextColumn({ nullable: true })
  nextStep: string | null;

  @RefColumn(() => Issue, { nullable: true })
  parentIssueId: string | null;

  @RefColumn(() => Issue, { nullable: true })
  mergedIntoId: string | null;

  /** Why the issue ended otherwise: void, merge, transfer (organ and letter number). */
  @TextColumn({ nullable: true })
  endingNote: string | null;

  @DateColumn({ nullable: true })
  endedOn: string | null;

  @LooseRefColumn()
  updatedBy: string;

  @InstantColumn()
  updatedAt: string;

  @RowVersionColumn()
  version: number;
}
