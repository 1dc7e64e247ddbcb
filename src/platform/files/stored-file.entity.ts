import { Entity, PrimaryColumn } from 'typeorm';
import { BigColumn, InstantColumn, StringColumn } from '../database/columns.js';

/** An object of the store that at least one record refers to. Equal content is one row. */
@Entity('stored_files')
export class StoredFile {
  @PrimaryColumn({ type: 'varchar', length: 64 })
  sha256: string;

  @BigColumn()
  size: number;

  @StringColumn(100)
  mime: string;

  @InstantColumn()
  createdAt: string;
}
