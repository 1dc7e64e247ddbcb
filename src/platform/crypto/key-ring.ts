import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Keys of encrypted fields by id. What is new is sealed with `current`; older ones still open. */
export interface FieldKeys {
  readonly current: string;
  readonly keys: Readonly<Record<string, Buffer>>;
}

/** As stored: keys in base64. Files of the first release hold `audit` only. */
interface KeyFile {
  audit: string;
  fields?: { current: string; keys: Record<string, string> };
  lookup?: string;
}

const KEY_BYTES = 32;
const FIRST_FIELD_KEY = 'k1';

const newKey = (): string => randomBytes(KEY_BYTES).toString('base64');

/** The program's secret keys. They live in a file readable by its owner only, beside the data. */
export class KeyRing {
  constructor(
    readonly auditKey: Buffer,
    /** For `FieldCipher`. */
    readonly fieldKeys: FieldKeys,
    /** For `KeyedHash`; apart from the field keys, so that a leaked hash key opens nothing. */
    readonly lookupKey: Buffer,
  ) {}

  /** Reads `keys.json` of the data directory, or creates it on first start with mode 0600. */
  static open(dataDir: string): KeyRing {
    const file = join(dataDir, 'keys.json');
    const stored = read(file);
    if (!stored) {
      mkdirSync(dataDir, { recursive: true });
      const created = completed({ audit: newKey() });
      writeFileSync(file, JSON.stringify(created), { mode: 0o600, flag: 'wx' });
      return ringOf(created);
    }
    const complete = completed(stored);
    if (!stored.fields || !stored.lookup) replace(file, complete);
    return ringOf(complete);
  }
}

function read(file: string): KeyFile | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as KeyFile;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return undefined;
  }
}

/** Through a second file: a crash half-way must not cost the keys that are there. */
function replace(file: string, keys: KeyFile): void {
  const next = `${file}.next`;
  writeFileSync(next, JSON.stringify(keys), { mode: 0o600 });
  renameSync(next, file);
}

const completed = ({ audit, fields, lookup }: KeyFile): Required<KeyFile> => ({
  audit,
  fields: fields ?? { current: FIRST_FIELD_KEY, keys: { [FIRST_FIELD_KEY]: newKey() } },
  lookup: lookup ?? newKey(),
});

function ringOf({ audit, fields, lookup }: Required<KeyFile>): KeyRing {
  const bytes = (text: string): Buffer => Buffer.from(text, 'base64');
  const keys = Object.fromEntries(
    Object.entries(fields.keys).map(([id, text]) => [id, bytes(text)]),
  );
  return new KeyRing(bytes(audit), { current: fields.current, keys }, bytes(lookup));
}
