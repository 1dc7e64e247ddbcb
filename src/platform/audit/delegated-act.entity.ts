import { Entity, Index } from 'typeorm';
import {
  CodeColumn,
  IdColumn,
  InstantColumn,
  LooseRefColumn,
  StringColumn,
} from '../database/columns.js';

/**
 * An act that somebody did for somebody else, beside its entry in the log: rules look up who stood in for
 * whom on a record, which the log only tells to people. The database refuses to change or delete rows.
 */
@Entity('delegated_acts')
@Index(['subjectId', 'actorId'])
@Index(['onBehalfOfId'])
@Index(['delegationId', 'recordedAt'])
export class DelegatedAct {
  @IdColumn()
  id: string;

  /** The `now` of the transaction, which the records of the act carry too. */
  @InstantColumn()
  recordedAt: string;

  @LooseRefColumn()
  delegationId: string;

  @LooseRefColumn()
  actorId: string;

  /** As records show it: 经办人乙（代经办人甲）. */
  @StringColumn(100)
  actorName: string;

  @LooseRefColumn()
  onBehalfOfId: string;

  @CodeColumn()
  action: string;

  @CodeColumn()
  subjectType: string;

  @LooseRefColumn()
  subjectId: string;
}
