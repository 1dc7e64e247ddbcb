import { type Queryable, sql } from '../database/queryable.js';
import { Breather } from '../workers/breather.js';
import type { AuditEntry } from './audit.entity.js';

/** A last link as it is, or once was. */
export interface Head {
  readonly seq: number;
  readonly hash: string;
}

/** What somebody outside the database knows of a chain: the entry at `seq` had this hash. */
export type Witness = Head & { readonly chain: string };

export type ChainFaultReason =
  | 'HASH_MISMATCH'
  | 'BROKEN_LINK'
  | 'MISSING'
  | 'HEAD_MISMATCH'
  /** The chain is shorter than it was. */
  | 'TRUNCATED'
  /** Whole, but another one than it was: somebody with the key has written it anew. */
  | 'REWRITTEN';

export interface ChainFault {
  readonly chain: string;
  readonly seq: number;
  readonly reason: ChainFaultReason;
}

export interface ChainReport {
  readonly chain: string;
  readonly entries: number;
  readonly headHash: string;
  /** How many witnesses the entries were held against. */
  readonly witnesses: number;
  readonly fault: ChainFault | null;
}

export type HashOf = (entry: Omit<AuditEntry, 'hash'>) => string;

type StoredEntry = Omit<AuditEntry, 'detail'> & { readonly detail: string };

export const GENESIS = '0'.repeat(64);
const BATCH = 1000;

/** Recomputes one chain entry by entry and finds the first one that is not as it was written. */
export class ChainCheck {
  private readonly known = new Map<number, Set<string>>();
  private readonly longest: number;
  private previousHash = GENESIS;
  private entries = 0;
  /** Below every number that a forger could give to an entry before the first one. */
  private place = Number.MIN_SAFE_INTEGER;

  constructor(
    private readonly db: Queryable,
    private readonly chain: string,
    private readonly hashOf: HashOf,
    witnesses: readonly Witness[],
  ) {
    for (const { seq, hash } of witnesses) {
      this.known.set(seq, (this.known.get(seq) ?? new Set<string>()).add(hash));
    }
    this.longest = witnesses.reduce((longest, { seq }) => Math.max(longest, seq), 0);
  }

  async run(): Promise<ChainReport> {
    const breather = new Breather();
    let promised = 0;
    for (;;) {
      await breather.pause();
      const rows = await this.nextRows();
      for (const row of rows) {
        const reason = this.faultOf(row);
        if (reason) return this.report(reason);
        this.previousHash = row.hash;
        this.entries += 1;
        this.place = row.seq;
      }
      if (rows.length === BATCH) continue;
      if (this.entries < promised) return this.report(this.faultOfEnd(undefined));
      const head = await this.db.one<Head>(
        sql`SELECT seq, hash FROM audit_heads WHERE chain = ${this.chain}`,
      );
      if (!head || head.seq <= this.entries) return this.report(this.faultOfEnd(head));
      // Somebody may have written meanwhile; then what the head tells of is there to be read.
      promised = head.seq;
    }
  }

  private nextRows(): Promise<StoredEntry[]> {
    return this.db.all<StoredEntry>(
      sql`SELECT * FROM audit_entries WHERE chain = ${this.chain} AND seq > ${this.place}
          ORDER BY seq LIMIT ${BATCH}`,
    );
  }

  private faultOf(row: StoredEntry): ChainFaultReason | null {
    if (row.seq !== this.entries + 1) return 'MISSING';
    if (row.previousHash !== this.previousHash) return 'BROKEN_LINK';
    const { hash, detail, ...rest } = row;
    const parsed = parsedDetail(detail);
    if (!parsed || this.hashOf({ ...rest, detail: parsed }) !== hash) return 'HASH_MISMATCH';
    const known = this.known.get(row.seq);
    return known && !(known.size === 1 && known.has(hash)) ? 'REWRITTEN' : null;
  }

  private faultOfEnd(head: Head | undefined): ChainFaultReason | null {
    if (this.longest > this.entries) return 'TRUNCATED';
    const intact = head?.seq === this.entries && head.hash === this.previousHash;
    return intact ? null : 'HEAD_MISMATCH';
  }

  private report(reason: ChainFaultReason | null): ChainReport {
    const { chain, entries, previousHash: headHash } = this;
    const fault = reason && { chain, seq: entries + 1, reason };
    return { chain, entries, headHash, witnesses: this.known.size, fault };
  }
}

/** Undefined unless it is the very text that was stored: blanks or double members would not change the hash. */
function parsedDetail(text: string): Record<string, unknown> | undefined {
  try {
    const parsed = JSON.parse(text) as Record<string, unknown>;
    return JSON.stringify(parsed) === text ? parsed : undefined;
  } catch {
    return undefined;
  }
}
