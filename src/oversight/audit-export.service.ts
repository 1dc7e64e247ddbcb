import { Readable } from 'node:stream';
import { Injectable, StreamableFile } from '@nestjs/common';
import { DocumentsService } from '../documents/documents.service.js';
import { attachmentOptions, renderedFile } from '../documents/rendered-file.js';
import { csvOf } from '../documents/workbook/csv.js';
import { AuditQueries } from '../identity/audit.queries.js';
import { UnitCatalog } from '../identity/unit-catalog.js';
import { Clock } from '../platform/calendar/clock.js';
import { newId } from '../platform/database/ids.js';
import { ruleBroken } from '../platform/http/problem.js';
import type { AuditExportQuery } from './audit-export.dto.js';
import { AUDIT_COLUMNS, type AuditRow, auditRow, auditWorkbook } from './audit-export.table.js';

const CSV_ROWS_MAX = 1_000_000;
const WORKBOOK_ROWS_MAX = 20_000;

/** The audit log as a file for the auditor: oldest first, as it happened. */
@Injectable()
export class AuditExport {
  constructor(
    private readonly queries: AuditQueries,
    private readonly catalog: UnitCatalog,
    private readonly documents: DocumentsService,
    private readonly clock: Clock,
  ) {}

  /** Written as it is read: no more than a portion is ever in memory. */
  async csv(query: AuditExportQuery): Promise<StreamableFile> {
    await this.assertFits(query, CSV_ROWS_MAX);
    const lines = Readable.from(this.csvLines(query), { objectMode: false });
    return new StreamableFile(lines, attachmentOptions('csv', this.name()));
  }

  /** @throws {Problem} 503 while too many documents wait to be made. */
  async workbook(query: AuditExportQuery): Promise<StreamableFile> {
    await this.assertFits(query, WORKBOOK_ROWS_MAX);
    const rows: AuditRow[] = [];
    for await (const portion of this.portions(query)) rows.push(...portion);
    const createdAt = this.clock.now();
    const model = auditWorkbook(rows, createdAt);
    const rendering = this.documents.renderWorkbook(model, { createdAt, id: newId() });
    return renderedFile(rendering, 'xlsx', this.name());
  }

  private async *csvLines(query: AuditExportQuery): AsyncGenerator<Buffer> {
    let continued = false;
    for await (const rows of this.portions(query)) {
      for (const text of csvOf({ columns: AUDIT_COLUMNS, rows }, continued))
        yield Buffer.from(text);
      continued = true;
    }
    if (!continued) {
      yield Buffer.from([...csvOf({ columns: AUDIT_COLUMNS, rows: [] })].join(''));
    }
  }

  private async *portions(query: AuditExportQuery): AsyncGenerator<AuditRow[]> {
    const tree = await this.catalog.load();
    for await (const entries of this.queries.portions(query)) {
      yield entries.map((entry) => auditRow(entry, tree));
    }
  }

  private async assertFits(query: AuditExportQuery, most: number): Promise<void> {
    const total = await this.queries.count(query);
    if (total <= most) return;
    throw ruleBroken(
      'TOO_MANY_ROWS',
      `符合条件的日志有${total}条，一次至多导出${most}条，请缩小日期范围后分次导出。`,
    );
  }

  private readonly name = (): string => `审计日志_${this.clock.today().replaceAll('-', '')}`;
}
