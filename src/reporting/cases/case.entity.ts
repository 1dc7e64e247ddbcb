import { Entity, Index } from 'typeorm';
import { Campaign } from '../../campaigns/campaign.entity.js';
import type { ViolationType } from '../../campaigns/codes/problem-category.js';
import { Unit } from '../../identity/unit.entity.js';
import {
  CodeColumn,
  DateColumn,
  FenColumn,
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
import type { Decision } from '../../registers/codes.js';
import { Issue } from '../../registers/issues/issue.entity.js';
import type { CaseStatus, CaseStep, Disclosure, NameMode } from './case.codes.js';
import type { CasePerson } from './case-person.rules.js';

/** 典型案例 (D10). The printable row: public names only. Real names are sealed in {@link CasePersonName}. */
@Entity('cases')
@Index(['caseNo'], { unique: true })
@Index(['bureauId', 'quarter', 'caseNo'])
@Index(['issueId'])
export class TypicalCase {
  @IdColumn() id: string;
  /** `990101-2020Q2-AL-03`. */
  @StringColumn(32) caseNo: string;
  @RefColumn(() => Campaign) campaignId: string;
  @RefColumn(() => Unit) bureauId: string;
  /** 报送单位: where it was drafted. */
  @RefColumn(() => Unit) unitId: string;
  /** `2020Q2`. */
  @StringColumn(6) quarter: string;
  @RefColumn(() => Issue, { nullable: true }) issueId: string | null;
  /** Where it happened; that unit's place in the tree gives the administrative order. */
  @LooseRefColumn({ nullable: true }) placeUnitId: string | null;
  @StringColumn(200) title: string;
  @CodeColumn() violationType: ViolationType;
  @JsonColumn() persons: CasePerson[];
  @TextColumn() facts: string;
  @IntegerColumn({ nullable: true }) householdCount: number | null;
  @IntegerColumn({ nullable: true }) personCount: number | null;
  @FenColumn({ nullable: true }) amountFen: number | null;
  /** 应追缴; null means all of the wrong amount. */
  @FenColumn({ nullable: true }) dueFen: number | null;
  @FenColumn({ nullable: true }) recoveredFen: number | null;
  /** 免予追缴, with who approved it under which number. */
  @FenColumn({ nullable: true }) waivedFen: number | null;
  @TextColumn({ nullable: true }) waiverNote: string | null;
  /** 结案日期; a case that is not closed is not published. */
  @DateColumn({ nullable: true }) concludedOn: string | null;
  @TextColumn() rectification: string;
  @TextColumn() analysis: string;
  @TextColumn() lesson: string;
  @CodeColumn() disclosure: Disclosure;
  @CodeColumn() mode: NameMode;
  @CodeColumn() status: CaseStatus;
  /** Counts the submissions; a returned case starts a new round of reviews. */
  @IntegerColumn({ default: 0 }) round: number;
  @LooseRefColumn() draftedBy: string;
  @StringColumn(100) draftedByName: string;
  @LooseRefColumn({ nullable: true }) submittedBy: string | null;
  @InstantColumn() createdAt: string;
  @InstantColumn() updatedAt: string;
  @RowVersionColumn() version: number;
}

/** One decision on a case. The database refuses to change or delete it. */
@Entity('case_reviews')
@Index(['caseId', 'round', 'step'], { unique: true })
export class CaseReview {
  @IdColumn() id: string;
  @RefColumn(() => TypicalCase) caseId: string;
  @IntegerColumn() round: number;
  @CodeColumn() step: CaseStep;
  @CodeColumn() decision: Decision;
  @TextColumn() opinion: string;
  @TextColumn({ nullable: true }) demand: string | null;
  @LooseRefColumn() decidedBy: string;
  @StringColumn(100) decidedByName: string;
  @InstantColumn() decidedAt: string;
  /** 核实单位: 办案机关 or the resident group. */
  @StringColumn(100, { nullable: true }) organ: string | null;
}

/**
 * The real name of one person of a case, sealed, apart from everything that is printed. The id is the
 * person's id in `cases.persons`.
 */
@Entity('case_people')
@Index(['caseId'])
@Index(['nameHash'])
export class CasePersonName {
  @IdColumn() id: string;
  @RefColumn(() => TypicalCase) caseId: string;
  @TextColumn() sealedName: string;
  /** Keyed hashes, to count the same person of several cases once. */
  @StringColumn(64) nameHash: string;
  /** Of the identity number, which itself is not kept. */
  @StringColumn(64, { nullable: true }) idHash: string | null;
  @InstantColumn() createdAt: string;
  @InstantColumn() updatedAt: string;
  @InstantColumn({ nullable: true }) removedAt: string | null;
}

/** 称谓确认: somebody who did not draft the case has looked at every masked token. Append-only. */
@Entity('case_maskings')
@Index(['caseId', 'confirmedAt'])
export class CaseMasking {
  @IdColumn() id: string;
  @RefColumn(() => TypicalCase) caseId: string;
  /** Of the preview that was confirmed; any later change of texts or names makes another one. */
  @StringColumn(64) digest: string;
  @TextColumn() opinion: string;
  @LooseRefColumn() confirmedBy: string;
  @StringColumn(100) confirmedByName: string;
  @InstantColumn() confirmedAt: string;
}
