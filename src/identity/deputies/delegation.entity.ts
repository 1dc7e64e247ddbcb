import { Entity, Index } from 'typeorm';
import {
  CodeColumn,
  DateColumn,
  IdColumn,
  InstantColumn,
  LooseRefColumn,
  RefColumn,
  RowVersionColumn,
  StringColumn,
} from '../../platform/database/columns.js';
import { Unit } from '../unit.entity.js';
import { User } from '../user.entity.js';
import type { DelegationEnd } from './delegation.codes.js';

/** 代理: who stands in for whom, from the first day to the last, both included. */
@Entity('delegations')
@Index(['delegatorId', 'toDate'])
@Index(['deputyId', 'toDate'])
export class Delegation {
  @IdColumn()
  id: string;

  @RefColumn(() => User)
  delegatorId: string;

  @StringColumn(100)
  delegatorName: string;

  /** Where the delegator worked when the deputy was named: the powers of another place do not pass over. */
  @RefColumn(() => Unit)
  delegatorUnitId: string;

  @RefColumn(() => User)
  deputyId: string;

  @StringColumn(100)
  deputyName: string;

  @RefColumn(() => Unit)
  deputyUnitId: string;

  /** Business dates in Shanghai. */
  @DateColumn()
  fromDate: string;

  @DateColumn()
  toDate: string;

  @StringColumn(200)
  reason: string;

  /** The delegator, or the system administrator for somebody who is already away. */
  @RefColumn(() => User)
  createdBy: string;

  @StringColumn(100)
  createdByName: string;

  @InstantColumn()
  createdAt: string;

  /** Set when it ended before its last day, for good. */
  @InstantColumn({ nullable: true })
  endedAt: string | null;

  @CodeColumn({ nullable: true })
  endKind: DelegationEnd | null;

  @StringColumn(200, { nullable: true })
  endReason: string | null;

  @LooseRefColumn({ nullable: true })
  endedBy: string | null;

  @StringColumn(100, { nullable: true })
  endedByName: string | null;

  @RowVersionColumn()
  version: number;
}
