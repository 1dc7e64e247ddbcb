import { Injectable, type StreamableFile } from '@nestjs/common';
import { DocumentsService } from '../../documents/documents.service.js';
import { renderedFile } from '../../documents/rendered-file.js';
import type { Caller } from '../../identity/caller.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { Clock } from '../../platform/calendar/clock.js';
import { Reader } from '../../platform/database/reader.js';
import { EvidenceQueries } from '../evidence/evidence.queries.js';
import { maySee } from '../evidence/evidence.rules.js';
import { IssueLifecycle } from '../issues/issue.lifecycle.js';
import { responsibilitiesOfIssue } from '../responsibilities/responsibility.reads.js';
import { tasksOfIssue } from '../tasks/task.reads.js';
import { closureFormModel } from './closure.printing.js';
import { ClosureQueries } from './closure.queries.js';

/** 销号申请（审批）表 as a PDF, to be printed, signed and filed. */
@Injectable()
export class ClosureDocuments {
  constructor(
    private readonly reader: Reader,
    private readonly units: UnitCatalog,
    private readonly lifecycle: IssueLifecycle,
    private readonly queries: ClosureQueries,
    private readonly evidence: EvidenceQueries,
    private readonly documents: DocumentsService,
    private readonly clock: Clock,
  ) {}

  async pdf(caller: Caller, id: string): Promise<StreamableFile> {
    const application = await this.queries.load(this.reader, caller, id);
    const issue = await this.lifecycle.load(this.reader, caller, application.issueId);
    const tree = await this.units.load();
    const onFile = await this.evidence.onFile(this.reader, issue.id, application.cycleNo);
    const model = closureFormModel({
      application,
      issue,
      tasks: await tasksOfIssue(this.reader, issue.id),
      duties: await responsibilitiesOfIssue(this.reader, issue.id),
      // The form names files; names of restricted ones tell as much as the files.
      evidence: onFile.filter(
        (item) => application.evidenceIds.includes(item.id) && maySee(item, issue, caller, tree),
      ),
      tree,
      today: this.clock.today(),
    });
    const stamp = { createdAt: application.decidedAt ?? application.appliedAt, id: application.id };
    const rendering = this.documents.renderPdf('closure-application', model, stamp);
    return renderedFile(rendering, 'pdf', `销号申请审批表_${application.closureNo}`);
  }
}
