import { Injectable, type StreamableFile } from '@nestjs/common';
import { DocumentsService } from '../../documents/documents.service.js';
import { renderedFile } from '../../documents/rendered-file.js';
import type { Caller } from '../../identity/caller.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { Clock } from '../../platform/calendar/clock.js';
import { newId } from '../../platform/database/ids.js';
import { sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import type { CaseListQuery } from './case.dto.js';
import { caseFormModel } from './case.printing.js';
import { CaseQueries } from './case.queries.js';
import { caseWorkbook } from './case.workbook.js';

/** 典型案例审批表 as a PDF, to be printed, signed and filed; 汇总表 as a workbook. */
@Injectable()
export class CaseDocuments {
  constructor(
    private readonly reader: Reader,
    private readonly clock: Clock,
    private readonly units: UnitCatalog,
    private readonly queries: CaseQueries,
    private readonly documents: DocumentsService,
  ) {}

  async workbook(caller: Caller, query: CaseListQuery): Promise<StreamableFile> {
    const rows = await this.queries.all(caller, query);
    const tree = await this.units.load();
    const unit = tree.find(caller.bureauId ?? caller.unitId)?.name ?? '';
    const model = caseWorkbook(rows, unit, this.clock.today(), tree);
    const stamp = { createdAt: this.clock.now(), id: newId() };
    return renderedFile(this.documents.renderWorkbook(model, stamp), 'xlsx', model.title);
  }

  async pdf(caller: Caller, id: string): Promise<StreamableFile> {
    const row = await this.queries.load(this.reader, caller, id);
    const issue = await this.reader.one<{ issueNo: string | null }>(
      sql`SELECT issue_no FROM issues WHERE id = ${row.issueId}`,
    );
    const { reviews } = await this.queries.acts(this.reader, id);
    const model = caseFormModel({
      row,
      reviews,
      masking: await this.queries.masking(this.reader, row),
      issueNo: issue?.issueNo ?? null,
      tree: await this.units.load(),
      today: this.clock.today(),
    });
    const stamp = { createdAt: row.updatedAt, id: `${row.id}.${row.version}` };
    const rendering = this.documents.renderPdf('case-form', model, stamp);
    return renderedFile(rendering, 'pdf', `典型案例审批表_${row.caseNo}`);
  }
}
