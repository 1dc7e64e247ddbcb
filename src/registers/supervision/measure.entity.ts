import { Entity, Index } from 'typeorm';
import { Campaign } from '../../campaigns/campaign.entity.js';
import type { SupervisionMeasureKind } from '../../campaigns/codes/issue-codes.js';
import { Unit } from '../../identity/unit.entity.js';
import {
  CodeColumn,
  DateColumn,
  IdColumn,
  InstantColumn,
  JsonColumn,
  LooseRefColumn,
  RefColumn,
  RowVersionColumn,
  StringColumn,
  TextColumn,
} from '../../platform/database/columns.js';
import { Notice } from './notice.entity.js';
import type { MeasureStatus } from './supervision.codes.js';

/** 约谈, 通报, 移送: proposed by the program or by people, decided and recorded by people. */
@Entity('supervision_measures')
@Index(['campaignId', 'unitId', 'quarter', 'kind'], { unique: true })
@Index(['bureauId', 'status', 'id'])
@Index(['campaignId', 'status', 'id'])
export class SupervisionMeasure {
  @IdColumn() id: string;
  @RefColumn(() => Campaign) campaignId: string;
  @RefColumn(() => Unit) bureauId: string;
  @CodeColumn() kind: SupervisionMeasureKind;
  @CodeColumn() status: MeasureStatus;
  @RefColumn(() => Unit) unitId: string;
  @TextColumn() reason: string;
  @JsonColumn() issueIds: string[];
  /** The red notice that led to it. */
  @RefColumn(() => Notice, { nullable: true, index: true }) noticeId: string | null;
  /** Quarter whose red notices were counted; null when people proposed it. */
  @StringColumn(6, { nullable: true }) quarter: string | null;
  @LooseRefColumn({ nullable: true }) proposedBy: string | null;
  @StringColumn(100) proposedByName: string;
  @InstantColumn() proposedAt: string;
  @LooseRefColumn({ nullable: true }) decidedBy: string | null;
  @StringColumn(100, { nullable: true }) decidedByName: string | null;
  @InstantColumn({ nullable: true }) decidedAt: string | null;
  @TextColumn({ nullable: true }) decisionNote: string | null;
  @DateColumn({ nullable: true }) doneOn: string | null;
  @TextColumn({ nullable: true }) doneNote: string | null;
  @StringColumn(100, { nullable: true }) doneByName: string | null;
  @RowVersionColumn() version: number;
}
