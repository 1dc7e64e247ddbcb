import { Entity, Index } from 'typeorm';
import {
  BigColumn,
  CodeColumn,
  IdColumn,
  InstantColumn,
  LooseRefColumn,
  StringColumn,
} from '../../platform/database/columns.js';

/** Digest of a file as it was first made from a sealed version. The database keeps it unchanged. */
@Entity('report_files')
@Index(['sealedId', 'format'], { unique: true })
export class ReportFile {
  @IdColumn() id: string;
  /** Id of the report version or consolidation version. */
  @LooseRefColumn() sealedId: string;
  @CodeColumn() format: string;
  @StringColumn(64) sha256: string;
  @BigColumn() size: number;
  @InstantColumn() renderedAt: string;
}
