import { Injectable, type StreamableFile } from '@nestjs/common';
import { DocumentsService } from '../../documents/documents.service.js';
import type { Caller } from '../../identity/caller.js';
import { renderedFile } from '../../documents/rendered-file.js';
import { ReportQueries } from './report.queries.js';
import { parseSnapshot } from './report.snapshot.js';

/** Sealed versions as files, made from the snapshot and nothing else: the same bytes every time. */
@Injectable()
export class ReportDocuments {
  constructor(
    private readonly queries: ReportQueries,
    private readonly documents: DocumentsService,
  ) {}

  async file(
    caller: Caller,
    id: string,
    versionNo: number,
    format: 'pdf' | 'xlsx',
  ): Promise<StreamableFile> {
    const { snapshot: text, sha256, sealedAt } = await this.queries.version(caller, id, versionNo);
    const snapshot = parseSnapshot(text);
    const stamp = { createdAt: sealedAt, id: sha256 };
    const { unitName, periodLabel } = snapshot.header;
    const name = `${unitName}${periodLabel}${snapshot.kind === 'LEDGER' ? '整改台账' : '工作总结'}`;
    if (format === 'xlsx') {
      return renderedFile(this.documents.renderWorkbook(snapshot.workbook, stamp), format, name);
    }
    const pdf =
      snapshot.kind === 'LEDGER'
        ? this.documents.renderPdf(
            'rectification-ledger',
            { ...snapshot.document, snapshotHash: sha256 },
            stamp,
          )
        : this.documents.renderPdf('quarterly-summary', snapshot.document, stamp);
    return renderedFile(pdf, format, name);
  }

  /** The snapshot exactly as it was sealed, so that its digest can be checked outside. */
  async snapshot(caller: Caller, id: string, versionNo: number): Promise<string> {
    return (await this.queries.version(caller, id, versionNo)).snapshot;
  }
}
