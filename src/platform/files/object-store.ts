import type { Readable } from 'node:stream';

/** True when a row of the database refers to the content. */
export type IsRecorded = (sha256: string) => Promise<boolean>;

export interface Recovery {
  /** Half-received uploads that were removed. */
  readonly uploads: number;
  /** Stored objects that were removed because their transaction never committed. */
  readonly objects: number;
}

/**
 * Content-addressed store: an object's name is the SHA-256 of its bytes (64 lower-case hex digits), so
 * equal content is stored once and damage can be found. Objects are never changed.
 */
export abstract class ObjectStore {
  /**
   * Takes the bytes in as they come, hashing and counting them; nothing is visible yet.
   * @throws 413 as soon as more than `bytesMax` bytes have come, 507 when the disk is full; nothing is
   *   left behind then, nor when the source fails.
   */
  abstract receive(source: AsyncIterable<Uint8Array>, bytesMax: number): Promise<PendingObject>;

  /** Opens an object for reading. @throws {ObjectMissingError} before the first byte. */
  abstract read(sha256: string): Promise<Readable>;

  /** Runs the work with a local file of the bytes, for programs that need one. @throws {ObjectMissingError} */
  abstract withFile<T>(sha256: string, work: (path: string) => Promise<T>): Promise<T>;

  /** True when the object is there and its bytes still have its name as their hash. */
  abstract verify(sha256: string): Promise<boolean>;

  /**
   * Clears what interrupted uploads left behind, at start and again from time to time.
   * @param serving true once this process may have uploads of its own under way
   */
  abstract recover(isRecorded: IsRecorded, serving?: boolean): Promise<Recovery>;
}

/** Received content that waits for its transaction; either kept or discarded, once. */
export interface PendingObject {
  readonly sha256: string;
  readonly size: number;
  /** Local file with the bytes, for checks before they are kept. */
  readonly path: string;

  /**
   * Stores the object durably, then runs the transaction that records it. When that fails and nothing
   * else records the content, the object is taken away again; when the process dies in between,
   * {@link ObjectStore.recover} does so.
   */
  keepWhile<T>(work: () => Promise<T>, isRecorded: IsRecorded): Promise<T>;

  discard(): Promise<void>;
}

/** A recorded object is not in the store: the data directory was lost or tampered with. */
export class ObjectMissingError extends Error {
  constructor(sha256: string) {
    super(`Object ${sha256} is recorded but not in the store`);
    this.name = 'ObjectMissingError';
  }
}
