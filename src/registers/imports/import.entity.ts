import { Entity, Index, PrimaryColumn } from 'typeorm';
import { Campaign } from '../../campaigns/campaign.entity.js';
import { Unit } from '../../identity/unit.entity.js';
import {
  CodeColumn,
  DateColumn,
  FenColumn,
  FlagColumn,
  IdColumn,
  InstantColumn,
  IntegerColumn,
  JsonColumn,
  LooseRefColumn,
  RefColumn,
  RowVersionColumn,
  StringColumn,
  TextColumn,
} from '../../platform/database/columns.js';
import type { ImportMode, ImportNoteLevel, ImportRowState, ImportStatus } from './import.codes.js';

/** What is told of one row or of the whole file. `column` is the header people see. */
export interface ImportNote {
  readonly level: ImportNoteLevel;
  readonly column: string | null;
  readonly code: string;
  readonly message: string;
}

/** One uploaded file of findings, from the upload to the drafts that became of it. */
@Entity('issue_imports')
@Index(['createdBy', 'createdAt'])
@Index(['campaignId', 'sha256'])
export class IssueImport {
  @IdColumn()
  id: string;

  @RefColumn(() => Campaign)
  campaignId: string;

  /** The unit that imports: it becomes the registrar of the drafts. */
  @RefColumn(() => Unit)
  unitId: string;

  @CodeColumn()
  status: ImportStatus;

  @StringColumn(200)
  fileName: string;

  @StringColumn(64)
  sha256: string;

  /** `xlsx` or `csv`. */
  @CodeColumn()
  format: 'xlsx' | 'csv';

  /** The job that checks or applies it now, or did so last. */
  @LooseRefColumn({ nullable: true })
  jobId: string | null;

  @IntegerColumn({ default: 0 })
  totalRows: number;

  @IntegerColumn({ default: 0 })
  validRows: number;

  @IntegerColumn({ default: 0 })
  warningRows: number;

  @IntegerColumn({ default: 0 })
  errorRows: number;

  /** Sheet, encoding, columns not known, rows left out. */
  @JsonColumn()
  notes: ImportNote[];

  /** Why it could not be read, or why the last application failed. */
  @TextColumn({ nullable: true })
  failure: string | null;

  @CodeColumn({ nullable: true })
  mode: ImportMode | null;

  @FlagColumn({ default: 0 })
  register: boolean;

  @IntegerColumn({ default: 0 })
  appliedRows: number;

  @IntegerColumn({ default: 0 })
  registeredRows: number;

  @LooseRefColumn()
  createdBy: string;

  @InstantColumn()
  createdAt: string;

  @InstantColumn({ nullable: true })
  appliedAt: string | null;

  @InstantColumn({ nullable: true })
  withdrawnAt: string | null;

  @TextColumn({ nullable: true })
  withdrawnReason: string | null;

  @RowVersionColumn()
  version: number;
}

/** One row of the file: what was read, what is wrong with it, and the finding it would become. */
@Entity('issue_import_rows')
@Index(['importId', 'state', 'seq'])
@Index(['issueId'])
export class IssueImportRow {
  @PrimaryColumn({ type: 'varchar', length: 36 })
  importId: string;

  /** Position among the rows that were read, beginning with 1. */
  @PrimaryColumn({ type: 'integer' })
  seq: number;

  /** Number of the row in the file. */
  @IntegerColumn()
  rowNo: number;

  @CodeColumn()
  state: ImportRowState;

  /** The texts as they were read, by column. */
  @JsonColumn()
  cells: Record<string, string>;

  @JsonColumn()
  notes: ImportNote[];

  /** Id the issue will have; given when the row is checked, so that publishing is one statement. */
  @LooseRefColumn()
  issueId: string;

  /** Why the issue could not be registered although that was asked for. */
  @TextColumn({ nullable: true })
  registerFault: string | null;

  @CodeColumn({ nullable: true })
  source: string | null;

  @StringColumn(100, { nullable: true })
  sourceDocNo: string | null;

  @StringColumn(40, { nullable: true })
  sourceItemNo: string | null;

  @DateColumn({ nullable: true })
  foundOn: string | null;

  @CodeColumn({ nullable: true })
  category: string | null;

  @TextColumn({ nullable: true })
  statement: string | null;

  @TextColumn({ nullable: true })
  detail: string | null;

  @StringColumn(12, { nullable: true })
  areaCode: string | null;

  @IntegerColumn({ nullable: true })
  householdCount: number | null;

  @IntegerColumn({ nullable: true })
  personCount: number | null;

  @FenColumn({ nullable: true })
  amountInvolvedFen: number | null;

  @CodeColumn({ nullable: true })
  nature: string | null;

  @CodeColumn({ nullable: true })
  scope: string | null;

  @CodeColumn({ nullable: true })
  severity: string | null;

  @CodeColumn({ nullable: true })
  rectificationType: string | null;

  @TextColumn({ nullable: true })
  causeAnalysis: string | null;

  @LooseRefColumn({ nullable: true })
  responsibleUnitId: string | null;

  @TextColumn({ nullable: true })
  remark: string | null;
}
