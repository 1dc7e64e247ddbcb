import { Entity, Index } from 'typeorm';
import {
  BigColumn,
  CodeColumn,
  IdColumn,
  InstantColumn,
  IntegerColumn,
  JsonColumn,
  LooseRefColumn,
  StringColumn,
  TextColumn,
} from '../database/columns.js';
import type { JobStatus } from './job.codes.js';

/** Work done behind the answers: asked for in one transaction, carried out later, told of here. */
@Entity('jobs')
@Index(['status', 'createdAt'])
@Index(['ownerId', 'createdAt'])
export class Job {
  @IdColumn()
  id: string;

  /** Names the handler that carries it out. */
  @CodeColumn()
  kind: string;

  /** What people see, for example 导出清单. */
  @StringColumn(200)
  title: string;

  @CodeColumn()
  status: JobStatus;

  @LooseRefColumn()
  ownerId: string;

  /** Where the owner worked when asking for it; null, for jobs of old, is nowhere. */
  @StringColumn(100, { nullable: true })
  ownerScope: string | null;

  @JsonColumn()
  input: unknown;

  @IntegerColumn({ default: 0 })
  done: number;

  /** Null while nobody knows how much there is. */
  @IntegerColumn({ nullable: true })
  total: number | null;

  /** The outcome, or why there is none, in a sentence for people. */
  @TextColumn({ nullable: true })
  message: string | null;

  @CodeColumn({ nullable: true })
  errorCode: string | null;

  @StringColumn(64, { nullable: true })
  resultSha256: string | null;

  @StringColumn(200, { nullable: true })
  resultName: string | null;

  @StringColumn(100, { nullable: true })
  resultMime: string | null;

  @BigColumn({ nullable: true })
  resultSize: number | null;

  @InstantColumn()
  createdAt: string;

  @InstantColumn({ nullable: true })
  startedAt: string | null;

  @InstantColumn({ nullable: true })
  finishedAt: string | null;

  @InstantColumn({ nullable: true })
  cancelRequestedAt: string | null;

  /** The server that runs it, and until when nobody else may. */
  @LooseRefColumn({ nullable: true })
  leasedBy: string | null;

  @InstantColumn({ nullable: true })
  leaseUntil: string | null;

  /** How often a server began it. */
  @IntegerColumn({ default: 0 })
  attempts: number;
}
