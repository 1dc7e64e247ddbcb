import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { TableFaultError } from './table.js';

const ENTRIES_MAX = 50;
const UNPACKED_BYTES_MAX = 100 * 1024 * 1024;
const RATIO_MAX = 100;
/** A small part may well be a hundred times smaller packed. */
const RATIO_COUNTS_FROM = 1024 * 1024;

/** A zip whose directory has been looked through; nothing has been unpacked. */
export interface CheckedZip {
  readonly zip: ZipFile;
  readonly entries: ReadonlyMap<string, Entry>;
}

/**
 * Looks through the directory of an archive before anything is unpacked. That the directory tells the
 * truth about sizes is checked while unpacking.
 * @throws {TableFaultError}
 */
export async function openChecked(path: string): Promise<CheckedZip> {
  const options = { lazyEntries: true, autoClose: false, validateEntrySizes: true };
  const zip = await openPromise(path, options).catch(() => {
    throw new TableFaultError('FILE_DAMAGED');
  });
  try {
    if (zip.entryCount > ENTRIES_MAX) throw new TableFaultError('FILE_TOO_COMPLEX');
    const entries = new Map<string, Entry>();
    let unpacked = 0;
    for await (const entry of zip.eachEntry()) {
      unpacked += entry.uncompressedSize;
      if (unpacked > UNPACKED_BYTES_MAX || isBomb(entry)) {
        throw new TableFaultError('FILE_TOO_COMPLEX');
      }
      if (entry.isEncrypted()) throw new TableFaultError('FILE_ENCRYPTED');
      entries.set(entry.fileName, entry);
    }
    return { zip, entries };
  } catch (error) {
    zip.close();
    throw error instanceof TableFaultError ? error : new TableFaultError('FILE_DAMAGED');
  }
}

/** As {@link openChecked}, for those who only want to know. */
export async function checkZip(path: string): Promise<void> {
  (await openChecked(path)).zip.close();
}

const isBomb = ({ compressedSize, uncompressedSize }: Entry): boolean =>
  uncompressedSize > RATIO_COUNTS_FROM && uncompressedSize > compressedSize * RATIO_MAX;
