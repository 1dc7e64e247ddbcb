import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log.js';
import { AuditWatch } from '../audit/audit-watch.js';
import { Clock } from '../calendar/clock.js';
import { sql } from '../database/queryable.js';
import { Reader } from '../database/reader.js';
import { Metrics } from './metrics.js';

/** How the audit log is, and what it tells of signing in, refusals and backups. */
@Injectable()
export class AuditGauges implements OnModuleInit {
  constructor(
    private readonly metrics: Metrics,
    private readonly audit: AuditLog,
    private readonly watch: AuditWatch,
    private readonly reader: Reader,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    if (!this.metrics.enabled) return;
    const acts = this.metrics.counter({
      name: 'xiaohao_audited_acts_total',
      help: 'Acts recorded by this process, among them SIGN_IN_FAILED, ACCOUNT_LOCKED and ACCESS_REFUSED.',
      labels: ['action'],
    });
    this.audit.onRecorded((action) => acts.inc({ action }));
    this.watchLength();
    this.watchProof();
    this.metrics.gauge(
      { name: 'xiaohao_backup_age_seconds', help: 'Time since the last backup that was recorded.' },
      () =>
        this.ageOf(sql`SELECT MAX(recorded_at) AS at FROM audit_entries
        WHERE subject_type = 'backup' AND action = 'backup.create'`),
    );
  }

  private watchLength(): void {
    const sum = async () =>
      this.reader.one<{ chains: number; entries: number | null }>(
        sql`SELECT COUNT(*) AS chains, SUM(seq) AS entries FROM audit_heads`,
      );
    this.metrics.gauge(
      { name: 'xiaohao_audit_entries', help: 'Entries of all chains.' },
      async () => Number((await sum())?.entries ?? 0),
    );
    this.metrics.gauge(
      { name: 'xiaohao_audit_chains', help: 'Chains: one for each bureau and one of the program.' },
      async () => (await sum())?.chains ?? 0,
    );
    this.metrics.gauge(
      {
        name: 'xiaohao_audit_oldest_entry_age_seconds',
        help: 'How far back the log goes; nothing is ever deleted.',
      },
      () =>
        this.ageOf(sql`SELECT MIN(e.recorded_at) AS at
        FROM audit_heads h JOIN audit_entries e ON e.chain = h.chain AND e.seq = 1`),
    );
  }

  private watchProof(): void {
    this.metrics.gauge(
      { name: 'xiaohao_audit_heads_plausible', help: '1 while the ends of the chains are sound.' },
      async () => Number(await this.watch.headsArePlausible()),
    );
    this.metrics.gauge(
      {
        name: 'xiaohao_audit_last_verification_timestamp_seconds',
        help: 'When this process has recomputed the chains last.',
      },
      () => epoch(this.watch.lastVerification?.at),
    );
    this.metrics.gauge(
      { name: 'xiaohao_audit_broken_chains', help: 'Chains that were broken then.' },
      () => this.watch.lastVerification?.broken.length ?? null,
    );
    this.metrics.gauge(
      {
        name: 'xiaohao_audit_heads_exported_timestamp_seconds',
        help: 'When this process has kept the heads outside the database last.',
      },
      () => epoch(this.watch.lastExportAt),
    );
  }

  private async ageOf(query: ReturnType<typeof sql>): Promise<number | null> {
    const at = (await this.reader.one<{ at: string | null }>(query))?.at ?? null;
    return at === null ? null : (Date.parse(this.clock.now()) - Date.parse(at)) / 1000;
  }
}

const epoch = (instant: string | null | undefined): number | null =>
  instant ? Date.parse(instant) / 1000 : null;
