import { Entity } from 'typeorm';
import { IdColumn, InstantColumn, RefColumn, StringColumn } from '../platform/database/columns.js';
import { User } from './user.entity.js';

/** A password that its user has replaced; kept only under the profile that forbids its return. */
@Entity('password_history')
export class PasswordRecord {
  @IdColumn()
  id: string;

  @RefColumn(() => User, { index: true })
  userId: string;

  @StringColumn(255)
  passwordHash: string;

  @InstantColumn()
  replacedAt: string;
}
