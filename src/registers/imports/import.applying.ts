import { setImmediate as othersTurn } from 'node:timers/promises';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CampaignCatalog, type LoadedCampaign } from '../../campaigns/campaign-catalog.js';
import { actorOf, type Caller } from '../../identity/caller.js';
import { OrganisationService } from '../../identity/organisation.service.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { AuditLog } from '../../platform/audit/audit-log.js';
import { sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import type { Tx } from '../../platform/database/tx.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { conflict } from '../../platform/http/problem.js';
import {
  type JobFailure,
  type JobHandler,
  JobHandlers,
  type JobOutcome,
  type JobRun,
} from '../../platform/jobs/job-handlers.js';
import { IssueIntake } from '../issues/issue.intake.js';
import { issueScopeSql } from '../issues/issue.scope.js';
import {
  APPLY_JOB,
  changeImport,
  findImport,
  type ImportJobInput,
  type ImportRecord,
} from './import.record.js';
import { IssueImport } from './import.entity.js';
import { ImportQueries } from './import.queries.js';
import { ImportRegistration } from './import.registration.js';
import { registeredAs, type Twin } from './import.twins.js';

/** Rows that one transaction makes drafts of: some ten milliseconds on SQLite, for which writers wait. */
const AT_ONCE = 250;

/** How many rows name a responsible unit; `null` for those that name none. */
interface UnitCount {
  readonly unitId: string | null;
  readonly count: number;
}

/**
 * Turns the checked rows of an import into drafts (docs/decisions/0012). Whether it happens is decided in
 * one transaction, after which `appliedAt` stands; from then on nothing can refuse a row, and what a run
 * leaves undone the next one does.
 */
@Injectable()
export class ImportApplying implements JobHandler<ImportJobInput>, OnModuleInit {
  constructor(
    private readonly handlers: JobHandlers,
    private readonly organisation: OrganisationService,
    private readonly uow: UnitOfWork,
    private readonly reader: Reader,
    private readonly units: UnitCatalog,
    private readonly campaigns: CampaignCatalog,
    private readonly intake: IssueIntake,
    private readonly queries: ImportQueries,
    private readonly registration: ImportRegistration,
    private readonly audit: AuditLog,
  ) {}

  onModuleInit(): void {
    this.handlers.add(APPLY_JOB, this);
  }

  async run(run: JobRun<ImportJobInput>): Promise<JobOutcome> {
    const { importId } = run.input;
    const record = await findImport(this.reader, importId);
    if (record?.status === 'APPLYING') {
      if (record.appliedAt === null) await this.decide(run, record);
      await this.carryOut(run, importId);
    }
    const applied = await findImport(this.reader, importId);
    if (applied?.status !== 'APPLIED') return { message: '这次导入已不需要办理。' };
    const imported = `共导入${applied.appliedRows}条问题草稿`;
    if (!applied.register) return { message: `${imported}。` };
    const { registered, refused } = await this.registration.registerAll(run, applied);
    return { message: `${imported}，其中${registered}条已建账，${refused}条未能建账。` };
  }

  async failed(tx: Tx, { input, message }: JobFailure<ImportJobInput>): Promise<void> {
    const record = await findImport(tx, input.importId);
    if (record?.status !== 'APPLYING') return;
    const failure =
      record.appliedAt === null
        ? message
        : `已导入${record.appliedRows}条，其余还没有导入，请再次导入，从中断处继续。原因：${message}`;
    await changeImport(tx, record, { status: 'CHECKED', failure });
  }

  /** Looks once more whether all of it may be imported, and puts on record that it is. */
  private decide(run: JobRun<ImportJobInput>, before: ImportRecord): Promise<void> {
    return this.uow.run(async (tx) => {
      await oneAtATime(tx, before);
      await run.progress(tx, 0);
      const record = await findImport(tx, before.id);
      if (record?.status !== 'APPLYING' || record.appliedAt !== null) return;
      const caller = await this.organisation.jobCaller(run, tx);
      if (!run.input.repeat) await this.queries.requireFirst(tx, record);
      const campaign = await this.intake.campaignFor(tx, caller, record.campaignId);
      await this.requireCurrent(tx, caller, record, campaign);
      await changeImport(tx, record, { appliedAt: tx.now, failure: null });
      this.record(tx, caller, record);
    });
  }

  /** Makes the drafts of a decided import in portions, from where an earlier run was broken off. */
  private async carryOut(run: JobRun<ImportJobInput>, importId: string): Promise<void> {
    const reached = await this.reader.one<{ seq: number | null }>(sql`
      SELECT MAX(r.seq) AS seq FROM issue_import_rows AS r JOIN issues AS i ON i.id = r.issue_id
      WHERE r.import_id = ${importId}`);
    for (let from = reached?.seq ?? 0, finished = false; !finished; from += AT_ONCE) {
      finished = await this.uow.run((tx) => this.makeDrafts(tx, run, importId, from));
      // SQLite answers in the same turn: without this nobody would be served until all is done.
      await othersTurn();
    }
  }

  /**
   * The next portion of rows, with its counts by unit.
   * @returns whether it was the last; the import is then at its end.
   */
  private async makeDrafts(
    tx: Tx,
    run: JobRun<ImportJobInput>,
    importId: string,
    from: number,
  ): Promise<boolean> {
    const record = await findImport(tx, importId);
    if (record?.status !== 'APPLYING' || record.appliedAt === null) return true;
    const { campaignId, unitId, createdBy, totalRows } = record;
    const to = Math.min(from + AT_ONCE, totalRows);
    await run.progress(tx, to, totalRows);
    const portion = sql`issue_import_rows
      WHERE import_id = ${importId} AND seq > ${from} AND seq <= ${to} AND state <> 'ERROR'`;
    const counts = await tx.all<UnitCount>(sql`
      SELECT responsible_unit_id AS unit_id, COUNT(*) AS count FROM ${portion}
      GROUP BY responsible_unit_id`);
    const by = { unitId, userId: createdBy };
    await this.intake.insertDrafts(tx, by, await this.campaigns.get(tx, campaignId), portion);
    await this.intake.countDrafts(tx, by, campaignId, counts);
    const made = counts.reduce((sum, { count }) => sum + count, 0);
    // The count is told beside the version that people compare, so only the end moves it.
    await tx.update(IssueImport, { id: importId }, { appliedRows: record.appliedRows + made });
    if (to < totalRows) return false;
    await changeImport(tx, record, { status: 'APPLIED' });
    return true;
  }

  /** What was found when the file was checked still holds. @throws 409 IMPORT_OUTDATED */
  private async requireCurrent(
    tx: Tx,
    caller: Caller,
    { id }: ImportRecord,
    campaign: LoadedCampaign,
  ): Promise<void> {
    const used = await tx.all<Pick<UnitCount, 'unitId'>>(sql`
      SELECT DISTINCT responsible_unit_id AS unit_id FROM issue_import_rows
      WHERE import_id = ${id} AND state <> 'ERROR'`);
    const tree = await this.units.load(tx);
    const readable = issueScopeSql(caller, tree);
    // SQLite keeps the order of a CROSS JOIN: rows first, then the index of the feedback items.
    const twin = await tx.one<Twin & { rowNo: number }>(sql`
      SELECT r.row_no, i.issue_no, CASE WHEN ${readable} THEN 1 ELSE 0 END AS readable
      FROM issue_import_rows AS r CROSS JOIN issues AS i
      WHERE r.import_id = ${id} AND r.state <> 'ERROR' AND r.source_item_no IS NOT NULL
        AND i.source_doc_no = r.source_doc_no AND i.source_item_no = r.source_item_no
        AND i.bureau_id = ${campaign.ownerUnitId}
        AND i.issue_no IS NOT NULL AND i.status NOT IN ('VOIDED', 'MERGED')
      ORDER BY r.seq LIMIT 1`);
    if (twin) {
      throw conflict(
        'IMPORT_OUTDATED',
        `检查之后情况有变，第${twin.rowNo}行：${registeredAs(twin)}，请重新上传检查。`,
      );
    }
    const gone = used
      .flatMap(({ unitId }) => unitId ?? [])
      .find((unitId) => tree.find(unitId)?.disabledAt !== null);
    if (gone === undefined) return;
    const name = tree.find(gone)?.name ?? '';
    throw conflict(
      'IMPORT_OUTDATED',
      `检查之后情况有变：责任单位“${name}”已停用，请重新上传检查。`,
    );
  }

  /** One entry for the whole; the history of each issue finds it by way of the stored row. */
  private record(tx: Tx, caller: Caller, record: ImportRecord): void {
    this.audit.record(tx, actorOf(caller), {
      action: 'issueImport.apply',
      subjectType: 'issueImport',
      subjectId: record.id,
      detail: {
        campaignId: record.campaignId,
        fileName: record.fileName,
        sha256: record.sha256,
        mode: record.mode,
        register: Boolean(record.register),
        totalRows: record.totalRows,
        count: record.totalRows - record.errorRows,
      },
    });
  }
}

/**
 * Of two uploads of one file the second waits, before it reads anything, until the first is decided.
 * SQLite runs one transaction at a time anyway.
 */
async function oneAtATime(
  tx: Tx,
  { campaignId, sha256 }: Pick<ImportRecord, 'campaignId' | 'sha256'>,
): Promise<void> {
  if (tx.dialect !== 'postgres') return;
  const file = `issueImport ${campaignId} ${sha256}`;
  await tx.one(sql`SELECT pg_advisory_xact_lock(hashtextextended(${file}, 0))`);
}
