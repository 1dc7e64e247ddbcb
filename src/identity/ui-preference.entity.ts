import { Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { InstantColumn, IntegerColumn, JsonColumn } from '../platform/database/columns.js';
import { User } from './user.entity.js';

/** How a person has set up one screen: columns, density, page size, saved views. */
@Entity('ui_preferences')
export class UiPreference {
  @PrimaryColumn({ type: 'varchar', length: 36 })
  @ForeignKey(() => User)
  userId: string;

  @PrimaryColumn({ type: 'varchar', length: 40 })
  key: string;

  /** Of the screen's layout, so that a changed screen never reads an old value; not a row version. */
  @IntegerColumn()
  version: number;

  @JsonColumn()
  value: Record<string, unknown>;

  @InstantColumn()
  updatedAt: string;
}
