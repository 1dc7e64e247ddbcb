import { Entity } from 'typeorm';
import { Unit } from '../../identity/unit.entity.js';
import {
  CodeColumn,
  FlagColumn,
  IdColumn,
  InstantColumn,
  JsonColumn,
  RefColumn,
  RowVersionColumn,
  StringColumn,
  TextColumn,
} from '../../platform/database/columns.js';
import type { NotificationTopic } from '../notification.codes.js';
import type { WebhookKind } from './webhook.codes.js';

/** A group robot of a bureau: an address outside the program that is told some messages. */
@Entity('webhooks')
export class Webhook {
  @IdColumn() id: string;
  @RefColumn(() => Unit, { index: true }) bureauId: string;
  @StringColumn(100) name: string;
  @CodeColumn() kind: WebhookKind;
  @StringColumn(255) host: string;
  /** The whole address: with 企业微信 and 钉钉 its query is the password. */
  @TextColumn() sealedUrl: string;
  @TextColumn({ nullable: true }) sealedSecret: string | null;
  @JsonColumn() topics: NotificationTopic[];
  /** Tells the text of the message too, not only its title. */
  @FlagColumn() withBody: boolean;
  @FlagColumn() enabled: boolean;
  @InstantColumn() createdAt: string;
  @RowVersionColumn() version: number;
}
