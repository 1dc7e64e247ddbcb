import type { ByteSource, Piece } from './byte-source.js';
import { type ExifFacts, parseExif, writeExif } from './exif.js';
import { cleanPicture, type CleanPicture, damagedPicture } from './picture.js';

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const APP0 = 0xe0;
const APP1 = 0xe1;
const APP2 = 0xe2;
const APP14 = 0xee;
const APP15 = 0xef;
const COMMENT = 0xfe;

const EXIF_HEADER = Buffer.from('Exif\0\0', 'latin1');
const STEP = 32 * 1024;

/**
 * Plans a JPEG without GPS position, device data, thumbnails and comments (ITU-T T.81 annex B): of the
 * application segments only JFIF, colour profile and Adobe transform stay, EXIF is written anew with
 * orientation and capture time alone, and nothing follows the end of the picture. EXIF, XMP, IPTC and
 * maker notes can all carry the place, so a list of what stays is safer than one of what goes. A
 * picture without such segments comes out bit for bit.
 *
 * @throws 422 when the picture is damaged.
 */
export async function planJpeg(source: ByteSource): Promise<CleanPicture> {
  const kept: Piece[] = [];
  let facts: ExifFacts = {};
  let startsWithJfif = false;
  let at = await expectMarker(source, 0, SOI);
  for (;;) {
    const { marker, bodyAt } = await nextMarker(source, at);
    if (marker === EOI) {
      kept.push({ offset: at, length: bodyAt - at });
      break;
    }
    const end = bodyAt + (await segmentLength(source, bodyAt));
    if (end > source.size) throw damagedPicture();
    const identifier = Buffer.from(await source.read(bodyAt + 2, 12));
    if (marker === APP1 && identifier.subarray(0, 6).equals(EXIF_HEADER)) {
      facts = {
        ...parseExif(Buffer.from(await source.read(bodyAt + 8, end - bodyAt - 8))),
        ...facts,
      };
    } else if (stays(marker, identifier)) {
      startsWithJfif ||= marker === APP0 && kept.length === 0;
      kept.push({ offset: at, length: end - at });
    }
    at = end;
    if (marker === SOS) {
      const scanEnd = await endOfScan(source, at);
      kept.push({ offset: at, length: scanEnd - at });
      at = scanEnd;
    }
  }
  kept.splice(startsWithJfif ? 1 : 0, 0, ...exifSegment(facts));
  return cleanPicture([{ offset: 0, length: 2 }, ...kept], facts);
}

function stays(marker: number, identifier: Buffer): boolean {
  if (marker === COMMENT) return false;
  if (marker < APP0 || marker > APP15) return true;
  const starts = (text: string) => identifier.toString('latin1', 0, text.length) === text;
  if (marker === APP0) return starts('JFIF\0');
  if (marker === APP2) return starts('ICC_PROFILE\0');
  return marker === APP14 && starts('Adobe');
}

function exifSegment(facts: ExifFacts): Buffer[] {
  const tiff = writeExif(facts);
  if (!tiff) return [];
  const head = Buffer.from([0xff, APP1, 0, 0]);
  head.writeUInt16BE(2 + EXIF_HEADER.length + tiff.length, 2);
  return [Buffer.concat([head, EXIF_HEADER, tiff])];
}

async function expectMarker(source: ByteSource, at: number, marker: number): Promise<number> {
  const found = await source.read(at, 2);
  if (found[0] !== 0xff || found[1] !== marker) throw damagedPicture();
  return at + 2;
}

/** The marker at `at`; fill bytes (FF FF …) may stand before it. */
async function nextMarker(
  source: ByteSource,
  at: number,
): Promise<{ marker: number; bodyAt: number }> {
  if ((await source.read(at, 1))[0] !== 0xff) throw damagedPicture();
  for (let next = at + 1; ; next += 1) {
    const marker = (await source.read(next, 1))[0];
    if (marker === undefined || marker === 0) throw damagedPicture();
    if (marker !== 0xff) return { marker, bodyAt: next + 1 };
  }
}

async function segmentLength(source: ByteSource, at: number): Promise<number> {
  const field = await source.read(at, 2);
  const length = field.length === 2 ? field.readUInt16BE() : 0;
  if (length < 2) throw damagedPicture();
  return length;
}

/** Where the entropy-coded data ends: at the first marker other than a restart or a stuffed zero. */
async function endOfScan(source: ByteSource, from: number): Promise<number> {
  for (let at = from; at < source.size;) {
    const chunk = await source.read(at, STEP);
    let mark = chunk.indexOf(0xff);
    while (mark >= 0 && mark + 1 < chunk.length) {
      const next = chunk[mark + 1] ?? 0;
      const inScan = next === 0 || next === 0xff || (next >= 0xd0 && next <= 0xd7);
      if (!inScan) return at + mark;
      mark = chunk.indexOf(0xff, mark + (next === 0xff ? 1 : 2));
    }
    // A mark at the end of the step is looked at again together with what follows it.
    at += mark < 0 ? chunk.length : mark;
    if (mark >= 0 && at + 1 >= source.size) break;
  }
  throw damagedPicture();
}
