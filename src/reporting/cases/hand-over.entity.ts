import { Entity, Index } from 'typeorm';
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
import type { HandOverStatus } from './case.codes.js';
import { TypicalCase } from './case.entity.js';

/** 上报案例: an approved case handed to the bureau above for one month or quarter. */
@Entity('case_hand_overs')
@Index(['toBureauId', 'period', 'id'])
@Index(['fromBureauId', 'period', 'id'])
@Index(['caseId'])
export class CaseHandOver {
  @IdColumn() id: string;
  @RefColumn(() => TypicalCase) caseId: string;
  /** The case as it was handed up, see {@link CaseStamp}; the digest is null in older hand-overs. */
  @IntegerColumn({ default: 0 }) caseRound: number;
  @StringColumn(64, { nullable: true }) caseDigest: string | null;
  @RefColumn(() => Unit) fromBureauId: string;
  @RefColumn(() => Unit) toBureauId: string;
  /** `2020Q2` or `2019-11`. */
  @StringColumn(10) period: string;
  /** The receiver's campaign and report rule that ask for cases; null when handed up unasked. */
  @LooseRefColumn({ nullable: true }) campaignId: string | null;
  @CodeColumn({ nullable: true }) ruleCode: string | null;
  @CodeColumn() status: HandOverStatus;
  @TextColumn({ nullable: true }) note: string | null;
  @LooseRefColumn() sentBy: string;
  @StringColumn(100) sentByName: string;
  @InstantColumn() sentAt: string;
  @LooseRefColumn({ nullable: true }) decidedBy: string | null;
  @StringColumn(100, { nullable: true }) decidedByName: string | null;
  @InstantColumn({ nullable: true }) decidedAt: string | null;
  @TextColumn({ nullable: true }) opinion: string | null;
  @TextColumn({ nullable: true }) demand: string | null;
  @RowVersionColumn() version: number;
}
