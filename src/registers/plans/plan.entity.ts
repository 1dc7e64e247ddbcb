import { Entity, Index } from 'typeorm';
import {
  CodeColumn,
  DateColumn,
  IdColumn,
  InstantColumn,
  IntegerColumn,
  JsonColumn,
  LooseRefColumn,
  RefColumn,
  TextColumn,
} from '../../platform/database/columns.js';
import type { Decision } from '../codes.js';
import { Issue } from '../issues/issue.entity.js';

/**
 * 整改方案 of one round: what its unit writes before approval. Measures and duties hang on the issue.
 * On approval its contents are copied to the issue, whose version guards this row too.
 */
@Entity('plans')
@Index(['issueId', 'cycleNo'], { unique: true })
export class Plan {
  @IdColumn()
  id: string;

  @RefColumn(() => Issue)
  issueId: string;

  @IntegerColumn()
  cycleNo: number;

  @TextColumn({ nullable: true })
  causeAnalysis: string | null;

  @TextColumn({ nullable: true })
  goal: string | null;

  @CodeColumn({ nullable: true })
  rectificationType: string | null;

  @DateColumn({ nullable: true })
  deadline: string | null;

  @TextColumn({ nullable: true })
  stageGoal: string | null;

  @DateColumn({ nullable: true })
  nextReviewOn: string | null;

  @DateColumn({ nullable: true })
  expectedFinishOn: string | null;

  /** How often the plan was handed in. */
  @IntegerColumn({ default: 0 })
  attempt: number;

  @LooseRefColumn({ nullable: true })
  submittedBy: string | null;

  @InstantColumn({ nullable: true })
  submittedAt: string | null;

  @LooseRefColumn()
  updatedBy: string;

  @InstantColumn()
  updatedAt: string;
}

/** One decision on a plan. The database refuses to change or delete it. */
@Entity('plan_reviews')
@Index(['issueId', 'cycleNo', 'attempt'], { unique: true })
export class PlanReview {
  @IdColumn()
  id: string;

  @RefColumn(() => Issue)
  issueId: string;

  @IntegerColumn()
  cycleNo: number;

  @IntegerColumn()
  attempt: number;

  @LooseRefColumn()
  submittedBy: string;

  @InstantColumn()
  submittedAt: string;

  @CodeColumn()
  decision: Decision;

  @TextColumn()
  opinion: string;

  @CodeColumn({ nullable: true })
  reasonCode: string | null;

  /** 补充整改要求 of a return. */
  @TextColumn({ nullable: true })
  demand: string | null;

  @LooseRefColumn()
  decidedBy: string;

  @InstantColumn()
  decidedAt: string;

  /** The plan as it was decided on; later drafts change the live rows, never this. */
  @JsonColumn()
  contents: Record<string, unknown>;
}
