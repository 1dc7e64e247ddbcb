import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StreamableFile } from '@nestjs/common';
import { Reader } from '../platform/database/reader.js';
import { ImportWorkbooks } from '../registers/imports/import.workbooks.js';
import { NoticeDocuments } from '../registers/supervision/notice.documents.js';
import { CaseDocuments } from '../reporting/cases/case.documents.js';
import { ConsolidationDocuments } from '../reporting/reports/consolidation.documents.js';
import { ConsolidationQueries } from '../reporting/reports/consolidation.queries.js';
import { ReportPapers } from '../reporting/reports/report.papers.js';
import { ReportQueries } from '../reporting/reports/report.queries.js';
import { UnresolvedIssues } from '../reporting/statistics/unresolved.service.js';
import { BulletinDocuments } from '../reporting/bulletins/bulletin.documents.js';
import { ReportDocuments } from '../reporting/reports/report.documents.js';
import { ClosureDocuments } from '../registers/closure/closure.documents.js';
import { ClosureQueries } from '../registers/closure/closure.queries.js';
import { DownloadsService } from '../registers/ledger/downloads.service.js';
import type { BulletinStory } from './bulletin-story.js';
import type { NoticeStory } from './notice-story.js';
import type { Office } from './office.js';
import type { ReportStory, SealedReport } from './report-story.js';
import { shortName } from './world.js';

const LISTS = ['issues', 'tasks', 'responsibilities', 'ledger'] as const;
const LIST_NAMES = {
  issues: '问题清单',
  tasks: '任务清单',
  responsibilities: '责任清单',
  ledger: '整改台账',
};

const REPORT_NAMES = { ledger: '整改台账', summary: '季度工作总结', progress: '进展情况报告' };

export interface DemoStories {
  readonly reports: ReportStory;
  readonly notices: NoticeStory;
  readonly bulletin: BulletinStory;
}

/** Writes the demo's documents and workbooks; returns their paths in the order of writing. */
export class DemoDocuments {
  private readonly files: string[] = [];

  constructor(
    private readonly office: Office,
    private readonly folder: string,
  ) {
    mkdirSync(folder, { recursive: true });
  }

  async write({ reports, notices, bulletin }: DemoStories): Promise<string[]> {
    await this.writeLists();
    await this.writeFigures();
    for (const report of reports.sealed) await this.writeReport(report);
    await this.writeReportPapers(reports);
    for (const [period, id] of reports.consolidated) await this.writeConsolidation(period, id);
    await this.writeClosureForm();
    await this.writeNotices(notices);
    await this.writeBulletin(bulletin);
    return this.files;
  }

  private async writeLists(): Promise<void> {
    const chief = await this.office.caller('div.chief');
    const downloads = this.office.service(DownloadsService);
    const { campaignId } = this.office;
    const query = { campaignId, page: 1, pageSize: 200, sort: 'issueNo' };
    for (const list of LISTS) {
      for (const format of ['pdf', 'xlsx'] as const) {
        const file = `安澜区${LIST_NAMES[list]}.${format}`;
        await this.save(file, downloads[list](chief, query, format));
      }
    }
  }

  private async writeFigures(): Promise<void> {
    const chief = await this.office.caller('div.chief');
    const { campaignId } = this.office;
    const query = { campaignId, ownLevel: false };
    const unresolved = this.office.service(UnresolvedIssues);
    for (const format of ['pdf', 'xlsx'] as const) {
      const file = unresolved.file(chief, query, format);
      await this.save(`安澜区未整改到位问题清单.${format}`, file);
    }
    const template = this.office.service(ImportWorkbooks).template(chief, campaignId);
    await this.save('问题导入模板.xlsx', template);
  }

  private async writeReport({ id, unit, period, kind }: SealedReport): Promise<void> {
    const documents = this.office.service(ReportDocuments);
    const caller = await this.office.caller('div.chief');
    const { officialVersionNo } = await this.office
      .service(ReportQueries)
      .load(this.office.service(Reader), caller, id);
    const versionNo = officialVersionNo ?? 1;
    const name = `${shortName(unit)}${period}${REPORT_NAMES[kind]}`;
    await this.save(`${name}.pdf`, documents.file(caller, id, versionNo, 'pdf'));
    if (kind === 'summary') return;
    await this.save(`${name}.xlsx`, documents.file(caller, id, versionNo, 'xlsx'));
  }

  private async writeReportPapers(reports: ReportStory): Promise<void> {
    const papers = this.office.service(ReportPapers);
    const chief = await this.office.caller('div.chief');
    const { nil, returned, corrected } = reports;
    await this.save(`${nil.name}零报告单.pdf`, papers.nilReport(chief, nil.id, 1));
    await this.save(`${returned.name}退回重报通知.pdf`, papers.returnNotice(chief, returned.id, 1));
    await this.save(`${corrected.name}更正报告.pdf`, papers.correction(chief, corrected.id, 2));
    if (reports.urgeNotice) {
      await this.save('2020-05催报通知.pdf', Promise.resolve(reports.urgeNotice));
    }
  }

  private async writeConsolidation(period: string, id: string): Promise<void> {
    const documents = this.office.service(ConsolidationDocuments);
    const chief = await this.office.caller('div.chief');
    const { versionNo } = await this.office.service(ConsolidationQueries).get(chief, id);
    for (const format of ['pdf', 'xlsx'] as const) {
      const file = documents.file(chief, id, versionNo, format);
      await this.save(`安澜区${period}问题整改汇总表.${format}`, file);
    }
  }

  private async writeNotices(notices: NoticeStory): Promise<void> {
    const documents = this.office.service(NoticeDocuments);
    const chief = await this.office.caller('div.chief');
    await this.save('交办单.pdf', documents.pdf(chief, notices.assignNoticeId));
    const supervise = await notices.superviseNoticeId();
    if (!supervise) throw new Error('The ladder has issued no notice in the demo');
    await this.save('督办单.pdf', documents.pdf(chief, supervise));
  }

  private async writeBulletin({ bulletinId, caseIds }: BulletinStory): Promise<void> {
    const director = await this.office.caller('director');
    const documents = this.office.service(BulletinDocuments);
    const name = '2020年第二季度典型案例通报';
    await this.save(`${name}.pdf`, documents.pdf(director, bulletinId));
    await this.save(`${name}（存档）.pdf`, documents.archive(director, bulletinId));
    const [caseId] = caseIds;
    if (!caseId) throw new Error('The demo has no case');
    await this.save('典型案例审批表.pdf', this.office.service(CaseDocuments).pdf(director, caseId));
  }

  private async writeClosureForm(): Promise<void> {
    const chief = await this.office.caller('div.chief');
    const page = await this.office.service(ClosureQueries).list(chief, {
      mine: false,
      campaignId: this.office.campaignId,
      status: ['APPROVED'],
      page: 1,
      pageSize: 1,
    });
    const [application] = page.items;
    if (!application) throw new Error('The demo has no approved close-out');
    const pdf = this.office.service(ClosureDocuments).pdf(chief, application.id);
    await this.save('销号申请审批表.pdf', pdf);
  }

  private async save(name: string, document: Promise<StreamableFile>): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of (await document).getStream()) chunks.push(chunk as Buffer);
    const path = join(this.folder, name);
    writeFileSync(path, Buffer.concat(chunks));
    this.files.push(path);
  }
}
