import type { ByteSource } from './byte-source.js';

export interface ZipEntry {
  readonly name: string;
  readonly encrypted: boolean;
}

const END_SIGNATURE = 0x06054b50;
const END_LENGTH = 22;
const ENTRY_SIGNATURE = 0x02014b50;
const ENTRY_LENGTH = 46;
const LOCAL_SIGNATURE = 0x04034b50;
const ENTRIES_MAX = 10_000;
const DIRECTORY_BYTES_MAX = 4 * 1024 * 1024;
const ENCRYPTED_FLAG = 1;

/**
 * The entries of a zip that is nothing but a zip: it begins with an entry, its directory ends where
 * the file ends, and no name is given twice or leads out of the archive. Undefined for anything else
 * (PKWARE APPNOTE 6.3 §4.3; ZIP64 is not needed below 4 GB and refused).
 */
export async function readZipDirectory(source: ByteSource): Promise<ZipEntry[] | undefined> {
  if (source.size < END_LENGTH) return undefined;
  const end = await source.read(source.size - END_LENGTH, END_LENGTH);
  if (end.readUInt32LE(0) !== END_SIGNATURE) return undefined;
  const count = end.readUInt16LE(10);
  const length = end.readUInt32LE(12);
  const offset = end.readUInt32LE(16);
  const whole =
    end.readUInt32LE(4) === 0 &&
    end.readUInt16LE(8) === count &&
    end.readUInt16LE(20) === 0 &&
    offset + length === source.size - END_LENGTH;
  if (!whole || count === 0 || count > ENTRIES_MAX || length > DIRECTORY_BYTES_MAX) {
    return undefined;
  }
  const first = await source.read(0, 4);
  if (first.readUInt32LE(0) !== LOCAL_SIGNATURE) return undefined;
  return parseDirectory(Buffer.from(await source.read(offset, length)), count);
}

function parseDirectory(directory: Buffer, count: number): ZipEntry[] | undefined {
  const entries: ZipEntry[] = [];
  const names = new Set<string>();
  let firstOffset = Infinity;
  let at = 0;
  for (let index = 0; index < count; index += 1) {
    if (at + ENTRY_LENGTH > directory.length) return undefined;
    if (directory.readUInt32LE(at) !== ENTRY_SIGNATURE) return undefined;
    const nameLength = directory.readUInt16LE(at + 28);
    const extraLength = directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
    const nameEnd = at + ENTRY_LENGTH + nameLength;
    if (nameEnd + extraLength > directory.length) return undefined;
    const name = directory.toString('utf8', at + ENTRY_LENGTH, nameEnd);
    if (names.has(name) || leadsOut(name)) return undefined;
    names.add(name);
    const encrypted = (directory.readUInt16LE(at + 8) & ENCRYPTED_FLAG) !== 0;
    entries.push({ name, encrypted });
    firstOffset = Math.min(firstOffset, directory.readUInt32LE(at + 42));
    at = nameEnd + extraLength;
  }
  return firstOffset === 0 && at === directory.length ? entries : undefined;
}

const leadsOut = (name: string): boolean =>
  name === '' || /^[/\\]|^[A-Za-z]:|\0/.test(name) || name.split(/[/\\]/).includes('..');
