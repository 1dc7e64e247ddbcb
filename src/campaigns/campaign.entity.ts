import { Entity } from 'typeorm';
import { Unit } from '../identity/unit.entity.js';
import {
  CodeColumn,
  DateColumn,
  IdColumn,
  InstantColumn,
  JsonColumn,
  LooseRefColumn,
  RefColumn,
  RowVersionColumn,
  StringColumn,
} from '../platform/database/columns.js';
import type { CampaignStatus } from './campaign.codes.js';
import type { CampaignDefinition } from './definition/campaign-definition.js';

/** A campaign (专项治理) that a bureau runs, with its own copy of the definition. */
@Entity('campaigns')
export class Campaign {
  @IdColumn()
  id: string;

  @RefColumn(() => Unit, { index: true })
  ownerUnitId: string;

  /** Code of the definition, for example `QIJIANG-2020`; several campaigns may share it. */
  @StringColumn(40)
  code: string;

  /** Name of the shipped template it began as; null when the bureau wrote its own definition. */
  @StringColumn(100, { nullable: true })
  templateCode: string | null;

  @StringColumn(200)
  title: string;

  @DateColumn()
  startsOn: string;

  @DateColumn()
  endsOn: string;

  @CodeColumn()
  status: CampaignStatus;

  /** Complete: defaults were filled in when it was written. */
  @JsonColumn()
  definition: CampaignDefinition;

  @LooseRefColumn()
  createdBy: string;

  @InstantColumn()
  createdAt: string;

  @RowVersionColumn()
  version: number;
}
