import { Entity, Index } from 'typeorm';
import { Unit } from '../../identity/unit.entity.js';
import {
  IdColumn,
  InstantColumn,
  IntegerColumn,
  LooseRefColumn,
  RefColumn,
  StringColumn,
  TextColumn,
} from '../../platform/database/columns.js';
import { Issue } from '../issues/issue.entity.js';

/** 催办: the unit was told once more. Append-only. */
@Entity('issue_urges')
@Index(['issueId', 'urgedAt'])
export class IssueUrge {
  @IdColumn() id: string;
  @RefColumn(() => Issue) issueId: string;
  @IntegerColumn() cycleNo: number;
  /** The unit that was urged. */
  @RefColumn(() => Unit) unitId: string;
  @TextColumn({ nullable: true }) note: string | null;
  @LooseRefColumn() urgedBy: string;
  @StringColumn(100) urgedByName: string;
  @InstantColumn() urgedAt: string;
}
