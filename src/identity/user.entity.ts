import { Entity, Index } from 'typeorm';
import {
  FlagColumn,
  IdColumn,
  InstantColumn,
  IntegerColumn,
  JsonColumn,
  RefColumn,
  RowVersionColumn,
  StringColumn,
} from '../platform/database/columns.js';
import type { Role } from './codes.js';
import { Unit } from './unit.entity.js';

/** A person who signs in. Users are never deleted, only disabled: old records keep naming them. */
@Entity('users')
@Index(['username'], { unique: true })
export class User {
  @IdColumn()
  id: string;

  /** Lower case; given once and never changed. */
  @StringColumn(64)
  username: string;

  /** Display name, for example 经办人甲. */
  @StringColumn(100)
  name: string;

  /** Post as printed in documents, for example 社会救助科副科长; may be empty. */
  @StringColumn(100)
  post: string;

  /** Where mails go; shown to administrators and to the user only. */
  @StringColumn(254, { nullable: true })
  email: string | null;

  /** Null only for users without business roles (administrators, new accounts). */
  @RefColumn(() => Unit, { nullable: true, index: true })
  unitId: string | null;

  @JsonColumn()
  roles: Role[];

  /** argon2id in PHC notation; null until the security administrator has issued a first password. */
  @StringColumn(255, { nullable: true })
  passwordHash: string | null;

  @FlagColumn()
  mustChangePassword: boolean;

  @InstantColumn({ nullable: true })
  passwordChangedAt: string | null;

  /** Wrong passwords since the last right one. */
  @IntegerColumn({ default: 0 })
  failedAttempts: number;

  @InstantColumn({ nullable: true })
  lockedUntil: string | null;

  @InstantColumn({ nullable: true })
  disabledAt: string | null;

  @InstantColumn()
  createdAt: string;

  @RowVersionColumn()
  version: number;
}
