import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StreamableFile } from '@nestjs/common';
import { BulletinDocuments } from '../reporting/bulletins/bulletin.documents.js';
import { ReportDocuments } from '../reporting/reports/report.documents.js';
import { ClosureDocuments } from '../registers/closure/closure.documents.js';
import { ClosureQueries } from '../registers/closure/closure.queries.js';
import { DownloadsService } from '../registers/ledger/downloads.service.js';
import type { BulletinStory } from './bulletin-story.js';
import type { SealedReport } from './months.js';
import type { Office } from './office.js';
import { DEMO_UNITS } from './world.js';

const LISTS = ['issues', 'tasks', 'responsibilities', 'ledger'] as const;
const LIST_NAMES = {
  issues: '问题清单',
  tasks: '任务清单',
  responsibilities: '责任清单',
  ledger: '整改台账',
};

/** Writes the demo's documents and workbooks; returns their paths in the order of writing. */
export class DemoDocuments {
  private readonly files: string[] = [];

  constructor(
    private readonly office: Office,
    private readonly folder: string,
  ) {
    mkdirSync(folder, { recursive: true });
  }

  async write(reports: readonly SealedReport[], bulletin: BulletinStory): Promise<string[]> {
    await this.writeLists();
    await this.writeReports(reports);
    await this.writeClosureForm();
    const director = await this.office.caller('director');
    await this.save(
      '2020年第二季度典型案例通报.pdf',
      this.office.service(BulletinDocuments).pdf(director, bulletin.bulletinId),
    );
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

  private async writeReports(reports: readonly SealedReport[]): Promise<void> {
    const documents = this.office.service(ReportDocuments);
    for (const { id, unit, period } of reports) {
      const { leader } = this.office.handlersOf(unit);
      const caller = await this.office.caller(leader);
      const place = DEMO_UNITS.find(({ key }) => key === unit)?.shortName ?? unit;
      const quarterly = period.includes('Q');
      const name = quarterly ? `${place}${period}季度工作总结` : `${place}${period}整改台账`;
      await this.save(`${name}.pdf`, documents.file(caller, id, 1, 'pdf'));
      if (!quarterly) await this.save(`${name}.xlsx`, documents.file(caller, id, 1, 'xlsx'));
    }
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
