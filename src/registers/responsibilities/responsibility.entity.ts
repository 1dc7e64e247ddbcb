import { Entity, Index } from 'typeorm';
import { Unit } from '../../identity/unit.entity.js';
import { User } from '../../identity/user.entity.js';
import {
  CodeColumn,
  IdColumn,
  InstantColumn,
  IntegerColumn,
  RefColumn,
  StringColumn,
  TextColumn,
} from '../../platform/database/columns.js';
import { Issue } from '../issues/issue.entity.js';
import type { ResponsibilityKind } from './responsibility.codes.js';

/** Who answers for an issue, one row for each duty (责任清单 D03). Rows are replaced, never edited. */
@Entity('responsibilities')
@Index(['issueId', 'seq'])
export class Responsibility {
  @IdColumn()
  id: string;

  @RefColumn(() => Issue)
  issueId: string;

  @IntegerColumn()
  cycleNo: number;

  @CodeColumn()
  kind: ResponsibilityKind;

  @IntegerColumn()
  seq: number;

  @RefColumn(() => Unit)
  unitId: string;

  /** Set where the person is a user of the system. */
  @RefColumn(() => User, { nullable: true })
  userId: string | null;

  /** Null where the duty is the unit's. */
  @StringColumn(100, { nullable: true })
  personName: string | null;

  @StringColumn(100, { nullable: true })
  post: string | null;

  /** In full; leaves this room only masked. */
  @StringColumn(40, { nullable: true })
  phone: string | null;

  @TextColumn()
  duty: string;

  @InstantColumn()
  createdAt: string;

  /** Set when a later draft of the plan replaced the row; lists show only rows without it. */
  @InstantColumn({ nullable: true })
  supersededAt: string | null;
}
