import { Entity, Index } from 'typeorm';
import { Campaign } from '../../campaigns/campaign.entity.js';
import type { HeadedText } from '../../documents/models-official.js';
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
import type { Disclosure } from '../cases/case.codes.js';
import type { CaseStamp } from '../cases/case-masking.rules.js';
import type { Decision } from '../../registers/codes.js';
import type {
  BulletinStatus,
  BulletinStep,
  CaseOrder,
  FollowUpStatus,
  BulletinNoticeKind,
} from './bulletin.codes.js';

export interface TextChange {
  /** Where it stands: 案例一, 引言. */
  readonly place: string;
  readonly before: string;
  readonly after: string;
}

/** A case in the state in which its bulletin was signed. */
export interface SignedCase extends CaseStamp {
  readonly id: string;
  readonly caseNo: string;
}

/**
 * 典型案例通报. Texts that nobody has edited are null and generated from the cases whenever they are
 * read; at issuance the whole document is sealed, and from then on the database refuses any change.
 */
@Entity('bulletins')
@Index(['bureauId', 'docNo'], { unique: true })
@Index(['bureauId', 'quarter', 'id'])
export class Bulletin {
  @IdColumn() id: string;
  @RefColumn(() => Campaign) campaignId: string;
  @RefColumn(() => Unit) bureauId: string;
  @CodeColumn() status: BulletinStatus;
  /** `安民发〔2020〕15号`, given at issuance. */
  @StringColumn(60, { nullable: true }) docNo: string | null;
  @StringColumn(6) quarter: string;
  /** Null for an ordinary bulletin; else what it does to the one it names. */
  @CodeColumn({ nullable: true }) noticeKind: BulletinNoticeKind | null;
  @LooseRefColumn({ nullable: true }) targetId: string | null;
  /** Why it corrects or withdraws; of a bulletin withdrawn before issue, why. */
  @TextColumn({ nullable: true }) reason: string | null;
  /** 更正内容. */
  @JsonColumn({ nullable: true }) changes: TextChange[] | null;
  /** In the order printed. */
  @JsonColumn() caseIds: string[];
  /** How the order was made; null by hand. */
  @CodeColumn({ nullable: true }) caseOrder: CaseOrder | null;
  @StringColumn(200, { nullable: true }) title: string | null;
  @TextColumn({ nullable: true }) opening: string | null;
  @TextColumn({ nullable: true }) analysis: string | null;
  @JsonColumn({ nullable: true }) demands: HeadedText[] | null;
  @TextColumn({ nullable: true }) followUp: string | null;
  /** Day by which the units report their self-check. */
  @DateColumn({ nullable: true }) feedbackOn: string | null;
  @StringColumn(500, { nullable: true }) recipients: string | null;
  /** 抄送. */
  @StringColumn(500) copies: string;
  /** 会同机关, after the bureau in the signature. */
  @JsonColumn() coUnitIds: string[];
  @CodeColumn() disclosure: Disclosure;
  /** Units that must report their self-check; null for all that the bulletin is addressed to. */
  @JsonColumn({ nullable: true }) receiverIds: string[] | null;
  /** True when the legal or general office countersigns too. */
  @FlagColumn({ default: 0 }) legalCheck: boolean;
  /** Counts the submissions; a returned bulletin starts a new round. */
  @IntegerColumn({ default: 0 }) round: number;
  /** Steps of the round, in order. */
  @JsonColumn({ nullable: true }) chain: BulletinStep[] | null;
  @LooseRefColumn({ nullable: true }) submittedBy: string | null;
  /** 成文日期: the day of the signature. */
  @DateColumn({ nullable: true }) signedOn: string | null;
  /** Canonical JSON of the document as signed, still without number and printing date. */
  @TextColumn({ nullable: true }) signedDocument: string | null;
  /** The cases it was signed with; null in bulletins signed before this was kept. */
  @JsonColumn({ nullable: true }) signedCases: SignedCase[] | null;
  @LooseRefColumn() composedBy: string;
  @StringColumn(100) composedByName: string;
  @InstantColumn() createdAt: string;
  @InstantColumn() updatedAt: string;
  @DateColumn({ nullable: true }) issuedOn: string | null;
  @InstantColumn({ nullable: true }) issuedAt: string | null;
  @LooseRefColumn({ nullable: true }) issuedBy: string | null;
  @StringColumn(100, { nullable: true }) issuedByName: string | null;
  /** Canonical JSON of the document as issued, and its digest. */
  @TextColumn({ nullable: true }) snapshot: string | null;
  @StringColumn(64, { nullable: true }) sha256: string | null;
  @RowVersionColumn() version: number;
}

/** One act of the approval chain. The database refuses to change or delete it. */
@Entity('bulletin_steps')
@Index(['bulletinId', 'round', 'step'], { unique: true })
export class BulletinStepRecord {
  @IdColumn() id: string;
  @RefColumn(() => Bulletin) bulletinId: string;
  @IntegerColumn() round: number;
  @CodeColumn() step: BulletinStep;
  @CodeColumn() decision: Decision;
  @TextColumn() opinion: string;
  @TextColumn({ nullable: true }) demand: string | null;
  @LooseRefColumn() decidedBy: string;
  @StringColumn(100) decidedByName: string;
  @StringColumn(100) decidedByPost: string;
  @InstantColumn() decidedAt: string;
}

/** 自查任务 of one unit that received a bulletin. Overdue is derived, never stored. */
@Entity('bulletin_follow_ups')
@Index(['bulletinId', 'unitId'], { unique: true })
@Index(['unitId', 'dueOn'])
export class BulletinFollowUp {
  @IdColumn() id: string;
  @RefColumn(() => Bulletin) bulletinId: string;
  @RefColumn(() => Unit) unitId: string;
  @DateColumn() dueOn: string;
  @CodeColumn() status: FollowUpStatus;
  @InstantColumn({ nullable: true }) acknowledgedAt: string | null;
  @StringColumn(100, { nullable: true }) acknowledgedByName: string | null;
  @TextColumn({ nullable: true }) answer: string | null;
  /** Problems of the same kind that the self-check found. */
  @IntegerColumn({ nullable: true }) foundCount: number | null;
  @InstantColumn({ nullable: true }) answeredAt: string | null;
  /** Business date of the first answer, by which lateness is judged. */
  @DateColumn({ nullable: true }) answeredOn: string | null;
  @StringColumn(100, { nullable: true }) answeredByName: string | null;
  /** What is missing, when the bureau returned the answer. */
  @TextColumn({ nullable: true }) demand: string | null;
  @StringColumn(100, { nullable: true }) decidedByName: string | null;
  @InstantColumn({ nullable: true }) decidedAt: string | null;
  @RowVersionColumn() version: number;
}
