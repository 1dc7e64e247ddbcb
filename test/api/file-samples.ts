import { crc32, deflateSync } from 'node:zlib';

/** Small files of every kind, made by hand so that a test can make them wrong in one place. */

const text = (value: string): Buffer => Buffer.from(value, 'latin1');

export const pdf = (content = '%%EOF\n'): Buffer =>
  text(`%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n${content}`);

interface ZipOptions {
  /** Bytes put before the first entry, with all offsets moved accordingly. */
  readonly prefix?: Buffer;
  readonly encrypted?: boolean;
}

/** A zip of stored entries, each `[name, content]`. */
export function zip(
  entries: readonly (readonly [string, string])[],
  options: ZipOptions = {},
): Buffer {
  const parts: Buffer[] = options.prefix ? [options.prefix] : [];
  const central: Buffer[] = [];
  let offset = options.prefix?.length ?? 0;
  for (const [name, content] of entries) {
    const nameBytes = Buffer.from(name);
    const data = Buffer.from(content);
    const fixed = Buffer.alloc(26);
    fixed.writeUInt16LE(20, 0);
    fixed.writeUInt16LE(options.encrypted ? 1 : 0, 2);
    fixed.writeUInt32LE(crc32(data), 10);
    fixed.writeUInt32LE(data.length, 14);
    fixed.writeUInt32LE(data.length, 18);
    fixed.writeUInt16LE(nameBytes.length, 22);
    parts.push(text('PK\x03\x04'), fixed, nameBytes, data);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    central.push(text('PK\x01\x02'), Buffer.from([20, 0]), fixed, tail, nameBytes);
    offset += 30 + nameBytes.length + data.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, directory, end]);
}

const TYPES = ['[Content_Types].xml', '<Types/>'] as const;
export const docx = (): Buffer => zip([TYPES, ['word/document.xml', '<w:document/>']]);
export const docm = (): Buffer =>
  zip([TYPES, ['word/document.xml', '<w:document/>'], ['word/vbaProject.bin', 'x']]);
export const xlsx = (): Buffer => zip([TYPES, ['xl/workbook.xml', '<workbook/>']]);
export const ofd = (): Buffer =>
  zip([
    ['OFD.xml', '<ofd:OFD/>'],
    ['Doc_0/Document.xml', '<x/>'],
  ]);

function segment(marker: number, body: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
}

export interface JpegOptions {
  readonly exif?: Buffer;
  readonly extra?: readonly Buffer[];
  readonly trailing?: Buffer;
  readonly end?: boolean;
}

const SOI = Buffer.from([0xff, 0xd8]);
const EOI = Buffer.from([0xff, 0xd9]);
const JFIF = segment(0xe0, text('JFIF\0\x01\x01\0\0\x01\0\x01\0\0'));
/** A stuffed zero and a restart marker inside, neither of which ends the scan. */
const SCAN = Buffer.from([0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56]);

export const xmpSegment = segment(
  0xe1,
  text('http://ns.adobe.com/xap/1.0/\0<x exif:GPSLatitude="29"/>'),
);
export const iccSegment = segment(0xe2, text('ICC_PROFILE\0\x01\x01profile'));
export const commentSegment = segment(0xfe, text('made at 29.1,106.6'));

/** A JPEG by structure: two scans as a progressive one has. */
export function jpeg(options: JpegOptions = {}): Buffer {
  const scan = Buffer.concat([segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])), SCAN]);
  return Buffer.concat([
    SOI,
    JFIF,
    ...(options.exif ? [segment(0xe1, Buffer.concat([text('Exif\0\0'), options.exif]))] : []),
    ...(options.extra ?? []),
    segment(0xdb, Buffer.alloc(65, 1)),
    segment(0xc2, Buffer.from([8, 0, 1, 0, 1, 1, 1, 0x11, 0])),
    scan,
    segment(0xc4, Buffer.alloc(18)),
    scan,
    ...(options.end === false ? [] : [EOI]),
    ...(options.trailing ? [options.trailing] : []),
  ]);
}

type ExifValue = readonly [tag: number, type: number, count: number, value: Buffer];

/** A little-endian TIFF block as a telephone writes it: make, orientation 6, capture time, position. */
export function phoneExif(taken = '2020:05:09 14:30:00', offset?: string): Buffer {
  const short = (tag: number, value: number): ExifValue => [
    tag,
    3,
    1,
    Buffer.from([value, 0, 0, 0]),
  ];
  const ascii = (tag: number, value: string): ExifValue => [
    tag,
    2,
    value.length + 1,
    text(`${value}\0`),
  ];
  const pointer = (tag: number, to: number): ExifValue => {
    const value = Buffer.alloc(4);
    value.writeUInt32LE(to);
    return [tag, 4, 1, value];
  };
  const exif = ifd(
    [
      ascii(0x9003, taken),
      ...(offset ? [ascii(0x9011, offset)] : []),
      ascii(0x927c, 'GPS in maker note'),
    ],
    200,
  );
  const gps = ifd([ascii(0x0001, 'N'), ascii(0x001d, '2020:05:09')], 400);
  const main = ifd(
    [ascii(0x010f, 'SecretPhone'), short(0x0112, 6), pointer(0x8769, 200), pointer(0x8825, 400)],
    8,
  );
  const block = Buffer.alloc(600);
  block.write('II*\0\x08\0\0\0', 'latin1');
  main.copy(block, 8);
  exif.copy(block, 200);
  gps.copy(block, 400);
  return block;
}

function ifd(values: readonly ExifValue[], offset: number): Buffer {
  const table = Buffer.alloc(2 + values.length * 12 + 4);
  table.writeUInt16LE(values.length);
  const long: Buffer[] = [];
  let at = offset + table.length;
  values.forEach(([tag, type, count, value], index) => {
    const entry = 2 + index * 12;
    table.writeUInt16LE(tag, entry);
    table.writeUInt16LE(type, entry + 2);
    table.writeUInt32LE(count, entry + 4);
    if (value.length <= 4) value.copy(table, entry + 8);
    else {
      table.writeUInt32LE(at, entry + 8);
      long.push(value);
      at += value.length;
    }
  });
  return Buffer.concat([table, ...long]);
}

export function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([text(type), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** A PNG of one grey pixel with further chunks before its data. */
export function png(extra: readonly Buffer[] = [], trailing: Buffer = Buffer.alloc(0)): Buffer {
  const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
  return Buffer.concat([
    text('\x89PNG\r\n\x1a\n'),
    pngChunk('IHDR', header),
    ...extra,
    pngChunk('IDAT', deflateSync(Buffer.from([0, 128]))),
    pngChunk('IEND', Buffer.alloc(0)),
    trailing,
  ]);
}

export const SVG = text('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
export const HTML = text('<!doctype html><html><script>alert(1)</script></html>');
