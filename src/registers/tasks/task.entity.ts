import { Entity, Index } from 'typeorm';
import { Campaign } from '../../campaigns/campaign.entity.js';
import { Unit } from '../../identity/unit.entity.js';
import {
  CodeColumn,
  DateColumn,
  FlagColumn,
  IdColumn,
  InstantColumn,
  IntegerColumn,
  JsonColumn,
  RefColumn,
  RowVersionColumn,
  StringColumn,
  TextColumn,
} from '../../platform/database/columns.js';
import { Issue } from '../issues/issue.entity.js';
import type { TaskStatus } from './task.codes.js';

/** A step on the way to the end of a measure. */
export interface MilestoneState {
  readonly name: string;
  readonly dueOn: string;
  readonly doneOn: string | null;
}

/** One 整改措施 with a deadline, an owner and a progress of its own (任务清单 D02). */
@Entity('tasks')
@Index(['taskNo'], { unique: true })
@Index(['issueId', 'seq'])
@Index(['campaignId', 'supersededAt', 'dueOn', 'id'])
export class Task {
  @IdColumn()
  id: string;

  @RefColumn(() => Issue)
  issueId: string;

  @RefColumn(() => Campaign)
  campaignId: string;

  /** The round whose plan, or work, brought the measure in. */
  @IntegerColumn()
  cycleNo: number;

  /** Position among the issue's measures: 1, 2, 3, as the ledger numbers them. */
  @IntegerColumn()
  seq: number;

  /** `990101-2020-RW-003`; given once, never reused. */
  @StringColumn(32)
  taskNo: string;

  /** 重点任务 the measure belongs to, in the words of the campaign. */
  @StringColumn(200, { nullable: true })
  title: string | null;

  @TextColumn()
  measure: string;

  @TextColumn({ nullable: true })
  goal: string | null;

  /** Null only while the plan is a draft. */
  @DateColumn({ nullable: true })
  dueOn: string | null;

  /** “并长期坚持”: the work goes on after the day it is due. */
  @FlagColumn({ default: 0 })
  continues: boolean;

  @JsonColumn()
  milestones: MilestoneState[];

  @RefColumn(() => Unit)
  leadUnitId: string;

  @RefColumn(() => Unit, { nullable: true })
  leadDivisionId: string | null;

  @JsonColumn()
  coUnitIds: string[];

  @StringColumn(100, { nullable: true })
  ownerName: string | null;

  @StringColumn(100, { nullable: true })
  ownerPost: string | null;

  @IntegerColumn({ default: 0 })
  percent: number;

  @CodeColumn()
  status: TaskStatus;

  /** 完成情况: what was done and what came of it. */
  @TextColumn({ nullable: true })
  result: string | null;

  @DateColumn({ nullable: true })
  finishedOn: string | null;

  @InstantColumn()
  createdAt: string;

  @InstantColumn()
  updatedAt: string;

  /** Set when a later draft of the plan left the measure out; lists show only rows without it. */
  @InstantColumn({ nullable: true })
  supersededAt: string | null;

  @RowVersionColumn()
  version: number;
}
