import { Injectable, type StreamableFile } from '@nestjs/common';
import { RETURN_REASON, type ReturnReason } from '../../campaigns/codes/issue-codes.js';
import { DocumentsService } from '../../documents/documents.service.js';
import type {
  CorrectionReportModel,
  NilReportModel,
  ReportReturnModel,
} from '../../documents/models-reports.js';
import { renderedFile } from '../../documents/rendered-file.js';
import type { Caller } from '../../identity/caller.js';
import { chineseDate } from '../../platform/calendar/business-date.js';
import { businessDate } from '../../platform/calendar/clock.js';
import { sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import { labelOf } from '../../platform/dictionary/code-list.js';
import { notFound } from '../../platform/http/problem.js';
import { shanghaiMinute } from '../../registers/ledger/sheet.printing.js';
import { topicOf } from './campaign-topic.js';
import { ReportQueries } from './report.queries.js';
import { parseSnapshot, type Snapshot } from './report.snapshot.js';
import type { ReportVersion } from './report-version.entity.js';

interface ReturnLine {
  readonly id: string;
  readonly versionNo: number;
  readonly reasonCode: ReturnReason;
  readonly items: string;
  readonly demand: string;
  readonly day: string;
  readonly unitName: string;
  readonly decidedAt: string;
}

/** What goes to and fro with a report on paper: 零报告单, 退回通知, 更正报告. All from sealed or kept words. */
@Injectable()
export class ReportPapers {
  constructor(
    private readonly reader: Reader,
    private readonly queries: ReportQueries,
    private readonly documents: DocumentsService,
  ) {}

  /** @throws 404 unless the version is a nil report. */
  async nilReport(caller: Caller, id: string, versionNo: number): Promise<StreamableFile> {
    const version = await this.queries.version(caller, id, versionNo);
    const snapshot = parseSnapshot(version.snapshot);
    if (!snapshot.header.isNil) throw notFound();
    const stamp = stampOf(version);
    const { unitName, periodLabel } = snapshot.header;
    const model = nilModel(snapshot, version.sha256);
    const rendering = this.documents.renderPdf('nil-report', model, stamp);
    return renderedFile(rendering, 'pdf', `${unitName}${periodLabel}零报告单`);
  }

  /** @throws 404 unless the version restates another. */
  async correction(caller: Caller, id: string, versionNo: number): Promise<StreamableFile> {
    const version = await this.queries.version(caller, id, versionNo);
    const snapshot = parseSnapshot(version.snapshot);
    const model = correctionModel(snapshot);
    if (!model) throw notFound();
    const { unitName, periodLabel } = snapshot.header;
    const rendering = this.documents.renderPdf('correction-report', model, stampOf(version));
    return renderedFile(rendering, 'pdf', `${unitName}${periodLabel}更正报告`);
  }

  /** @param seq number of the return in the review register; 404 for anything else. */
  async returnNotice(caller: Caller, id: string, seq: number): Promise<StreamableFile> {
    const report = await this.queries.load(this.reader, caller, id);
    const line = await this.reader.one<ReturnLine>(sql`
      SELECT v.id, v.version_no, v.reason_code, v.items, v.demand, v.day, u.name AS unit_name,
             v.decided_at
      FROM report_reviews AS v JOIN units AS u ON u.id = v.unit_id
      WHERE v.report_id = ${report.id} AND v.seq = ${seq} AND v.decision = 'RETURNED'`);
    const version = line && (await this.versionOf(report.id, line.versionNo));
    if (!line || !version) throw notFound();
    const { header } = parseSnapshot(version.snapshot);
    const stamp = { createdAt: line.decidedAt, id: line.id };
    const rendering = this.documents.renderPdf('report-return', returnModel(header, line), stamp);
    return renderedFile(rendering, 'pdf', `${header.unitName}${header.periodLabel}退回重报通知`);
  }

  private versionOf(reportId: string, versionNo: number): Promise<ReportVersion | undefined> {
    return this.reader.one<ReportVersion>(sql`
      SELECT * FROM report_versions
      WHERE report_id = ${reportId} AND version_no = ${versionNo}`);
  }
}

const NONE = '（无）';

const stampOf = ({ sealedAt, sha256 }: ReportVersion) => ({ createdAt: sealedAt, id: sha256 });

function nilModel({ header, balance, kind }: Snapshot, snapshotHash: string): NilReportModel {
  const { unitName, periodLabel, ruleName } = header;
  const fromBooks = kind !== 'MATERIAL';
  const figures = [
    { name: '期初未销号', value: `${balance.opening}个` },
    { name: '本期新增、重开、移交、销号', value: '无' },
    { name: '期末未销号', value: `${balance.closing}个` },
  ];
  return {
    title: `${topicOf(header.campaignTitle)}零报告单`,
    paper: 'A4',
    unit: unitName,
    period: periodLabel,
    asOf: shanghaiMinute(header.asOf),
    snapshotHash,
    preparedBy: header.preparedByName,
    reviewedBy: '',
    leader: header.sealedByName,
    phone: '',
    receiver: header.receiverName,
    ruleName,
    statement: fromBooks
      ? `经核对整改台账，${unitName}${periodLabel}没有新增、重开、移交和销号的问题，按零报告报送。`
      : `经核，${unitName}${periodLabel}没有需要报送的${ruleName}内容，按零报告报送。`,
    figures: fromBooks ? figures : [],
  };
}

function correctionModel({ header, correction }: Snapshot): CorrectionReportModel | undefined {
  if (!correction) return undefined;
  const { unitName, periodLabel, ruleName, receiverName, versionNo } = header;
  const day = chineseDate(businessDate(header.asOf));
  return {
    title: `关于更正${periodLabel}${ruleName}的报告`,
    tableTitle: '更正前后对照表',
    recipients: receiverName,
    opening: `我单位报送的${periodLabel}《${ruleName}》（第${correction.ofVersionNo}版，截至${day}）有误，现予更正。`,
    reason: `更正理由：${correction.reason}`,
    changes: correction.changes.map(({ place, before, after }) => ({
      place,
      before: before || NONE,
      after: after || NONE,
    })),
    closing: `更正共${correction.changes.length}处，更正后的报告为第${versionNo}版；所覆盖的台账分录和期初、期末、本期增减不变。请予审批。`,
    signature: {
      organs: [unitName],
      issuedOn: businessDate(header.sealedAt),
      sealed: true,
      note: '',
    },
  };
}

function returnModel(header: Snapshot['header'], line: ReturnLine): ReportReturnModel {
  const { unitName, periodLabel, ruleName, asOf } = header;
  const sentOn = chineseDate(businessDate(asOf));
  return {
    title: `关于退回${periodLabel}${ruleName}的通知`,
    recipients: unitName,
    opening: `你单位${sentOn}报送的${periodLabel}《${ruleName}》（第${line.versionNo}版）收悉。经审核，现予退回，请重新报送。`,
    reason: `${labelOf(RETURN_REASON, line.reasonCode)}。`,
    items: JSON.parse(line.items) as string[],
    demand: line.demand,
    closing: `请于${chineseDate(line.day)}前重新报送，经负责人审签。逾期未报的，按迟报处理。`,
    signature: {
      organs: [line.unitName],
      issuedOn: businessDate(line.decidedAt),
      sealed: true,
      note: '',
    },
  };
}
