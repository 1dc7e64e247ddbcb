import { Entity, Index } from 'typeorm';
import {
  CodeColumn,
  IdColumn,
  InstantColumn,
  IntegerColumn,
  RefColumn,
  RowVersionColumn,
  StringColumn,
} from '../platform/database/columns.js';
import type { AreaLevel, OrgType } from './codes.js';

/** A unit of the organisation tree: bureau, department, town, village, partner organ. */
@Entity('units')
@Index(['path'], { unique: true })
@Index(['parentId', 'name'], { unique: true })
export class Unit {
  @IdColumn()
  id: string;

  @RefColumn(() => Unit, { nullable: true, index: true })
  parentId: string | null;

  /** Ids from the root to the unit, each ended by `/`: a unit's subtree shares its path as prefix. */
  @StringColumn(500)
  path: string;

  @CodeColumn()
  level: AreaLevel;

  @CodeColumn()
  type: OrgType;

  @StringColumn(100)
  name: string;

  @StringColumn(40)
  shortName: string;

  /** Division code: 6 (county), 9 (town) or 12 (village) digits. */
  @StringColumn(12)
  areaCode: string;

  /** 机关代字 of document numbers, for example 安民; empty for units that issue none. */
  @StringColumn(20)
  docCode: string;

  /** Position among the siblings, as the bureau lists its units. */
  @IntegerColumn()
  position: number;

  @InstantColumn({ nullable: true })
  disabledAt: string | null;

  @RowVersionColumn()
  version: number;
}
