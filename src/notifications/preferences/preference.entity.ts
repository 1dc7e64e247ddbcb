import { Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { User } from '../../identity/user.entity.js';
import { JsonColumn, RowVersionColumn } from '../../platform/database/columns.js';
import type { EmailChoices } from './preference.rules.js';

/** What a person has chosen; who has chosen nothing has no row. */
@Entity('notification_preferences')
export class NotificationPreference {
  @PrimaryColumn({ type: 'varchar', length: 36 })
  @ForeignKey(() => User)
  userId: string;

  @JsonColumn()
  emailChoices: EmailChoices;

  @RowVersionColumn()
  version: number;
}
