import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { KeyRing } from '../crypto/key-ring.js';
import { newId } from '../database/ids.js';
import { type Queryable, sql } from '../database/queryable.js';
import type { Tx } from '../database/tx.js';
import { AuditEntry, AuditHead } from './audit.entity.js';
import { canonicalJson } from './canonical-json.js';
import { DelegatedAct } from './delegated-act.entity.js';

/** For whom a deputy acts, and by which delegation. */
export interface Principal {
  readonly delegationId: string;
  readonly userId: string;
  readonly name: string;
}

/** Who did it, as the log keeps it. `bureauId` chooses the chain; null is the `system` chain. */
export interface Actor {
  readonly userId: string | null;
  readonly name: string;
  readonly unitId: string | null;
  readonly bureauId: string | null;
  /** Kept in the entry's detail. */
  readonly onBehalfOf?: Principal | undefined;
}

export interface Act {
  readonly action: string;
  readonly subjectType: string;
  readonly subjectId: string;
  /** What people need to understand the act later; never a password, key or personal number. */
  readonly detail?: Record<string, unknown>;
}

export interface ChainFault {
  readonly chain: string;
  readonly seq: number;
  readonly reason: 'HASH_MISMATCH' | 'BROKEN_LINK' | 'MISSING' | 'HEAD_MISMATCH';
}

export interface ChainReport {
  readonly chain: string;
  readonly entries: number;
  readonly headHash: string;
  readonly fault: ChainFault | null;
}

interface Head {
  seq: number;
  hash: string;
}

type StoredEntry = Omit<AuditEntry, 'detail'> & { detail: string };

const GENESIS = '0'.repeat(64);

/** Who a program-made act is attributed to (migrations, schedules, first start). */
export const SYSTEM_ACTOR: Actor = { userId: null, name: '系统', unitId: null, bureauId: null };

/** Append-only, hash-chained log: each entry's HMAC covers the entry and the entry before it. */
@Injectable()
export class AuditLog {
  constructor(private readonly keys: KeyRing) {}

  /** Records an act in the running transaction; it is stored, or lost, together with the act. */
  record(tx: Tx, actor: Actor, act: Act): void {
    const recordedAt = tx.now;
    // The head is locked as late as possible: on PostgreSQL it serialises the writers of a bureau.
    tx.beforeCommit(() => this.append(tx, actor, act, recordedAt));
  }

  /** Recomputes every chain and names the first bad row of each. */
  async verify(db: Queryable): Promise<ChainReport[]> {
    const chains = await db.all<{ chain: string }>(
      sql`SELECT chain FROM audit_heads UNION SELECT chain FROM audit_entries ORDER BY chain`,
    );
    const reports: ChainReport[] = [];
    for (const { chain } of chains) reports.push(await this.verifyChain(db, chain));
    return reports;
  }

  private async append(tx: Tx, actor: Actor, act: Act, recordedAt: string): Promise<void> {
    const chain = actor.bureauId ?? 'system';
    const head = await this.lockHead(tx, chain);
    const entry = {
      chain,
      seq: head.seq + 1,
      recordedAt,
      actorId: actor.userId,
      actorName: actor.name,
      actorUnitId: actor.unitId,
      action: act.action,
      subjectType: act.subjectType,
      subjectId: act.subjectId,
      detail: { ...act.detail, ...(actor.onBehalfOf && { onBehalfOf: actor.onBehalfOf }) },
      previousHash: head.hash,
    };
    const hash = this.hash(entry);
    await tx.insert(AuditEntry, { ...entry, hash });
    await this.keepDelegated(tx, actor, act, recordedAt);
    await tx.execute(
      sql`UPDATE audit_heads SET seq = ${entry.seq}, hash = ${hash} WHERE chain = ${chain}`,
    );
  }

  private async keepDelegated(
    tx: Tx,
    { userId, name, onBehalfOf }: Actor,
    { action, subjectType, subjectId }: Act,
    recordedAt: string,
  ): Promise<void> {
    if (!onBehalfOf || userId === null) return;
    await tx.insert(DelegatedAct, {
      id: newId(),
      recordedAt,
      delegationId: onBehalfOf.delegationId,
      actorId: userId,
      actorName: name,
      onBehalfOfId: onBehalfOf.userId,
      action,
      subjectType,
      subjectId,
    });
  }

  private async lockHead(tx: Tx, chain: string): Promise<Head> {
    const found = await this.selectHead(tx, chain);
    if (found) return found;
    await tx.execute(
      sql`INSERT INTO audit_heads (chain, seq, hash) VALUES (${chain}, 0, ${GENESIS})
          ON CONFLICT (chain) DO NOTHING`,
    );
    const created = await this.selectHead(tx, chain);
    if (!created) throw new Error(`Audit chain ${chain} has no head`);
    return created;
  }

  private selectHead(tx: Tx, chain: string): Promise<Head | undefined> {
    return tx.one<Head>(
      sql`SELECT seq, hash FROM audit_heads WHERE chain = ${chain} ${tx.rowLock}`,
    );
  }

  private hash(entry: Omit<AuditEntry, 'hash'>): string {
    return createHmac('sha256', this.keys.auditKey).update(canonicalJson(entry)).digest('hex');
  }

  private async verifyChain(db: Queryable, chain: string): Promise<ChainReport> {
    const BATCH = 1000;
    let previousHash = GENESIS;
    let entries = 0;
    const report = (fault: ChainFault | null): ChainReport => ({
      chain,
      entries,
      headHash: previousHash,
      fault,
    });
    for (;;) {
      const rows = await db.all<StoredEntry>(
        sql`SELECT * FROM audit_entries WHERE chain = ${chain} AND seq > ${entries}
            ORDER BY seq LIMIT ${BATCH}`,
      );
      for (const row of rows) {
        const reason = this.faultOf(row, entries + 1, previousHash);
        if (reason) return report({ chain, seq: entries + 1, reason });
        previousHash = row.hash;
        entries += 1;
      }
      if (rows.length < BATCH) break;
    }
    const head = await db.one<AuditHead>(sql`SELECT * FROM audit_heads WHERE chain = ${chain}`);
    const intact = head?.seq === entries && head.hash === previousHash;
    return report(intact ? null : { chain, seq: entries + 1, reason: 'HEAD_MISMATCH' });
  }

  private faultOf(
    row: StoredEntry,
    seq: number,
    previousHash: string,
  ): ChainFault['reason'] | null {
    if (row.seq !== seq) return 'MISSING';
    if (row.previousHash !== previousHash) return 'BROKEN_LINK';
    const { hash, detail, ...rest } = row;
    let parsed: Record<string, unknown>;
    try {
      parsed = JSON.parse(detail) as Record<string, unknown>;
    } catch {
      return 'HASH_MISMATCH';
    }
    return this.hash({ ...rest, detail: parsed }) === hash ? null : 'HASH_MISMATCH';
  }
}
