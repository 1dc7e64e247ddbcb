import { Injectable, StreamableFile } from '@nestjs/common';
import type { ArchiveSheetModel } from '../../documents/models-official.js';
import type { DocumentStamp } from '../../documents/models.js';
import { DocumentsService } from '../../documents/documents.service.js';
import { renderedFile } from '../../documents/rendered-file.js';
import type { Caller } from '../../identity/caller.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { businessDate } from '../../platform/calendar/clock.js';
import { Reader } from '../../platform/database/reader.js';
import { labelOf } from '../../platform/dictionary/code-list.js';
import { attachmentHeader, normalizeFileName } from '../../platform/files/file-name.js';
import { conflict, forbidden } from '../../platform/http/problem.js';
import { DECISION } from '../../registers/codes.js';
import { DISCLOSURE } from '../cases/case.codes.js';
import { BULLETIN_STEP, BULLETIN_NOTICE_KIND } from './bulletin.codes.js';
import type { Bulletin } from './bulletin.entity.js';
import { type BulletinDocument, type IssuedBulletin, sealed } from './bulletin.model.js';
import { BulletinQueries } from './bulletin.queries.js';
import { worksOn } from './bulletin.views.js';
import { BULLETIN_CHAIN } from './bulletin-chain.rules.js';

/** The bulletin as a PDF: from the sealed document once issued, marked 送审稿 before the signature. */
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
    const item = await this.queries.document(this.reader, row);
    const { title } = item.document;
    if (row.sha256 !== null && row.issuedAt !== null) {
      const stamp = { createdAt: row.issuedAt, id: row.sha256 };
      return renderedFile(this.render(item, stamp), 'pdf', `${row.docNo ?? ''}${title}`);
    }
    const stamp = { createdAt: row.updatedAt, id: sealed(item.document).sha256 };
    const mark = row.signedOn === null ? '送审稿_' : '已签发_';
    return renderedFile(this.render(item, stamp), 'pdf', `${mark}${title}`);
  }

  /** 归档件: the issued document with its digest and the record of everybody who acted on it. */
  async archive(caller: Caller, id: string): Promise<StreamableFile> {
    const row = await this.issued(caller, id);
    const item = await this.queries.document(this.reader, row);
    const archive = await this.archiveSheet(row, item);
    const stamp = { createdAt: row.issuedAt ?? row.updatedAt, id: row.sha256 ?? row.id };
    const rendering =
      item.kind === 'BULLETIN'
        ? this.documents.renderPdf('bulletin-archive', { document: item.document, archive }, stamp)
        : this.documents.renderPdf(
            'bulletin-notice-archive',
            { document: item.document, archive },
            stamp,
          );
    return renderedFile(rendering, 'pdf', `归档件_${row.docNo ?? ''}${item.document.title}`);
  }

  /** The sealed text itself: its SHA-256 is the digest on the archive copy. */
  async sealedText(caller: Caller, id: string): Promise<StreamableFile> {
    const row = await this.issued(caller, id);
    return new StreamableFile(Buffer.from(row.snapshot ?? '', 'utf8'), {
      type: 'application/json; charset=utf-8',
      disposition: attachmentHeader(normalizeFileName(`${row.docNo ?? ''}.json`)),
    });
  }

  private render(item: BulletinDocument, stamp: DocumentStamp): Promise<Buffer> {
    return item.kind === 'BULLETIN'
      ? this.documents.renderPdf('bulletin', item.document, stamp)
      : this.documents.renderPdf('bulletin-notice', item.document, stamp);
  }

  /** Opinions are the bureau's own: those who only received the bulletin do not see them. */
  private async issued(caller: Caller, id: string): Promise<Bulletin> {
    const row = await this.queries.load(this.reader, caller, id);
    if (!worksOn(caller, row, await this.units.load())) throw forbidden();
    if (row.snapshot === null) throw conflict('NOT_ISSUED', '通报印发后才有归档件。');
    return row;
  }

  private async archiveSheet(row: Bulletin, item: BulletinDocument): Promise<ArchiveSheetModel> {
    const tree = await this.units.load();
    const steps = await this.queries.steps(this.reader, row.id);
    const notices = await this.queries.notices(this.reader, row.id);
    const { cases } = JSON.parse(row.snapshot ?? '') as IssuedBulletin;
    return {
      title: '发文归档信息',
      docNo: row.docNo ?? '',
      org: [row.bureauId, ...row.coUnitIds].map((id) => tree.get(id).name).join('、'),
      documentTitle: item.document.title,
      disclosure: labelOf(DISCLOSURE, row.disclosure),
      signedOn: row.signedOn ?? row.issuedOn ?? '',
      issuedOn: row.issuedOn ?? '',
      caseNos: cases.map(({ caseNo }) => caseNo),
      digest: (row.sha256 ?? '').match(/.{1,32}/g) ?? [],
      steps: steps.map((step) => ({
        round: String(step.round),
        step: labelOf(BULLETIN_STEP, step.step),
        decision: BULLETIN_CHAIN[step.step].clerical ? '已办' : labelOf(DECISION, step.decision),
        opinion: [step.opinion, step.demand].filter(Boolean).join('；'),
        person: step.decidedByName,
        decidedOn: businessDate(step.decidedAt),
      })),
      remarks: notices
        .filter(({ status }) => status === 'ISSUED')
        .map(
          ({ kind, docNo }) =>
            `已由${docNo ?? ''}${labelOf(BULLETIN_NOTICE_KIND, kind as 'CORRECTION')}`,
        ),
    };
  }
}
