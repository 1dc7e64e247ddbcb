/** What of a picture's EXIF is kept. Everything else, the place above all, is left out. */
export interface ExifFacts {
  /** 1–8 (EXIF 2.32 §4.6.4 A); how to turn the picture before showing it. */
  readonly orientation?: number;
  /** `YYYY:MM:DD HH:MM:SS` of the camera's clock. */
  readonly takenLocal?: string;
  /** `+08:00`; absent on most older cameras. */
  readonly takenOffset?: string;
}

const ORIENTATION = 0x0112;
const EXIF_POINTER = 0x8769;
const DATE_TIME_ORIGINAL = 0x9003;
const DATE_TIME_DIGITIZED = 0x9004;
const OFFSET_TIME_ORIGINAL = 0x9011;

const ASCII = 2;
const SHORT = 3;
const LONG = 4;
const ENTRIES_MAX = 512;

interface Entry {
  readonly type: number;
  readonly count: number;
  /** Position of the value field of the entry. */
  readonly at: number;
}

/** A pointer of the block leads out of it. */
class BrokenTiff extends Error {}

/**
 * Reads the kept facts from a TIFF block (the part of an EXIF segment after `Exif\0\0`). A broken block
 * tells nothing.
 */
export function parseExif(tiff: Buffer): ExifFacts {
  try {
    return new TiffReader(tiff).facts();
  } catch (error) {
    if (error instanceof BrokenTiff) return {};
    throw error;
  }
}

class TiffReader {
  private readonly little: boolean;

  constructor(private readonly tiff: Buffer) {
    this.little = tiff.toString('latin1', 0, 2) === 'II';
  }

  facts(): ExifFacts {
    if (this.short(2) !== 42) return {};
    const main = this.directory(this.long(4));
    const pointer = main.get(EXIF_POINTER);
    const exif = pointer ? this.directory(this.long(pointer.at)) : new Map<number, Entry>();
    const orientation = this.orientation(main.get(ORIENTATION));
    const taken = exif.get(DATE_TIME_ORIGINAL) ?? exif.get(DATE_TIME_DIGITIZED);
    const takenLocal = this.text(taken, /^\d{4}:\d\d:\d\d \d\d:\d\d:\d\d$/);
    const takenOffset = this.text(exif.get(OFFSET_TIME_ORIGINAL), /^[+-]\d\d:\d\d$/);
    return {
      ...(orientation !== undefined && { orientation }),
      ...(takenLocal !== undefined && { takenLocal }),
      ...(takenLocal !== undefined && takenOffset !== undefined && { takenOffset }),
    };
  }

  private orientation(entry: Entry | undefined): number | undefined {
    if (entry?.type !== SHORT) return undefined;
    const value = this.short(entry.at);
    return value >= 2 && value <= 8 ? value : undefined;
  }

  private text(entry: Entry | undefined, shape: RegExp): string | undefined {
    if (entry?.type !== ASCII) return undefined;
    const at = entry.count > 4 ? this.long(entry.at) : entry.at;
    const value = this.tiff.toString('latin1', at, at + entry.count).replace(/\0.*$/s, '');
    return shape.test(value) ? value : undefined;
  }

  private directory(offset: number): Map<number, Entry> {
    const count = Math.min(this.short(offset), ENTRIES_MAX);
    const entries = new Map<number, Entry>();
    for (let index = 0; index < count; index += 1) {
      const at = offset + 2 + index * 12;
      entries.set(this.short(at), {
        type: this.short(at + 2),
        count: this.long(at + 4),
        at: at + 8,
      });
    }
    return entries;
  }

  private short(at: number): number {
    this.requireInside(at, 2);
    return this.little ? this.tiff.readUInt16LE(at) : this.tiff.readUInt16BE(at);
  }

  private long(at: number): number {
    this.requireInside(at, 4);
    return this.little ? this.tiff.readUInt32LE(at) : this.tiff.readUInt32BE(at);
  }

  private requireInside(at: number, length: number): void {
    if (at + length > this.tiff.length) throw new BrokenTiff();
  }
}

/** A TIFF block with the given facts and nothing else; undefined when there is nothing to tell. */
export function writeExif(facts: ExifFacts): Buffer | undefined {
  const exif = [
    ...(facts.takenLocal ? [asciiField(DATE_TIME_ORIGINAL, facts.takenLocal)] : []),
    ...(facts.takenOffset ? [asciiField(OFFSET_TIME_ORIGINAL, facts.takenOffset)] : []),
  ];
  const main = facts.orientation ? [shortField(ORIENTATION, facts.orientation)] : [];
  if (exif.length === 0 && main.length === 0) return undefined;
  const header = Buffer.from('MM\0\x2a\0\0\0\x08', 'latin1');
  if (exif.length === 0) return Buffer.concat([header, directory(main, header.length)]);
  const mainLength = 2 + (main.length + 1) * 12 + 4;
  const pointer = longField(EXIF_POINTER, header.length + mainLength);
  return Buffer.concat([
    header,
    directory([...main, pointer], header.length),
    directory(exif, header.length + mainLength),
  ]);
}

interface Field {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  readonly value: Buffer;
}

function asciiField(tag: number, text: string): Field {
  const value = Buffer.from(`${text}\0`, 'latin1');
  return { tag, type: ASCII, count: value.length, value };
}

function shortField(tag: number, number: number): Field {
  const value = Buffer.alloc(4);
  value.writeUInt16BE(number);
  return { tag, type: SHORT, count: 1, value };
}

function longField(tag: number, number: number): Field {
  const value = Buffer.alloc(4);
  value.writeUInt32BE(number);
  return { tag, type: LONG, count: 1, value };
}

/** One image file directory at `offset`, followed by the values that do not fit into its entries. */
function directory(fields: readonly Field[], offset: number): Buffer {
  const table = Buffer.alloc(2 + fields.length * 12 + 4);
  const values: Buffer[] = [];
  let valuesAt = offset + table.length;
  table.writeUInt16BE(fields.length);
  fields.forEach(({ tag, type, count, value }, index) => {
    const at = 2 + index * 12;
    table.writeUInt16BE(tag, at);
    table.writeUInt16BE(type, at + 2);
    table.writeUInt32BE(count, at + 4);
    if (value.length <= 4) {
      value.copy(table, at + 8);
      return;
    }
    table.writeUInt32BE(valuesAt, at + 8);
    const padded = Buffer.concat([value, Buffer.alloc(value.length % 2)]);
    values.push(padded);
    valuesAt += padded.length;
  });
  return Buffer.concat([table, ...values]);
}

/**
 * The instant a picture was taken. Without an offset the camera's clock counts as China Standard Time;
 * a date that does not exist gives null.
 */
export function takenAtOf({ takenLocal, takenOffset }: ExifFacts): string | null {
  if (takenLocal === undefined) return null;
  const local = takenLocal.replace(/^(\d{4}):(\d\d):(\d\d) /, '$1-$2-$3T');
  const instant = new Date(`${local}${takenOffset ?? '+08:00'}`);
  const day = new Date(`${local.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(instant.getTime()) || Number.isNaN(day.getTime())) return null;
  // JavaScript takes 31 April for 1 May; a camera that says so says nothing.
  return day.toISOString().startsWith(local.slice(0, 10)) ? instant.toISOString() : null;
}
