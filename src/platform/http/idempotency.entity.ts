import { Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn, StringColumn, TextColumn } from '../database/columns.js';

/** The stored answer of a request that carried an `Idempotency-Key`. */
@Entity('idempotency_keys')
export class IdempotencyKey {
  @PrimaryColumn({ type: 'varchar', length: 36 })
  userId: string;

  @PrimaryColumn({ type: 'varchar', length: 100 })
  key: string;

  @StringColumn(64)
  requestHash: string;

  @TextColumn()
  response: string;

  @InstantColumn()
  createdAt: string;
}
