const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END_OF_DIRECTORY = 0x06054b50;
const END_LENGTH = 22;

/**
 * Sets the time of every entry of a zip file, in place, so that equal content gives equal bytes.
 * Only for archives without zip64 and without a comment, as JSZip writes them. Throws when the
 * directory is not where it should be.
 */
export function setZipDates(zip: Buffer, at: Date): void {
  const end = zip.length - END_LENGTH;
  if (end < 0 || zip.readUInt32LE(end) !== END_OF_DIRECTORY)
    throw new Error('not a plain zip file');
  const { date, time } = dosInstant(at);
  const stamp = (offset: number): void => {
    zip.writeUInt16LE(time, offset);
    zip.writeUInt16LE(date, offset + 2);
  };
  const entries = zip.readUInt16LE(end + 10);
  let entry = zip.readUInt32LE(end + 16);
  for (let i = 0; i < entries; i++) {
    if (zip.readUInt32LE(entry) !== CENTRAL_HEADER) throw new Error('broken zip directory');
    stamp(entry + 12);
    const local = zip.readUInt32LE(entry + 42);
    if (zip.readUInt32LE(local) !== LOCAL_HEADER) throw new Error('broken zip entry');
    stamp(local + 10);
    entry +=
      46 +
      zip.readUInt16LE(entry + 28) +
      zip.readUInt16LE(entry + 30) +
      zip.readUInt16LE(entry + 32);
  }
}

/** MS-DOS date and time in UTC; the format begins in 1980. */
function dosInstant(at: Date): { date: number; time: number } {
  const year = Math.max(at.getUTCFullYear(), 1980) - 1980;
  return {
    date: (year << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate(),
    time: (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1),
  };
}
