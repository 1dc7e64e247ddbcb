import { Entity, Index } from 'typeorm';
import { Campaign } from '../../campaigns/campaign.entity.js';
import type { HeadedText } from '../../documents/models-official.js';
import { Unit } from '../../identity/unit.entity.js';
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
  TextColumn,
} from '../../platform/database/columns.js';
import type { Disclosure } from '../cases/case.codes.js';
import type { BulletinStatus } from './bulletin.codes.js';

/**
 * 典型案例通报. Texts that nobody has edited are null and generated from the cases whenever they are
 * read; at issuance the whole document is sealed, and from then on the database refuses any change.
 */
@Entity('bulletins')
@Index(['bureauId', 'docNo'], { unique: true })
@Index(['bureauId', 'quarter', 'id'])
export class Bulletin {
  @IdColumn() id: string;
  @RefColumn(() => Campaign) campaignId: string;
  @RefColumn(() => Unit) bureauId: string;
  @CodeColumn() status: BulletinStatus;
  /** `安民发〔2020〕15号`, given at issuance. */
  @StringColumn(60, { nullable: true }) docNo: string | null;
  @StringColumn(6) quarter: string;
  /** In the order printed. */
  @JsonColumn() caseIds: string[];
  @StringColumn(200, { nullable: true }) title: string | null;
  @TextColumn({ nullable: true }) opening: string | null;
  @TextColumn({ nullable: true }) analysis: string | null;
  @JsonColumn({ nullable: true }) demands: HeadedText[] | null;
  @TextColumn({ nullable: true }) followUp: string | null;
  /** Day by which the units report their self-check. */
  @DateColumn({ nullable: true }) feedbackOn: string | null;
  @StringColumn(500, { nullable: true }) recipients: string | null;
  /** 抄送. */
  @StringColumn(500) copies: string;
  /** 会同机关, after the bureau in the signature. */
  @JsonColumn() coUnitIds: string[];
  @CodeColumn() disclosure: Disclosure;
  @LooseRefColumn() composedBy: string;
  @StringColumn(100) composedByName: string;
  @InstantColumn() createdAt: string;
  @InstantColumn() updatedAt: string;
  @DateColumn({ nullable: true }) issuedOn: string | null;
  @InstantColumn({ nullable: true }) issuedAt: string | null;
  @LooseRefColumn({ nullable: true }) issuedBy: string | null;
  @StringColumn(100, { nullable: true }) issuedByName: string | null;
  /** Canonical JSON of the document as issued, and its digest. */
  @TextColumn({ nullable: true }) snapshot: string | null;
  @StringColumn(64, { nullable: true }) sha256: string | null;
  @RowVersionColumn() version: number;
}
