import { Entity, Index } from 'typeorm';
import { Campaign } from '../../campaigns/campaign.entity.js';
import type { ViolationType } from '../../campaigns/codes/problem-category.js';
import { Unit } from '../../identity/unit.entity.js';
import {
  CodeColumn,
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

/** 典型案例 (D10). Only public names are kept; real names pass through the anonymiser and are gone. */
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
  @StringColumn(200) title: string;
  @CodeColumn() violationType: ViolationType;
  @JsonColumn() persons: CasePerson[];
  @TextColumn() facts: string;
  @IntegerColumn({ nullable: true }) householdCount: number | null;
  @IntegerColumn({ nullable: true }) personCount: number | null;
  @FenColumn({ nullable: true }) amountFen: number | null;
  @FenColumn({ nullable: true }) recoveredFen: number | null;
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
}
