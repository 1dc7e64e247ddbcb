import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { KeyRing } from '../crypto/key-ring.js';
import { newId } from '../database/ids.js';
import { type Queryable, sql } from '../database/queryable.js';
import type { Tx } from '../database/tx.js';
import { AuditEntry } from './audit.entity.js';
import { canonicalJson } from './canonical-json.js';
import { ChainCheck, type ChainReport, GENESIS, type Head, type Witness } from './chain-check.js';
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

/** Who a program-made act is attributed to (migrations, schedules, first start). */
export const SYSTEM_ACTOR: Actor = { userId: null, name: '系统', unitId: null, bureauId: null };

/** Append-only, hash-chained log: each entry's HMAC covers the entry and the entry before it. */
@Injectable()
export class AuditLog {
  /** The last link of each chain that this process has written. */
  private readonly written = new Map<string, Head>();
  private readonly listeners: ((action: string) => void)[] = [];

  constructor(private readonly keys: KeyRing) {}

  /** Records an act in the running transaction; it is stored, or lost, together with the act. */
  record(tx: Tx, actor: Actor, act: Act): void {
    const recordedAt = tx.now;
    // The head is locked as late as possible: on PostgreSQL it serialises the writers of a bureau.
    tx.beforeCommit(() => this.append(tx, actor, act, recordedAt));
  }

  /**
   * Recomputes every chain and names the first bad row of each.
   * @param witnesses what is known of the chains outside the database; what this process has written
   *   itself is known in any case.
   */
  async verify(db: Queryable, witnesses: readonly Witness[] = []): Promise<ChainReport[]> {
    const known = [...this.writtenHere(), ...witnesses];
    const chains = await db.all<{ chain: string }>(
      sql`SELECT chain FROM audit_heads UNION SELECT chain FROM audit_entries`,
    );
    const names = new Set([...chains, ...known].map(({ chain }) => chain));
    const reports: ChainReport[] = [];
    for (const name of [...names].sort()) {
      const ofChain = known.filter(({ chain }) => chain === name);
      reports.push(await new ChainCheck(db, name, (entry) => this.hash(entry), ofChain).run());
    }
    return reports;
  }

  /** Calls back after each act that is safely recorded. */
  onRecorded(listener: (action: string) => void): void {
    this.listeners.push(listener);
  }

  /** The last links that this process has written; a chain in the database may only be longer. */
  writtenHere(): Witness[] {
    return [...this.written].map(([chain, head]) => ({ chain, ...head }));
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
    tx.afterCommit(() => {
      this.remember(chain, { seq: entry.seq, hash });
      for (const listener of this.listeners) listener(act.action);
    });
  }

  /** On PostgreSQL transactions of one chain may come back from their commits in another order. */
  private remember(chain: string, head: Head): void {
    if (head.seq > (this.written.get(chain)?.seq ?? 0)) this.written.set(chain, head);
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
}
