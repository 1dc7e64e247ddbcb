import { Entity, Index } from 'typeorm';
import { User } from '../identity/user.entity.js';
import {
  CodeColumn,
  IdColumn,
  InstantColumn,
  LooseRefColumn,
  RefColumn,
  StringColumn,
  TextColumn,
} from '../platform/database/columns.js';
import type { NotificationTopic } from './notification.codes.js';

/** A message in somebody's inbox. Only `readAt` ever changes. */
@Entity('notifications')
@Index(['userId', 'dedupeKey'], { unique: true })
@Index(['userId', 'createdAt', 'id'])
@Index(['userId', 'readAt'])
export class Notification {
  @IdColumn() id: string;
  @RefColumn(() => User) userId: string;
  @CodeColumn() topic: NotificationTopic;
  @StringColumn(200) title: string;
  @TextColumn() body: string;
  /** What to open: `report`, `issue`, `notice`, `bulletin` … and its id. */
  @CodeColumn() subjectType: string;
  @LooseRefColumn() subjectId: string;
  /** The same message is never sent to one person twice. */
  @StringColumn(200) dedupeKey: string;
  @InstantColumn() createdAt: string;
  @InstantColumn({ nullable: true }) readAt: string | null;
}
