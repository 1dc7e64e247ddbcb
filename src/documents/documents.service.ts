import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { workerEntry } from '../platform/workers/worker-entry.js';
import { WorkerJobError } from '../platform/workers/worker-errors.js';
import { WorkerPool } from '../platform/workers/worker-pool.js';
import { DocumentError, type DocumentErrorCode } from './document-error.js';
import { type DocumentJob } from './document-jobs.js';
import { DOCUMENTS_OPTIONS, type DocumentsOptions } from './documents.options.js';
import { type DocumentStamp, type TemplateModels, type TemplateName } from './models.js';
import { type WorkbookModel } from './models-workbook.js';

/**
 * Makes PDFs and workbooks in worker threads, so that a long ledger never delays an API call.
 * Throws `DocumentError` for what the caller can put right, and the errors of `WorkerPool.run`
 * (queue full, time-out, crash) for the rest.
 */
@Injectable()
export class DocumentsService implements OnApplicationShutdown {
  private readonly pool: WorkerPool<DocumentJob, Uint8Array>;

  constructor(@Inject(DOCUMENTS_OPTIONS) options: DocumentsOptions) {
    this.pool = new WorkerPool({
      entry: workerEntry('./document.worker.js', import.meta.url),
      size: options.workers,
      queueMax: options.queueMax,
      timeoutMs: options.timeoutMs,
      resourceLimits: {
        maxOldGenerationSizeMb: options.memoryMb,
        // Keeps a 5,000-row ledger some 20 MB lower at its peak, for about a tenth more time.
        maxYoungGenerationSizeMb: 16,
      },
      workerData: { templatesFolder: options.templatesFolder, fonts: options.fonts },
    });
  }

  /** A PDF from a template of `templates/documents`; equal template, model and stamp give equal bytes. */
  renderPdf<T extends TemplateName>(
    template: T,
    model: TemplateModels[T],
    stamp: DocumentStamp,
  ): Promise<Buffer> {
    return this.run({ kind: 'pdf', template, model, stamp });
  }

  /**
   * An .xlsx with typed cells, frozen header and print set-up; text is never a formula. Equal
   * workbook and stamp give equal bytes.
   */
  renderWorkbook(workbook: WorkbookModel, stamp: DocumentStamp): Promise<Buffer> {
    return this.run({ kind: 'workbook', workbook, stamp });
  }

  onApplicationShutdown(): Promise<void> {
    return this.pool.close();
  }

  private async run(job: DocumentJob): Promise<Buffer> {
    try {
      const bytes = await this.pool.run(job);
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    } catch (error) {
      if (error instanceof WorkerJobError && error.errorName === DocumentError.name) {
        throw new DocumentError(error.code as DocumentErrorCode, error.message);
      }
      throw error;
    }
  }
}
