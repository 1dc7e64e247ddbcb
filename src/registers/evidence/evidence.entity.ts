import { Entity, Index } from 'typeorm';
import { Campaign } from '../../campaigns/campaign.entity.js';
import { Unit } from '../../identity/unit.entity.js';
import {
  BigColumn,
  CodeColumn,
  DateColumn,
  FlagColumn,
  IdColumn,
  InstantColumn,
  IntegerColumn,
  LooseRefColumn,
  RefColumn,
  RowVersionColumn,
  StringColumn,
  TextColumn,
} from '../../platform/database/columns.js';
import { Issue } from '../issues/issue.entity.js';

/** One document or photo (佐证材料) of an issue. The bytes are in the object store under `sha256`. */
@Entity('evidence')
@Index(['issueId', 'seq'], { unique: true })
@Index(['sha256'])
export class Evidence {
  @IdColumn()
  id: string;

  @RefColumn(() => Issue)
  issueId: string;

  @RefColumn(() => Campaign)
  campaignId: string;

  /** Round of the issue in which it was uploaded; a reopened issue needs new evidence. */
  @IntegerColumn()
  cycleNo: number;

  /** Number within the issue, 1, 2, 3 …; a withdrawn one keeps its number. */
  @IntegerColumn()
  seq: number;

  /** The measure it proves; tasks are a later room, hence no foreign key. */
  @LooseRefColumn({ nullable: true })
  taskId: string | null;

  @CodeColumn()
  type: string;

  @StringColumn(200)
  fileName: string;

  /** Digest of the stored bytes, which for a photo are those without its place. */
  @StringColumn(64)
  sha256: string;

  @StringColumn(100)
  mime: string;

  @BigColumn()
  size: number;

  @IntegerColumn({ nullable: true })
  pageCount: number | null;

  /** 来源单位: the uploader's unit at that time. */
  @RefColumn(() => Unit)
  sourceUnitId: string;

  /** Date printed on the document. */
  @DateColumn({ nullable: true })
  documentDate: string | null;

  /** When a photo was taken, by its camera. */
  @InstantColumn({ nullable: true })
  takenAt: string | null;

  @TextColumn({ nullable: true })
  note: string | null;

  @FlagColumn({ default: 0 })
  isSensitive: boolean;

  @LooseRefColumn()
  uploadedBy: string;

  @InstantColumn()
  uploadedAt: string;

  @InstantColumn({ nullable: true })
  withdrawnAt: string | null;

  @LooseRefColumn({ nullable: true })
  withdrawnBy: string | null;

  @TextColumn({ nullable: true })
  withdrawnReason: string | null;

  @RowVersionColumn()
  version: number;
}
