import { Controller, type StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller } from '../../identity/caller.js';
import { IdParam, NumberParam } from '../../platform/http/command.js';
import { ReportDocuments } from './report.documents.js';
import { ReportPapers } from './report.papers.js';
import { Paper } from './sealed-file.routes.js';

@ApiTags('reports')
@Controller('reports')
export class ReportPaperController {
  constructor(
    private readonly documents: ReportDocuments,
    private readonly papers: ReportPapers,
  ) {}

  @Paper(':id/versions/:versionNo/ledger.pdf', '进展情况报告所附的整改台账', 'issue.read')
  ledger(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @NumberParam('versionNo') versionNo: number,
  ): Promise<StreamableFile> {
    return this.documents.file(caller, id, versionNo, 'ledger.pdf');
  }

  @Paper(':id/versions/:versionNo/nil-report.pdf', '零报告单', 'report.read')
  nilReport(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @NumberParam('versionNo') versionNo: number,
  ): Promise<StreamableFile> {
    return this.papers.nilReport(caller, id, versionNo);
  }

  @Paper(':id/versions/:versionNo/correction.pdf', '更正报告，附更正前后对照表', 'issue.read')
  correction(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @NumberParam('versionNo') versionNo: number,
  ): Promise<StreamableFile> {
    return this.papers.correction(caller, id, versionNo);
  }

  @Paper(':id/reviews/:seq/notice.pdf', '退回重报通知', 'report.read')
  returnNotice(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @NumberParam('seq') seq: number,
  ): Promise<StreamableFile> {
    return this.papers.returnNotice(caller, id, seq);
  }
}
