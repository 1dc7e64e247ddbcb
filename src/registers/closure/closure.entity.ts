import { Entity, Index } from 'typeorm';
import type { ClosureStepKind } from '../../campaigns/codes/issue-codes.js';
import type { ClosureUnit } from '../../campaigns/definition/closure-policy.js';
import { Unit } from '../../identity/unit.entity.js';
import {
  CodeColumn,
  DateColumn,
  FenColumn,
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
import type { Decision } from '../codes.js';
import { Issue } from '../issues/issue.entity.js';
import type { ApplicationStatus, StandardVerdict } from './closure.codes.js';

/** 销号申请（审批）表 (D05): one attempt to strike an issue off. A new attempt is a new row. */
@Entity('closure_applications')
@Index(['issueId', 'cycleNo', 'attempt'], { unique: true })
@Index(['status', 'bureauId', 'appliedAt'])
export class ClosureApplication {
  @IdColumn() id: string;
  @RefColumn(() => Issue) issueId: string;
  @LooseRefColumn() campaignId: string;
  @RefColumn(() => Unit) bureauId: string;
  /** 申请单位. */
  @RefColumn(() => Unit) unitId: string;
  @IntegerColumn() cycleNo: number;
  @IntegerColumn() attempt: number;
  /** issueNo-XH-round.attempt; becomes the number of the close-out on approval. */
  @StringColumn(48) closureNo: string;
  @CodeColumn() status: ApplicationStatus;
  @LooseRefColumn() applicantId: string;
  @StringColumn(100) applicantName: string;
  @InstantColumn() appliedAt: string;
  /** Deadline of the issue when it was applied for; kept for the record of the cycle. */
  @DateColumn({ nullable: true }) deadline: string | null;
  /** As of the application, like the next two: reopening changes them on the issue. */
  @DateColumn({ nullable: true }) originalDeadline: string | null;
  @FenColumn({ nullable: true }) recoveredFen: number | null;
  @FenColumn({ nullable: true }) refundedFen: number | null;
  @DateColumn() rectifiedOn: string;
  @JsonColumn() measureResults: MeasureResult[];
  @TextColumn() resultPerson: string;
  @TextColumn() resultFact: string;
  @TextColumn() resultOutcome: string;
  @JsonColumn() standards: StandardResult[];
  @TextColumn({ nullable: true }) extendedCheck: string | null;
  @TextColumn({ nullable: true }) rulesMade: string | null;
  @CodeColumn({ nullable: true }) beneficiaryOpinion: string | null;
  @TextColumn({ nullable: true }) repaymentPlan: string | null;
  /** Evidence on file when it was applied for. */
  @JsonColumn() evidenceIds: string[];
  /** Position of the step that waits for a decision, from 1; after the last decision the last one. */
  @IntegerColumn() currentStep: number;
  /** Last day of the review clock of the current step. */
  @DateColumn() reviewDueOn: string;
  @InstantColumn({ nullable: true }) decidedAt: string | null;
  @RowVersionColumn() version: number;
}

export interface MeasureResult {
  readonly taskId: string;
  readonly text: string;
}

export interface StandardResult {
  readonly standard: string;
  readonly answer: string;
  readonly note?: string | undefined;
  /** Files among the evidence that prove it; older applications name none. */
  readonly evidenceIds?: readonly string[] | undefined;
}

export interface StandardCheck {
  readonly standard: string;
  readonly verdict: StandardVerdict;
  readonly note?: string | undefined;
}

/** One step of the review chain, copied from the campaign's policy when the application was made. */
@Entity('closure_steps')
@Index(['applicationId', 'seq'], { unique: true })
export class ClosureStepRecord {
  @IdColumn() id: string;
  @RefColumn(() => ClosureApplication) applicationId: string;
  @IntegerColumn() seq: number;
  @CodeColumn() kind: ClosureStepKind;
  @JsonColumn() roles: string[];
  @CodeColumn() unit: ClosureUnit;
  @FlagColumn() siteCheckRequired: boolean;
  @FlagColumn() minutesRequired: boolean;
  @CodeColumn({ nullable: true }) decision: Decision | null;
  @TextColumn({ nullable: true }) opinion: string | null;
  @CodeColumn({ nullable: true }) reasonCode: string | null;
  @TextColumn({ nullable: true }) demand: string | null;
  @TextColumn({ nullable: true }) siteCheck: string | null;
  @StringColumn(100, { nullable: true }) minutesNo: string | null;
  /** Verdicts on the closing standards; older decisions have them in the words of the opinion. */
  @JsonColumn({ nullable: true }) checks: StandardCheck[] | null;
  @LooseRefColumn({ nullable: true }) decidedBy: string | null;
  @StringColumn(100, { nullable: true }) decidedByName: string | null;
  @InstantColumn({ nullable: true }) decidedAt: string | null;
}

/** 延期申请. The original deadline stays on the issue; this row tells how the current one came about. */
@Entity('extensions')
@Index(['issueId', 'cycleNo'])
@Index(['status', 'bureauId'])
export class Extension {
  @IdColumn() id: string;
  @RefColumn(() => Issue) issueId: string;
  @LooseRefColumn() bureauId: string;
  @IntegerColumn() cycleNo: number;
  @DateColumn() oldDeadline: string;
  @DateColumn() requestedDeadline: string;
  @DateColumn({ nullable: true }) grantedDeadline: string | null;
  @TextColumn() reason: string;
  @TextColumn() progressSoFar: string;
  @CodeColumn() status: 'PENDING' | 'APPROVED' | 'REJECTED';
  @LooseRefColumn() appliedBy: string;
  @StringColumn(100) appliedByName: string;
  @InstantColumn() appliedAt: string;
  @LooseRefColumn({ nullable: true }) decidedBy: string | null;
  @StringColumn(100, { nullable: true }) decidedByName: string | null;
  @TextColumn({ nullable: true }) opinion: string | null;
  @InstantColumn({ nullable: true }) decidedAt: string | null;
  @RowVersionColumn() version: number;
}

/** 回头看: one check of a closed issue. The database refuses to change or delete it. */
@Entity('lookbacks')
@Index(['issueId', 'cycleNo'])
export class Lookback {
  @IdColumn() id: string;
  @RefColumn(() => Issue) issueId: string;
  @IntegerColumn() cycleNo: number;
  @DateColumn() checkedOn: string;
  @JsonColumn() methods: string[];
  @TextColumn() persons: string;
  @CodeColumn() result: string;
  @TextColumn() opinion: string;
  @LooseRefColumn() checkerId: string;
  @StringColumn(100) checkerName: string;
  @InstantColumn() recordedAt: string;
}
