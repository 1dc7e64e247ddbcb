import { Injectable } from '@nestjs/common';
import { newId } from '../database/ids.js';
import { empty, inList, type Queryable, sql } from '../database/queryable.js';
import type { Tx } from '../database/tx.js';
import { Job } from './job.entity.js';
import { JobInterrupted } from './job-handlers.js';

/** How long a server may keep a job without saying that it is still alive. */
export const LEASE_MS = 60_000;

export type JobRow = Omit<Job, 'input'> & { readonly input: string };

/** Columns by which a server proves that a job is its own. */
export interface Lease {
  readonly id: string;
  readonly serverId: string;
}

const later = (instant: string, ms: number): string =>
  new Date(Date.parse(instant) + ms).toISOString();

/** The rows of the jobs: every change of one is a single conditional statement here. */
@Injectable()
export class JobBook {
  async insert(
    tx: Tx,
    job: Pick<Job, 'kind' | 'title' | 'ownerId' | 'ownerScope'> & { readonly input: unknown },
  ): Promise<string> {
    const id = newId();
    await tx.insert(Job, { ...job, id, status: 'PENDING', createdAt: tx.now });
    return id;
  }

  find(db: Queryable, id: string): Promise<JobRow | undefined> {
    return db.one<JobRow>(sql`SELECT * FROM jobs WHERE id = ${id}`);
  }

  /** The oldest job that waits, or whose server has not been heard of; undefined when there is none. */
  waiting(db: Queryable, kinds: readonly string[], now: string): Promise<JobRow | undefined> {
    return this.oldest(db, kinds, now, false);
  }

  /** Takes the oldest waiting job for a server; of several servers each gets another one. */
  async claim(tx: Tx, serverId: string, kinds: readonly string[]): Promise<JobRow | undefined> {
    const job = await this.oldest(tx, kinds, tx.now, tx.dialect === 'postgres');
    if (!job) return undefined;
    const claimed = {
      status: 'RUNNING',
      leasedBy: serverId,
      leaseUntil: later(tx.now, LEASE_MS),
      attempts: job.attempts + 1,
      startedAt: job.startedAt ?? tx.now,
    } as const;
    const changed = await tx.update(Job, { id: job.id, attempts: job.attempts }, claimed);
    return changed === 0 ? undefined : { ...job, ...claimed };
  }

  /** @throws {JobInterrupted} when the job is no longer this server's, or shall not go on. */
  async extend(tx: Tx, { id, serverId }: Lease, progress: Partial<Job> = {}): Promise<void> {
    const changed = await tx.update(
      Job,
      { id, leasedBy: serverId, status: 'RUNNING', cancelRequestedAt: null },
      { ...progress, leaseUntil: later(tx.now, LEASE_MS) },
    );
    if (changed > 0) return;
    const job = await this.find(tx, id);
    const mine = job?.status === 'RUNNING' && job.leasedBy === serverId;
    throw new JobInterrupted(mine ? 'CANCELLED' : 'LOST');
  }

  /** Ends a job that this server runs. @throws {JobInterrupted} when it is no longer this server's. */
  async finish(
    tx: Tx,
    { id, serverId }: Lease,
    end: Pick<Job, 'status' | 'message'> & Partial<Job>,
  ): Promise<void> {
    const changed = await tx.update(
      Job,
      { id, leasedBy: serverId, status: 'RUNNING' },
      { ...end, finishedAt: tx.now, leasedBy: null, leaseUntil: null },
    );
    if (changed === 0) throw new JobInterrupted('LOST');
  }

  /** Gives a job back unfinished because the server stops; another one begins it again. */
  async release(tx: Tx, { id, serverId }: Lease, attempts: number): Promise<void> {
    await tx.update(
      Job,
      { id, leasedBy: serverId, status: 'RUNNING' },
      { status: 'PENDING', leasedBy: null, leaseUntil: null, attempts: Math.max(0, attempts - 1) },
    );
  }

  /** Gives back what servers before this one left running; only where there is no other server. */
  async reclaimAll(tx: Tx): Promise<void> {
    await tx.update(Job, { status: 'RUNNING' }, { leaseUntil: tx.now });
  }

  private oldest(
    db: Queryable,
    kinds: readonly string[],
    now: string,
    locked: boolean,
  ): Promise<JobRow | undefined> {
    return db.one<JobRow>(sql`
      SELECT * FROM jobs
      WHERE kind IN ${inList(kinds)}
        AND (status = 'PENDING' OR (status = 'RUNNING' AND lease_until <= ${now}))
      ORDER BY created_at, id LIMIT 1 ${locked ? sql`FOR UPDATE SKIP LOCKED` : empty}`);
  }
}
