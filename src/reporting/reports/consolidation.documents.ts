import { Injectable, type StreamableFile } from '@nestjs/common';
import { DocumentsService } from '../../documents/documents.service.js';
import { renderedFile } from '../../documents/rendered-file.js';
import type { Caller } from '../../identity/caller.js';
import { ConsolidationQueries } from './consolidation.queries.js';
import type { ConsolidationVersion } from './consolidation.entity.js';
import type { ConsolidationSnapshot } from './consolidation.snapshot.js';
import { SealedFiles } from './sealed-files.js';

/** Sealed consolidations as files, made from the snapshot and nothing else. */
@Injectable()
export class ConsolidationDocuments {
  constructor(
    private readonly queries: ConsolidationQueries,
    private readonly documents: DocumentsService,
    private readonly files: SealedFiles,
  ) {}

  async file(
    caller: Caller,
    id: string,
    versionNo: number,
    format: 'pdf' | 'xlsx',
  ): Promise<StreamableFile> {
    const version = await this.queries.version(caller, id, versionNo);
    const { header } = JSON.parse(version.snapshot) as ConsolidationSnapshot;
    const name = `${header.unitName}${header.periodLabel}汇总表`;
    const rendering = this.files.kept(version.id, format, () => this.render(version, format));
    return renderedFile(rendering, format, name);
  }

  async snapshot(caller: Caller, id: string, versionNo: number): Promise<string> {
    return (await this.queries.version(caller, id, versionNo)).snapshot;
  }

  render(
    { snapshot, sha256, sealedAt }: ConsolidationVersion,
    format: 'pdf' | 'xlsx',
  ): Promise<Buffer> {
    const { document, workbook } = JSON.parse(snapshot) as ConsolidationSnapshot;
    const stamp = { createdAt: sealedAt, id: sha256 };
    return format === 'xlsx'
      ? this.documents.renderWorkbook(workbook, stamp)
      : this.documents.renderPdf(
          'consolidation-table',
          { ...document, snapshotHash: sha256 },
          stamp,
        );
  }
}
