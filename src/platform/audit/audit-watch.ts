import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnModuleInit,
} from '@nestjs/common';
import { Clock } from '../calendar/clock.js';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { sql } from '../database/queryable.js';
import { Reader } from '../database/reader.js';
import { Scheduler } from '../scheduler/scheduler.js';
import { AuditLog } from './audit-log.js';
import type { ChainReport, Witness } from './chain-check.js';
import { HeadBook, headsFolderOf } from './head-book.js';
import { type LineFault, readHeadLines, type ReadHeads } from './head-lines.js';
import { HeadSigner } from './head-signer.js';

const HOUR_MS = 60 * 60 * 1000;
const VERIFY_EVERY_MS = 24 * HOUR_MS;

export interface HeadsState {
  readonly lines: number;
  readonly newestAt: string | null;
  readonly keyId: string;
  readonly faults: readonly LineFault[];
}

export interface LastVerification {
  readonly at: string;
  readonly broken: readonly ChainReport[];
}

/**
 * Keeps the ends of the audit chains outside the database and holds the chains against them. A chain by
 * itself proves that nothing in it was changed; that its end was not cut off, and that it was not written
 * anew as a whole, only something outside of it can tell.
 */
@Injectable()
export class AuditWatch implements OnModuleInit, BeforeApplicationShutdown {
  private readonly log = new Logger(AuditWatch.name);
  private readonly book: HeadBook;
  /** The heads as this process has exported them last. */
  private readonly exported = new Map<string, number>();
  private startedAt = '';
  lastVerification: LastVerification | undefined;
  lastExportAt: string | null = null;

  constructor(
    private readonly audit: AuditLog,
    private readonly signer: HeadSigner,
    private readonly reader: Reader,
    private readonly clock: Clock,
    private readonly scheduler: Scheduler,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.book = new HeadBook(headsFolderOf(config), signer.publicKeyPem);
  }

  onModuleInit(): void {
    this.startedAt = this.clock.now();
    this.scheduler.register({
      name: 'audit.heads',
      everyMs: HOUR_MS,
      run: (now) => this.exportHeads(now),
    });
    this.scheduler.register({
      name: 'audit.verification',
      everyMs: HOUR_MS,
      run: (now) => this.verifyDaily(now),
    });
  }

  /** What was written since the last hour is known outside when the program ends in order. */
  async beforeApplicationShutdown(): Promise<void> {
    if (!this.config.scheduler) return;
    await this.exportHeads(this.clock.now()).catch((error: unknown) => {
      this.log.error(`audit heads not exported: ${error instanceof Error ? error.name : 'error'}`);
    });
  }

  get publicKeyPem(): string {
    return this.signer.publicKeyPem;
  }

  /** Adds a signed line with every head that has grown since the last one. */
  async exportHeads(now: string): Promise<void> {
    const heads = await this.reader.all<Witness>(
      sql`SELECT chain, seq, hash FROM audit_heads WHERE seq > 0 ORDER BY chain`,
    );
    const grown = heads.filter(({ chain, seq }) => this.exported.get(chain) !== seq);
    if (grown.length > 0) await this.book.append(this.signer.sign(now, grown));
    for (const { chain, seq } of grown) this.exported.set(chain, seq);
    this.lastExportAt = now;
  }

  /** All exported lines as they are. */
  exportedText(): Promise<string> {
    return this.book.text();
  }

  async headsState(): Promise<HeadsState> {
    const { lines, newestAt, faults } = await this.readBook();
    return { lines, newestAt, keyId: this.signer.keyId, faults };
  }

  /** What of a copy that somebody has kept elsewhere is genuine. */
  readCopy(text: string): Promise<ReadHeads> {
    return readHeadLines(text, this.signer);
  }

  /**
   * Recomputes every chain and holds it against the exported heads.
   * @param copy further witnesses, from a copy of the exported heads kept elsewhere.
   */
  async verify(copy: readonly Witness[] = []): Promise<ChainReport[]> {
    const { witnesses } = await this.readBook();
    const reports = await this.audit.verify(this.reader, [...witnesses, ...copy]);
    const broken = reports.filter(({ fault }) => fault !== null);
    this.lastVerification = { at: this.clock.now(), broken };
    for (const { fault } of broken) {
      if (fault) this.log.error(`audit chain broken at ${fault.seq}: ${fault.reason}`);
    }
    return reports;
  }

  /**
   * Whether the end of every chain may be what it says: its last entry is there, nothing comes after
   * it, and it is not behind what this process has written.
   */
  async headsArePlausible(): Promise<boolean> {
    const written = this.audit.writtenHere();
    const ends = await this.reader.all<{ chain: string; seq: number; sound: number }>(sql`
      SELECT h.chain, h.seq,
             CASE WHEN h.seq = 0 OR e.hash = h.hash THEN 1 ELSE 0 END AS sound
      FROM audit_heads h LEFT JOIN audit_entries e ON e.chain = h.chain AND e.seq = h.seq`);
    if (ends.some(({ sound }) => sound === 0)) return false;
    const bySeq = new Map(ends.map(({ chain, seq }) => [chain, seq]));
    return written.every(({ chain, seq }) => (bySeq.get(chain) ?? 0) >= seq);
  }

  /** Once the program has served for an hour, then once a day. */
  private async verifyDaily(now: string): Promise<void> {
    const last = this.lastVerification;
    const waited = Date.parse(now) - Date.parse(last?.at ?? this.startedAt);
    if (waited >= (last ? VERIFY_EVERY_MS : HOUR_MS)) await this.verify();
  }

  private async readBook(): Promise<ReadHeads> {
    return readHeadLines(await this.book.text(), this.signer);
  }
}
