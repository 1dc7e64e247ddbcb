import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/tx.js';
import type { MadeFile } from '../files/files.service.js';

/**
 * Whose a job is: a person as long as that person works at one place. What was made with the rights of
 * one place is not for the same person at another.
 */
export interface JobOwner {
  readonly ownerId: string;
  /** The place, in whatever terms the floor above has for it. */
  readonly ownerScope: string;
}

/** One run of a job, as its handler sees it. */
export interface JobRun<In> {
  readonly id: string;
  readonly ownerId: string;
  /** As {@link JobOwner} has it; null for jobs of old. */
  readonly ownerScope: string | null;
  readonly input: In;
  /** Aborted when the job was cancelled, its lease was lost or the server stops. */
  readonly signal: AbortSignal;
  /**
   * Tells how far the job is, in the transaction of the work it tells of. Whatever a job writes, it
   * writes in a transaction that calls this: a server that has lost the job then writes nothing.
   * @throws {JobInterrupted}
   */
  progress(tx: Tx, done: number, total?: number): Promise<void>;
}

export interface JobOutcome {
  /** A sentence for people, for example 共导出1,024行. */
  readonly message: string;
  readonly file?: MadeFile;
  /** Further writes, in the transaction that ends the job. */
  readonly settle?: (tx: Tx) => Promise<void>;
}

/** How a job ended that did not succeed. */
export interface JobFailure<In> {
  readonly id: string;
  readonly input: In;
  readonly status: 'FAILED' | 'CANCELLED';
  readonly message: string;
}

/**
 * Carries out the jobs of one kind. A run may be broken off at any point and begun again by another
 * server: it must find out itself what an earlier run has already written.
 */
export interface JobHandler<In> {
  /** What it throws is told to the owner when it is a `Problem`, else only logged. */
  run(run: JobRun<In>): Promise<JobOutcome>;
  /** Brings the handler's own records in step, in the transaction that ends the job. */
  failed?(tx: Tx, failure: JobFailure<In>): Promise<void>;
}

/** Thrown inside a run that has to stop: cancelled, taken over by another server, or shut down. */
export class JobInterrupted extends Error {
  override readonly name = 'JobInterrupted';
  constructor(readonly reason: 'CANCELLED' | 'LOST' | 'SHUTDOWN') {
    super(`the job was interrupted: ${reason}`);
  }
}

/** Who carries out which kind; higher floors add theirs when the program starts. */
@Injectable()
export class JobHandlers {
  private readonly byKind = new Map<string, JobHandler<unknown>>();

  add<In>(kind: string, handler: JobHandler<In>): void {
    if (this.byKind.has(kind)) throw new Error(`Jobs of kind ${kind} have two handlers`);
    this.byKind.set(kind, handler);
  }

  get kinds(): readonly string[] {
    return [...this.byKind.keys()];
  }

  find(kind: string): JobHandler<unknown> | undefined {
    return this.byKind.get(kind);
  }
}
