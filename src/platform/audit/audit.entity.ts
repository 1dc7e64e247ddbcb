import { Entity, Index, PrimaryColumn } from 'typeorm';
import {
  BigColumn,
  CodeColumn,
  InstantColumn,
  JsonColumn,
  LooseRefColumn,
  StringColumn,
} from '../database/columns.js';

/** One act, recorded for ever. The database refuses to change or delete rows of this table. */
@Entity('audit_entries')
@Index(['subjectType', 'subjectId', 'seq'])
@Index(['actorId', 'recordedAt'])
@Index(['recordedAt', 'chain', 'seq'])
export class AuditEntry {
  /** Name of the chain: the bureau the act belongs to, or `system`. */
  @PrimaryColumn({ type: 'varchar', length: 64 })
  chain: string;

  @PrimaryColumn({ type: 'bigint' })
  seq: number;

  @InstantColumn()
  recordedAt: string;

  @LooseRefColumn({ nullable: true })
  actorId: string | null;

  @StringColumn(100)
  actorName: string;

  @LooseRefColumn({ nullable: true })
  actorUnitId: string | null;

  @CodeColumn()
  action: string;

  @CodeColumn()
  subjectType: string;

  @LooseRefColumn()
  subjectId: string;

  @JsonColumn()
  detail: Record<string, unknown>;

  @StringColumn(64)
  previousHash: string;

  @StringColumn(64)
  hash: string;
}

/** Last link of each chain; locked while a transaction appends to it. */
@Entity('audit_heads')
export class AuditHead {
  @PrimaryColumn({ type: 'varchar', length: 64 })
  chain: string;

  @BigColumn()
  seq: number;

  @StringColumn(64)
  hash: string;
}
