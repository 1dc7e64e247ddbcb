import { Entity, PrimaryColumn } from 'typeorm';
import { BigColumn } from './columns.js';

/** Last number given by each counter; see `Tx.nextNumber`. */
@Entity('counters')
export class Counter {
  @PrimaryColumn({ type: 'varchar', length: 100 })
  name: string;

  @BigColumn()
  value: number;
}
