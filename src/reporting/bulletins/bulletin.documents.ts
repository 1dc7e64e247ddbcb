import { Injectable, type StreamableFile } from '@nestjs/common';
import { DocumentsService } from '../../documents/documents.service.js';
import type { Caller } from '../../identity/caller.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { Reader } from '../../platform/database/reader.js';
import { renderedFile } from '../../documents/rendered-file.js';
import { bulletinModel, type IssuedBulletin, sealed } from './bulletin.model.js';
import { BulletinQueries } from './bulletin.queries.js';

/** The bulletin as a PDF: from the sealed document once issued, marked 送审稿 before. */
@Injectable()
export class BulletinDocuments {
  constructor(
    private readonly reader: Reader,
    private readonly units: UnitCatalog,
    private readonly queries: BulletinQueries,
    private readonly documents: DocumentsService,
  ) {}

  async pdf(caller: Caller, id: string): Promise<StreamableFile> {
    const row = await this.queries.load(this.reader, caller, id);
    if (row.snapshot !== null && row.sha256 !== null && row.issuedAt !== null) {
      const { document } = JSON.parse(row.snapshot) as IssuedBulletin;
      const stamp = { createdAt: row.issuedAt, id: row.sha256 };
      const name = `${row.docNo ?? ''}${document.title}`;
      return renderedFile(this.documents.renderPdf('bulletin', document, stamp), 'pdf', name);
    }
    const tree = await this.units.load();
    const subject = await this.queries.subject(this.reader, row);
    const model = bulletinModel(row, subject, tree, undefined);
    const stamp = { createdAt: row.updatedAt, id: sealed(model).sha256 };
    const rendering = this.documents.renderPdf('bulletin', model, stamp);
    return renderedFile(rendering, 'pdf', `送审稿_${model.title}`);
  }
}
