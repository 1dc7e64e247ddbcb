import { createHash } from 'node:crypto';
import {
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { OutcomeUnknownError } from '../database/database-faults.js';
import { FolderObjectStore } from './folder-object-store.js';
import { ObjectMissingError } from './object-store.js';

const MAX = 1024 * 1024;
const HOUR_AGO = 2 * 60 * 60;
const recorded = () => Promise.resolve(true);
const unrecorded = () => Promise.resolve(false);
const done = () => Promise.resolve('done');
const failing = () => Promise.reject(new Error('rolled back'));
const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

async function* chunks(...parts: readonly (string | Buffer)[]): AsyncGenerator<Buffer> {
  for (const part of parts) yield await Promise.resolve(Buffer.from(part as string));
}

async function* endless(sent: { bytes: number }): AsyncGenerator<Buffer> {
  for (;;) {
    sent.bytes += 1024;
    yield await Promise.resolve(Buffer.alloc(1024));
  }
}

describe.each([true, false])('the folder store (exclusive: %s)', (exclusive) => {
  let folder: string;
  let store: FolderObjectStore;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'xiaohao-objects-'));
    store = await FolderObjectStore.open(folder, { exclusive });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const files = (): string[] =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  const incoming = (): string[] => readdirSync(join(folder, 'incoming'));

  it('names content by its SHA-256 and gives the same bytes back', async () => {
    const bytes = Buffer.from('审批表'.repeat(50_000));
    const pending = await store.receive(chunks(bytes.subarray(0, 7), bytes.subarray(7)), MAX);
    expect(pending).toMatchObject({ sha256: digest(bytes), size: bytes.length });
    expect(await pending.keepWhile(done, recorded)).toBe('done');
    const name = digest(bytes);
    expect(files()).toEqual([join(name.slice(0, 2), name.slice(2, 4), name)]);
    expect((await buffer(await store.read(name))).equals(bytes)).toBe(true);
    expect(await store.verify(name)).toBe(true);
  });

  it('shows nothing before the content is kept', async () => {
    const pending = await store.receive(chunks('x'), MAX);
    await expect(store.read(pending.sha256)).rejects.toThrow(ObjectMissingError);
    await pending.discard();
    expect(files()).toEqual([]);
  });

  it('accepts exactly the limit', async () => {
    const pending = await store.receive(chunks(Buffer.alloc(MAX)), MAX);
    expect(pending.size).toBe(MAX);
  });

  it('stops reading at the limit and leaves nothing behind', async () => {
    const sent = { bytes: 0 };
    await expect(store.receive(endless(sent), 10_000)).rejects.toMatchObject({
      status: 413,
      code: 'FILE_TOO_LARGE',
    });
    expect(sent.bytes).toBe(10_240);
    expect(files()).toEqual([]);
  });

  it('leaves nothing behind when the source breaks off', async () => {
    async function* breaking(): AsyncGenerator<Buffer> {
      yield await Promise.resolve(Buffer.from('half'));
      throw new Error('connection lost');
    }
    await expect(store.receive(breaking(), MAX)).rejects.toThrow('connection lost');
    expect(files()).toEqual([]);
  });

  it.each(['ENOSPC', 'EDQUOT'])('answers 507 on %s', async (code) => {
    async function* full(): AsyncGenerator<Buffer> {
      yield await Promise.resolve(Buffer.from('half'));
      throw Object.assign(new Error('no space left on device'), { code });
    }
    await expect(store.receive(full(), MAX)).rejects.toMatchObject({
      status: 507,
      code: 'STORAGE_FULL',
    });
    expect(files()).toEqual([]);
  });

  it('stores equal content once, also when twenty uploads of it run at the same time', async () => {
    const uploads = Array.from({ length: 20 }, async () => {
      const pending = await store.receive(chunks('same ', 'content'), MAX);
      return pending.keepWhile(done, recorded);
    });
    expect(await Promise.all(uploads)).toEqual(Array.from({ length: 20 }, () => 'done'));
    expect(files()).toHaveLength(1);
  });

  it('takes content away again when the transaction fails', async () => {
    const pending = await store.receive(chunks('x'), MAX);
    await expect(pending.keepWhile(failing, unrecorded)).rejects.toThrow('rolled back');
    expect(files()).toEqual([]);
  });

  it('keeps content that another record needs when the transaction fails', async () => {
    const pending = await store.receive(chunks('x'), MAX);
    await expect(pending.keepWhile(failing, recorded)).rejects.toThrow('rolled back');
    expect(files()).toHaveLength(1);
    expect(incoming()).toEqual([]);
  });

  it('keeps content and its mark when nobody knows whether the transaction was committed', async () => {
    const pending = await store.receive(chunks('x'), MAX);
    const unknown = () => Promise.reject(new OutcomeUnknownError(new Error('cut')));
    await expect(pending.keepWhile(unknown, unrecorded)).rejects.toThrow(OutcomeUnknownError);
    expect(await store.verify(pending.sha256)).toBe(true);
    expect(incoming()).toHaveLength(1);
  });

  it('leaves content in its place when the database cannot be asked about it', async () => {
    const pending = await store.receive(chunks('x'), MAX);
    const unreachable = () => Promise.reject(new Error('connection refused'));
    await expect(pending.keepWhile(failing, unreachable)).rejects.toThrow('rolled back');
    expect(await store.verify(pending.sha256)).toBe(true);
    expect(incoming()).toHaveLength(1);
  });

  it('keeps content for an upload under way when an equal one fails', async () => {
    const first = await store.receive(chunks('x'), MAX);
    const second = await store.receive(chunks('x'), MAX);
    await first.keepWhile(async () => {
      await expect(second.keepWhile(failing, unrecorded)).rejects.toThrow('rolled back');
      return 'done';
    }, unrecorded);
    expect(await store.verify(first.sha256)).toBe(true);
    expect(incoming()).toEqual([]);
  });

  it('finds changed and missing bytes, and heals them by the next equal upload', async () => {
    const pending = await store.receive(chunks('content'), MAX);
    await pending.keepWhile(done, recorded);
    const path = join(folder, files()[0] ?? '');
    writeFileSync(path, 'c0ntent');
    expect(await store.verify(pending.sha256)).toBe(false);
    rmSync(path);
    expect(await store.verify(pending.sha256)).toBe(false);
    const again = await store.receive(chunks('content'), MAX);
    await again.keepWhile(done, recorded);
    expect(await store.verify(pending.sha256)).toBe(true);
  });

  it.each(['../../etc/passwd', 'ABC', ''])('refuses the name "%s"', async (name) => {
    await expect(store.read(name)).rejects.toThrow(RangeError);
  });

  describe('after a crash', () => {
    /** A process that died inside the transaction: object and intent are there. */
    async function dieInside(): Promise<string> {
      const pending = await store.receive(chunks('content'), MAX);
      await new Promise<void>((started) => {
        void pending.keepWhile(() => {
          started();
          return new Promise(() => undefined);
        }, recorded);
      });
      return pending.sha256;
    }

    it('removes half-received uploads', async () => {
      await store.receive(chunks('half'), MAX);
      const next = await FolderObjectStore.open(folder, { exclusive: true });
      expect(await next.recover(unrecorded)).toEqual({ uploads: 1, objects: 0 });
      expect(files()).toEqual([]);
    });

    it('removes an object whose transaction never committed', async () => {
      await dieInside();
      const next = await FolderObjectStore.open(folder, { exclusive: true });
      expect(await next.recover(unrecorded)).toEqual({ uploads: 0, objects: 1 });
      expect(files()).toEqual([]);
    });

    it('keeps an object whose transaction committed', async () => {
      const sha256 = await dieInside();
      const next = await FolderObjectStore.open(folder, { exclusive: true });
      expect(await next.recover(recorded)).toEqual({ uploads: 0, objects: 0 });
      expect(await next.verify(sha256)).toBe(true);
      expect(incoming()).toEqual([]);
    });

    it('puts back an object that was being taken away when another record needs it', async () => {
      const pending = await store.receive(chunks('content'), MAX);
      await pending.keepWhile(done, recorded);
      const name = pending.sha256;
      const path = join(folder, name.slice(0, 2), name.slice(2, 4), name);
      const next = await FolderObjectStore.open(folder, { exclusive: true });
      const aside = join(folder, 'incoming', `${name}.0190-00.aside`);
      renameSync(path, aside);
      expect(await next.recover(recorded)).toEqual({ uploads: 0, objects: 0 });
      expect(await store.verify(name)).toBe(true);
      renameSync(path, aside);
      expect(await next.recover(unrecorded)).toEqual({ uploads: 0, objects: 1 });
      expect(files()).toEqual([]);
    });

    it('removes what many equal uploads have left behind', async () => {
      await dieInside();
      await dieInside();
      const next = await FolderObjectStore.open(folder, { exclusive: true });
      expect(await next.recover(unrecorded)).toEqual({ uploads: 0, objects: 1 });
      expect(files()).toEqual([]);
    });

    it('clears an old leftover while serving, but nothing that an upload of today needs', async () => {
      const sha256 = await dieInside();
      const [old = ''] = incoming();
      const { mtimeMs } = statSync(join(folder, 'incoming', old));
      const then = mtimeMs / 1000 - HOUR_AGO;
      utimesSync(join(folder, 'incoming', old), then, then);
      await dieInside();
      expect(await store.recover(unrecorded, true)).toEqual({ uploads: 0, objects: 0 });
      expect(await store.verify(sha256)).toBe(true);
      const [young = ''] = incoming();
      expect(young).not.toBe(old);
      utimesSync(join(folder, 'incoming', young), then, then);
      expect(await store.recover(unrecorded, true)).toEqual({ uploads: 0, objects: 1 });
      expect(files()).toEqual([]);
    });

    it('leaves the running uploads of other processes alone', async () => {
      const shared = await FolderObjectStore.open(folder, { exclusive: false });
      await shared.receive(chunks('running'), MAX);
      await shared.receive(chunks('old'), MAX);
      const [old] = incoming();
      const path = join(folder, 'incoming', old ?? '');
      const { mtimeMs } = statSync(path);
      utimesSync(path, mtimeMs / 1000 - HOUR_AGO, mtimeMs / 1000 - HOUR_AGO);
      expect(await shared.recover(unrecorded)).toEqual({ uploads: 1, objects: 0 });
      expect(incoming()).toHaveLength(1);
      expect(incoming()).not.toContain(old);
    });
  });
});
