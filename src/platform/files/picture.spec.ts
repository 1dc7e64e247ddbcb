import { describe, expect, it } from '@jest/globals';
import {
  commentSegment,
  HTML,
  iccSegment,
  jpeg,
  type JpegOptions,
  phoneExif,
  png,
  pngChunk,
  xmpSegment,
} from '../../../test/api/file-samples.js';
import { assemble, type ByteSource } from './byte-source.js';
import { parseExif, takenAtOf, writeExif } from './exif.js';
import { planJpeg } from './jpeg.js';
import { planPng } from './png.js';

/** A source that gives at most a few bytes more than asked for, as a window over a file does. */
const sourceOf = (bytes: Buffer): ByteSource => ({
  size: bytes.length,
  read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
});

async function clean(bytes: Buffer, plan: typeof planJpeg) {
  const source = sourceOf(bytes);
  const { pieces, takenAt } = await plan(source);
  const parts: Uint8Array[] = [];
  for await (const part of assemble(source, pieces)) parts.push(part);
  return { bytes: Buffer.concat(parts), takenAt };
}

const TAKEN = '2020-05-09T06:30:00.000Z';

describe('EXIF', () => {
  it.each([
    ['nothing', {}, null],
    ['China Standard Time by default', { takenLocal: '2020:05:09 14:30:00' }, TAKEN],
    ['the camera’s offset', { takenLocal: '2020:05:09 06:30:00', takenOffset: '+00:00' }, TAKEN],
    ['a clock never set', { takenLocal: '0000:00:00 00:00:00' }, null],
    ['a day that does not exist', { takenLocal: '2020:04:31 10:00:00' }, null],
    ['an hour that does not exist', { takenLocal: '2020:04:30 25:00:00' }, null],
  ])('capture time from %s', (_what, facts, expected) => {
    expect(takenAtOf(facts)).toBe(expected);
  });

  it('reads orientation and capture time of a telephone', () => {
    expect(parseExif(phoneExif('2020:05:09 14:30:00', '+08:00'))).toEqual({
      orientation: 6,
      takenLocal: '2020:05:09 14:30:00',
      takenOffset: '+08:00',
    });
  });

  it.each([
    { orientation: 6 },
    { takenLocal: '2020:05:09 14:30:00' },
    { orientation: 3, takenLocal: '2020:05:09 14:30:00', takenOffset: '+08:00' },
  ])('writes what it reads: %j', (facts) => {
    expect(parseExif(writeExif(facts) ?? Buffer.alloc(0))).toEqual(facts);
  });

  it('writes nothing when there is nothing to tell', () => {
    expect(writeExif({})).toBeUndefined();
  });

  it('survives a block cut off anywhere, and pointers that lead out of it', () => {
    const block = phoneExif();
    for (let length = 0; length < block.length; length += 1) {
      expect(() => parseExif(block.subarray(0, length))).not.toThrow();
    }
    const wild = Buffer.from(block);
    wild.writeUInt32LE(0xfffffff0, 4);
    expect(parseExif(wild)).toEqual({});
  });
});

describe('a JPEG', () => {
  it('without metadata is stored bit for bit', async () => {
    const bytes = jpeg({ extra: [iccSegment] });
    expect((await clean(bytes, planJpeg)).bytes.equals(bytes)).toBe(true);
  });

  it('loses place, device and everything else but keeps orientation and capture time', async () => {
    const photo = jpeg({
      exif: phoneExif(),
      extra: [xmpSegment, iccSegment, commentSegment],
      trailing: HTML,
    });
    const { bytes, takenAt } = await clean(photo, planJpeg);
    expect(takenAt).toBe(TAKEN);
    for (const secret of ['GPS', 'SecretPhone', '106.6', 'xap', 'script']) {
      expect(photo.includes(secret)).toBe(true);
      expect(bytes.includes(secret)).toBe(false);
    }
    const kept = writeExif({ orientation: 6, takenLocal: '2020:05:09 14:30:00' });
    expect(bytes.equals(jpeg({ ...(kept && { exif: kept }), extra: [iccSegment] }))).toBe(true);
  });

  it('comes out the same when cleaned again', async () => {
    const once = await clean(jpeg({ exif: phoneExif(), extra: [xmpSegment] }), planJpeg);
    expect(await clean(once.bytes, planJpeg)).toEqual(once);
  });

  const DAMAGED: readonly (readonly [string, Buffer])[] = [
    ['no end', jpeg({ end: false })],
    ['a segment longer than the file', jpeg().subarray(0, 40)],
    ['only its first bytes', Buffer.from([0xff, 0xd8, 0xff])],
    ['rubbish instead of a marker', Buffer.concat([jpeg().subarray(0, 2), Buffer.from('rubbish')])],
    ['a segment of length 0', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0])],
  ];
  it.each(DAMAGED)('with %s is refused', async (_what, bytes) => {
    await expect(clean(bytes, planJpeg)).rejects.toMatchObject({
      status: 422,
      code: 'FILE_DAMAGED',
    });
  });

  it('finds the end of a scan whose markers straddle the reading steps', async () => {
    const STEP = 32 * 1024;
    const plain = jpeg();
    const scanAt = plain.indexOf(Buffer.from([0x12, 0xff, 0x00]));
    for (const length of [STEP - 2, STEP - 1, STEP, STEP + 1]) {
      const stuffed = Buffer.alloc(length, 0x11);
      stuffed[length - 1] = 0xff;
      const bytes = Buffer.concat([
        plain.subarray(0, scanAt),
        stuffed,
        Buffer.from([0]),
        plain.subarray(scanAt),
      ]);
      expect((await clean(bytes, planJpeg)).bytes.equals(bytes)).toBe(true);
    }
  });

  it.each<[string, JpegOptions]>([
    ['no EXIF', {}],
    ['broken EXIF', { exif: Buffer.from('II*\0\xff\xff\xff\xff', 'latin1') }],
  ])('with %s has no capture time', async (_what, options) => {
    const result = await clean(jpeg(options), planJpeg);
    expect(result.takenAt).toBeNull();
    expect(result.bytes.equals(jpeg())).toBe(true);
  });
});

describe('a PNG', () => {
  it('without metadata is stored bit for bit', async () => {
    const bytes = png([pngChunk('pHYs', Buffer.alloc(9))]);
    expect((await clean(bytes, planPng)).bytes.equals(bytes)).toBe(true);
  });

  it('loses EXIF, texts, private chunks and what follows its end', async () => {
    const bytes = png(
      [
        pngChunk('eXIf', phoneExif()),
        pngChunk('iTXt', Buffer.from('XML:com.adobe.xmp\0GPS')),
        pngChunk('tEXt', Buffer.from('Location\0here')),
        pngChunk('prVt', Buffer.from('private')),
      ],
      HTML,
    );
    const result = await clean(bytes, planPng);
    expect(result.bytes.equals(png())).toBe(true);
    expect(result.takenAt).toBe(TAKEN);
  });

  it.each([
    ['no end', png().subarray(0, -12)],
    ['a chunk cut off', png().subarray(0, 30)],
    ['no header', Buffer.concat([png().subarray(0, 8), pngChunk('IEND', Buffer.alloc(0))])],
  ])('with %s is refused', async (_what, bytes) => {
    await expect(clean(bytes, planPng)).rejects.toMatchObject({ code: 'FILE_DAMAGED' });
  });
});
