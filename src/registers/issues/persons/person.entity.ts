import { Entity, Index } from 'typeorm';
import {
  CodeColumn,
  IdColumn,
  InstantColumn,
  IntegerColumn,
  LooseRefColumn,
  RefColumn,
  RowVersionColumn,
  StringColumn,
  TextColumn,
} from '../../../platform/database/columns.js';
import { Issue } from '../issue.entity.js';
import type { RelationToHead } from './person.codes.js';

const NULLABLE = { nullable: true } as const;

/**
 * 涉及对象: somebody whom an issue is about. Everything that tells who it is stands here sealed and nowhere
 * else; keyed hashes find it by the full number.
 */
@Entity('issue_persons')
@Index(['issueId', 'seq'], { unique: true })
@Index(['idHash'])
@Index(['phoneHash'])
@Index(['nameHash'])
export class IssuePerson {
  @IdColumn() id: string;
  @RefColumn(() => Issue) issueId: string;
  /** Number within the issue, 1, 2, 3 …; a voided one keeps its number. */
  @IntegerColumn() seq: number;
  @TextColumn() sealedName: string;
  @TextColumn(NULLABLE) sealedIdNumber: string | null;
  @TextColumn(NULLABLE) sealedPhone: string | null;
  @TextColumn(NULLABLE) sealedHouseholdHead: string | null;
  @TextColumn(NULLABLE) sealedHouseholdNo: string | null;
  /** Sealed too: what is said of a person here is often about health or minors (PIPL art. 28). */
  @TextColumn(NULLABLE) sealedNote: string | null;
  @StringColumn(64) nameHash: string;
  @StringColumn(64, NULLABLE) idHash: string | null;
  @StringColumn(64, NULLABLE) phoneHash: string | null;
  @CodeColumn(NULLABLE) relationToHead: RelationToHead | null;
  @LooseRefColumn() createdBy: string;
  @InstantColumn() createdAt: string;
  @LooseRefColumn() updatedBy: string;
  @InstantColumn() updatedAt: string;
  @InstantColumn(NULLABLE) voidedAt: string | null;
  @LooseRefColumn(NULLABLE) voidedBy: string | null;
  @TextColumn(NULLABLE) voidReason: string | null;
  @RowVersionColumn() version: number;
}
