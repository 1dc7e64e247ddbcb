import type { ByteSource, Piece } from './byte-source.js';
import { type ExifFacts, parseExif } from './exif.js';
import { cleanPicture, type CleanPicture, damagedPicture } from './picture.js';

const SIGNATURE_LENGTH = 8;
/** Length and type before a chunk's data, checksum after it. */
const FRAME_LENGTH = 12;
const EXIF_BYTES_MAX = 1024 * 1024;

/** Ancillary chunks that say how to show the picture; texts, EXIF and private chunks do not. */
const SHOWING = new Set([
  'tRNS',
  'gAMA',
  'cHRM',
  'sRGB',
  'iCCP',
  'cICP',
  'sBIT',
  'bKGD',
  'pHYs',
  'hIST',
  'tIME',
]);

/**
 * Plans a PNG without EXIF, texts and private chunks, and with nothing after its end (PNG 3rd edition
 * §5). The capture time is read first; PNG screenshots are upright, so orientation is not kept.
 *
 * @throws 422 when the picture is damaged.
 */
export async function planPng(source: ByteSource): Promise<CleanPicture> {
  const pieces: Piece[] = [{ offset: 0, length: SIGNATURE_LENGTH }];
  let facts: ExifFacts = {};
  for (let at = SIGNATURE_LENGTH; ;) {
    const head = await source.read(at, 8);
    if (head.length < 8) throw damagedPicture();
    const type = head.toString('latin1', 4, 8);
    const length = FRAME_LENGTH + head.readUInt32BE(0);
    if (at + length > source.size || (at === SIGNATURE_LENGTH && type !== 'IHDR')) {
      throw damagedPicture();
    }
    if (type === 'eXIf' && length <= EXIF_BYTES_MAX) {
      facts = parseExif(Buffer.from(await source.read(at + 8, length - FRAME_LENGTH)));
    }
    if (isCritical(type) || SHOWING.has(type)) pieces.push({ offset: at, length });
    if (type === 'IEND') return cleanPicture(pieces, facts);
    at += length;
  }
}

/** An upper-case first letter means that the picture cannot be shown without the chunk. */
const isCritical = (type: string): boolean => /^[A-Z]/.test(type);
