import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { sql } from '../database/queryable.js';
import { Reader } from '../database/reader.js';
import type { Tx } from '../database/tx.js';
import { identifyUpload } from '../http/idempotency.js';
import { validationPipe } from '../http/validation.js';
import { Scheduler } from '../scheduler/scheduler.js';
import { assemble, FileSource } from './byte-source.js';
import { normalizeFileName } from './file-name.js';
import { type FileKind, MIME_TYPES, recognize } from './file-type.js';
import { planJpeg } from './jpeg.js';
import { readMultipart } from './multipart.js';
import { ObjectStore, type PendingObject } from './object-store.js';
import type { CleanPicture } from './picture.js';
import { planPng } from './png.js';

/** A file in the store that waits for its transaction. Give it to `keepWhile`, or discard it. */
export interface MadeFile {
  readonly fileName: string;
  readonly mime: string;
  readonly size: number;
  readonly sha256: string;
  readonly pending: PendingObject;
}

/** A checked upload. */
export interface ReceivedFile extends MadeFile {
  readonly kind: FileKind;
  /** Instant a photo was taken, from its EXIF; null when it does not say. */
  readonly takenAt: string | null;
}

/** Where several servers share a folder, only what has lain there for an hour is known to be left over. */
const RECOVER_MS = 60 * 60 * 1000;

type Recognizer = typeof recognize;

/** Uploaded files: from the request into the store, and out again. */
@Injectable()
export class Files implements OnModuleInit {
  constructor(
    private readonly store: ObjectStore,
    private readonly reader: Reader,
    private readonly scheduler: Scheduler,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.store.recover(this.isRecorded);
    this.scheduler.register({
      name: 'files.recover',
      everyMs: RECOVER_MS,
      run: () => this.store.recover(this.isRecorded, true),
    });
  }

  /**
   * Reads a multipart request with the fields of `Body` and one `file`, in any order.
   * @throws 400 for faulty fields, 413, 415 or 422 for a file that is not accepted; nothing is kept then.
   */
  async upload<T extends object>(
    request: FastifyRequest,
    Body: new () => T,
    recognizeAs: Recognizer = recognize,
  ): Promise<{ body: T; file: ReceivedFile }> {
    const { uploadBytesMax } = this.config;
    const { fields, file } = await readMultipart(request, uploadBytesMax, {
      accept: (source, name) => this.accept(source, name, recognizeAs),
      discard: (received) => received.pending.discard(),
    });
    try {
      const body: unknown = await validationPipe().transform(fields, {
        type: 'body',
        metatype: Body,
      });
      identifyUpload(request, { fields, fileName: file.fileName, sha256: file.sha256 });
      return { body: body as T, file };
    } catch (error) {
      await file.pending.discard();
      throw error;
    }
  }

  /** Takes a file in, checks its kind by content and strips a photo of its place. */
  async accept(
    source: AsyncIterable<Uint8Array>,
    name: string,
    recognizeAs: Recognizer = recognize,
  ): Promise<ReceivedFile> {
    const fileName = normalizeFileName(name);
    const received = await this.store.receive(source, this.config.uploadBytesMax);
    try {
      const { kind, pending, takenAt } = await this.check(received, fileName, recognizeAs);
      const { size, sha256 } = pending;
      return { fileName, kind, mime: MIME_TYPES[kind], size, sha256, takenAt, pending };
    } catch (error) {
      await received.discard();
      throw error;
    }
  }

  /** Takes in what the program itself has made: its kind is known, and it may be of any size. */
  async receiveMade(
    source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    fileName: string,
    mime: string,
  ): Promise<MadeFile> {
    const pending = await this.store.receive(Readable.from(source), Number.MAX_SAFE_INTEGER);
    const { size, sha256 } = pending;
    return { fileName: normalizeFileName(fileName), mime, size, sha256, pending };
  }

  /** Stores the file and runs the transaction that calls {@link record}; both hold or neither does. */
  keepWhile<T>(file: MadeFile, work: () => Promise<T>): Promise<T> {
    return file.pending.keepWhile(work, this.isRecorded);
  }

  /** Records in the running transaction that the stored file is in use. */
  async record(tx: Tx, { sha256, size, mime }: MadeFile): Promise<void> {
    await tx.execute(sql`
      INSERT INTO stored_files (sha256, size, mime, created_at)
      VALUES (${sha256}, ${size}, ${mime}, ${tx.now})
      ON CONFLICT (sha256) DO NOTHING`);
  }

  /** @throws {ObjectMissingError} */
  read(sha256: string): Promise<Readable> {
    return this.store.read(sha256);
  }

  /** Runs the work with a local file of the stored bytes. @throws {ObjectMissingError} */
  withFile<T>(sha256: string, work: (path: string) => Promise<T>): Promise<T> {
    return this.store.withFile(sha256, work);
  }

  /** Digests of all recorded files whose stored bytes are missing or changed. */
  async damaged(): Promise<string[]> {
    const rows = await this.reader.all<{ sha256: string }>(
      sql`SELECT sha256 FROM stored_files ORDER BY sha256`,
    );
    const damaged: string[] = [];
    for (const { sha256 } of rows) {
      if (!(await this.store.verify(sha256))) damaged.push(sha256);
    }
    return damaged;
  }

  private readonly isRecorded = async (sha256: string): Promise<boolean> => {
    const row = await this.reader.one(sql`SELECT 1 FROM stored_files WHERE sha256 = ${sha256}`);
    return row !== undefined;
  };

  private async check(
    received: PendingObject,
    fileName: string,
    recognizeAs: Recognizer,
  ): Promise<{ kind: FileKind; pending: PendingObject; takenAt: string | null }> {
    const handle = await open(received.path, 'r');
    try {
      const source = await FileSource.of(handle);
      const kind = await recognizeAs(source, received.path, fileName);
      const picture = await planPicture(source, kind);
      if (!picture) return { kind, pending: received, takenAt: null };
      const clean = await this.store.receive(
        assemble(source, picture.pieces),
        this.config.uploadBytesMax,
      );
      await received.discard();
      return { kind, pending: clean, takenAt: picture.takenAt };
    } finally {
      await handle.close();
    }
  }
}

async function planPicture(source: FileSource, kind: FileKind): Promise<CleanPicture | undefined> {
  if (kind === 'jpg') return planJpeg(source);
  if (kind === 'png') return planPng(source);
  return undefined;
}
