import { Injectable, type StreamableFile } from '@nestjs/common';
import { DocumentsService } from '../../documents/documents.service.js';
import type { Caller } from '../../identity/caller.js';
import { renderedFile } from '../../documents/rendered-file.js';
import { may } from '../../identity/permissions.js';
import { forbidden, notFound } from '../../platform/http/problem.js';
import type { SealedContents } from './report.body.js';
import { contentsOf } from './report.contents.js';
import { ReportQueries } from './report.queries.js';
import { parseSnapshot, type Snapshot } from './report.snapshot.js';
import { SealedFiles } from './sealed-files.js';

/** The files that a sealed version gives; a progress report gives its ledger besides the letter. */
export type VersionFormat = 'pdf' | 'xlsx' | 'ledger.pdf';

/** Sealed versions as files, made from the snapshot and nothing else: the same bytes every time. */
@Injectable()
export class ReportDocuments {
  constructor(
    private readonly queries: ReportQueries,
    private readonly documents: DocumentsService,
    private readonly files: SealedFiles,
  ) {}

  /** @throws 404 when there is no such file; 403 for a list of issues, without reading issues. */
  async file(
    caller: Caller,
    id: string,
    versionNo: number,
    format: VersionFormat,
  ): Promise<StreamableFile> {
    const version = await this.queries.version(caller, id, versionNo);
    const snapshot = parseSnapshot(version.snapshot);
    const { unitName, periodLabel } = snapshot.header;
    if (format === 'ledger.pdf' && snapshot.kind !== 'PROGRESS') throw notFound();
    if (listsIssues(snapshot, format) && !may(caller.roles, 'issue.read')) {
      throw forbidden('这份文件逐条列出问题，您没有查看问题的权限。');
    }
    const name = `${unitName}${periodLabel}${format === 'ledger.pdf' ? '整改台账' : nameOf(snapshot)}`;
    const rendering = this.files.kept(version.id, format, () =>
      this.render(snapshot, version, format),
    );
    return renderedFile(rendering, format === 'xlsx' ? 'xlsx' : 'pdf', name);
  }

  /** The snapshot exactly as it was sealed, so that its digest can be checked outside. */
  async snapshot(caller: Caller, id: string, versionNo: number): Promise<string> {
    return (await this.queries.version(caller, id, versionNo)).snapshot;
  }

  /** What a version says, for reading on a screen. */
  async contents(caller: Caller, id: string, versionNo: number): Promise<SealedContents> {
    const version = await this.queries.version(caller, id, versionNo);
    return contentsOf(version, parseSnapshot(version.snapshot), may(caller.roles, 'issue.read'));
  }

  /** The bytes of a file of a sealed version. */
  render(
    snapshot: Snapshot,
    { sha256, sealedAt }: { readonly sha256: string; readonly sealedAt: string },
    format: VersionFormat,
  ): Promise<Buffer> {
    const stamp = { createdAt: sealedAt, id: sha256 };
    if (format === 'xlsx') return this.documents.renderWorkbook(snapshot.workbook, stamp);
    const ledger = (model: Extract<Snapshot, { kind: 'LEDGER' | 'PROGRESS' }>['document']) =>
      this.documents.renderPdf('rectification-ledger', { ...model, snapshotHash: sha256 }, stamp);
    switch (snapshot.kind) {
      case 'LEDGER':
        return ledger(snapshot.document);
      case 'PROGRESS':
        return format === 'ledger.pdf'
          ? ledger(snapshot.document)
          : this.documents.renderPdf('report-letter', snapshot.letter, stamp);
      case 'SUMMARY':
        return this.documents.renderPdf('quarterly-summary', snapshot.document, stamp);
      case 'MATERIAL':
        return this.documents.renderPdf('report-letter', snapshot.letter, stamp);
    }
  }
}

/** Ledgers go line by line; letters, summaries and materials tell the sums (domain §1.2). */
const listsIssues = ({ kind }: Snapshot, format: VersionFormat): boolean =>
  kind === 'LEDGER' || (kind === 'PROGRESS' && format !== 'pdf');

function nameOf(snapshot: Snapshot): string {
  switch (snapshot.kind) {
    case 'LEDGER':
      return '整改台账';
    case 'PROGRESS':
      return '进展情况报告';
    case 'SUMMARY':
      return '工作总结';
    case 'MATERIAL':
      return snapshot.header.ruleName;
  }
}
