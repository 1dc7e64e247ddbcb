import { Injectable, type StreamableFile } from '@nestjs/common';
import { DocumentsService } from '../../documents/documents.service.js';
import { renderedFile } from '../../documents/rendered-file.js';
import type { Caller } from '../../identity/caller.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { Reader } from '../../platform/database/reader.js';
import { NoticeLifecycle } from './notice.lifecycle.js';
import { assignModel, type NoticeForm, superviseModel } from './notice.printing.js';
import { issuesOf } from './notice.queries.js';
import { loadReplies } from './reply.reads.js';

/** 督办单 and 交办单 as PDF, to be sent, signed and filed. */
@Injectable()
export class NoticeDocuments {
  constructor(
    private readonly reader: Reader,
    private readonly units: UnitCatalog,
    private readonly lifecycle: NoticeLifecycle,
    private readonly documents: DocumentsService,
  ) {}

  async pdf(caller: Caller, id: string): Promise<StreamableFile> {
    const notice = await this.lifecycle.load(this.reader, caller, id);
    const form: NoticeForm = {
      notice,
      replies: (await loadReplies(this.reader, id)).bodies,
      issues: await issuesOf(this.reader, notice),
      tree: await this.units.load(),
    };
    const stamp = { createdAt: notice.updatedAt, id: notice.id };
    const rendering =
      notice.kind === 'SUPERVISE'
        ? this.documents.renderPdf('supervise-notice', superviseModel(form), stamp)
        : this.documents.renderPdf('assign-notice', assignModel(form), stamp);
    return renderedFile(rendering, 'pdf', `${notice.docNo ?? '送审稿'}_${notice.title}`);
  }
}
