import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable, type StreamableFile } from '@nestjs/common';
import { DocumentsService } from '../../documents/documents.service.js';
import { type FileFormat, renderedFile } from '../../documents/rendered-file.js';
import type { TemplateModels, TemplateName } from '../../documents/models.js';
import { Clock } from '../../platform/calendar/clock.js';
import { newId } from '../../platform/database/ids.js';
import { csvOf } from '../../documents/workbook/csv.js';
import { type SheetTable, workbookOf } from './sheet.printing.js';

/** One list in every form it can be downloaded in; made only as far as the form asks for. */
export interface Download<T extends TemplateName> {
  readonly template: T;
  readonly model: () => TemplateModels[T];
  readonly table: () => SheetTable;
  /** File name without extension. */
  readonly name: string;
}

/** Makes the file of a list. */
@Injectable()
export class DownloadRenderer {
  constructor(
    private readonly documents: DocumentsService,
    private readonly clock: Clock,
  ) {}

  /** @throws {Problem} 503 while too many documents wait to be made. */
  async render<T extends TemplateName>(
    { template, model, table, name }: Download<T>,
    format: FileFormat,
  ): Promise<StreamableFile> {
    if (format !== 'pdf') return this.renderTable(table(), format, name);
    return renderedFile(this.documents.renderPdf(template, model(), this.stamp()), format, name);
  }

  /** What has no printed form. @throws {Problem} 503 while too many documents wait to be made. */
  renderTable(table: SheetTable, format: 'csv' | 'xlsx', name: string): Promise<StreamableFile> {
    if (format === 'csv') return renderedFile(bytesOf(csvOf(table)), format, name);
    const rendering = this.documents.renderWorkbook(workbookOf(table), this.stamp());
    return renderedFile(rendering, format, name);
  }

  private stamp() {
    return { createdAt: this.clock.now(), id: newId() };
  }
}

/**
 * The whole text, made so that other requests have their turn after each part. The lines behind it,
 * which take far more room, can go before a slow reader has fetched it.
 */
async function bytesOf(parts: Iterable<string>): Promise<Buffer> {
  const made: Buffer[] = [];
  for (const part of parts) {
    made.push(Buffer.from(part, 'utf8'));
    await nextTurn();
  }
  return Buffer.concat(made);
}
