import type { FileHandle } from 'node:fs/promises';

/** Random access to bytes that are too many to hold in memory. */
export interface ByteSource {
  readonly size: number;
  /** Up to `length` bytes from `offset`; fewer, or none, where the content ends. */
  read(offset: number, length: number): Promise<Buffer>;
}

const WINDOW = 64 * 1024;

/** Reads an open file through one window, so that walks in small steps cost few system calls. */
export class FileSource implements ByteSource {
  private window = Buffer.alloc(0);
  private start = 0;

  private constructor(
    private readonly handle: FileHandle,
    readonly size: number,
  ) {}

  static async of(handle: FileHandle): Promise<FileSource> {
    return new FileSource(handle, (await handle.stat()).size);
  }

  async read(offset: number, length: number): Promise<Buffer> {
    const wanted = Math.max(0, Math.min(length, this.size - offset));
    const inside = offset >= this.start && offset + wanted <= this.start + this.window.length;
    if (!inside) await this.fill(offset, Math.max(wanted, WINDOW));
    return this.window.subarray(offset - this.start, offset - this.start + wanted);
  }

  private async fill(offset: number, length: number): Promise<void> {
    const buffer = Buffer.alloc(Math.max(0, Math.min(length, this.size - offset)));
    let filled = 0;
    while (filled < buffer.length) {
      const { bytesRead } = await this.handle.read(
        buffer,
        filled,
        buffer.length - filled,
        offset + filled,
      );
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    this.window = buffer.subarray(0, filled);
    this.start = offset;
  }
}

/** A stretch of a source, or bytes put in its place. */
export type Piece = { readonly offset: number; readonly length: number } | Buffer;

/** The content that the pieces make, in steps of at most 64 KB. */
export async function* assemble(
  source: ByteSource,
  pieces: readonly Piece[],
): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) {
    if (Buffer.isBuffer(piece)) {
      yield piece;
      continue;
    }
    const end = piece.offset + piece.length;
    for (let at = piece.offset; at < end;) {
      const chunk = await source.read(at, Math.min(WINDOW, end - at));
      if (chunk.length === 0) throw new RangeError(`Content ends at ${at}, expected ${end}`);
      yield chunk;
      at += chunk.length;
    }
  }
}
