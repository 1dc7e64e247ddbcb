import { join } from 'node:path';
import { completed, KeyFile, newKey, nextKeyId, type StoredKeys } from './key-file.js';

/** Keys of encrypted fields by id. What is new is sealed with `current`; older ones still open. */
export interface FieldKeys {
  readonly current: string;
  readonly keys: Readonly<Record<string, Buffer>>;
}

/** Where the keys come from; a file in the data directory unless the operator says otherwise. */
export interface KeySource {
  readonly file?: string;
  /** All keys, given to the program with its settings. */
  readonly keys?: Required<StoredKeys>;
}

/** Raised when keys that the operator gives cannot be changed by the program. */
export class KeysAreGivenError extends Error {
  constructor() {
    super(
      'The keys come from XIAOHAO_KEYS: add or remove field keys there, name the new one in ' +
        '"fields.current", restart every server and run rotate-keys again.',
    );
    this.name = 'KeysAreGivenError';
  }
}

/** The program's secret keys. They live in a file readable by its owner only, or in its settings. */
export class KeyRing {
  private held: FieldKeys;
  private stamp: string | undefined;

  constructor(
    readonly auditKey: Buffer,
    fieldKeys: FieldKeys,
    /** For `KeyedHash`; apart from the field keys, so that a leaked hash key opens nothing. */
    readonly lookupKey: Buffer,
    private readonly file?: KeyFile,
  ) {
    this.held = fieldKeys;
    this.stamp = file?.stamp();
  }

  /**
   * Reads the given keys, or the key file, `keys.json` of the data directory by default, which is created
   * on first start with mode 0600.
   */
  static open(dataDir: string, { file, keys }: KeySource = {}): KeyRing {
    if (keys) return ringOf(keys);
    const keyFile = new KeyFile(file ?? join(dataDir, 'keys.json'));
    const stored = keyFile.read();
    const complete =
      stored?.fields && stored.lookup
        ? completed(stored)
        : keyFile.change((now) => completed(now ?? { audit: newKey() }));
    return ringOf(complete, keyFile);
  }

  /** True when the keys come from the settings and the program cannot change them. */
  get isGiven(): boolean {
    return this.file === undefined;
  }

  /** For `FieldCipher`, as this process knows them. */
  get fieldKeys(): FieldKeys {
    return this.held;
  }

  /** For sealing: another program may have rotated the keys, and retired the one known here. */
  currentFieldKeys(): FieldKeys {
    this.takeNews();
    return this.held;
  }

  /** The key by its id; looks into the file when another program has made it meanwhile. */
  fieldKey(id: string): Buffer | undefined {
    if (!this.held.keys[id]) this.takeNews();
    return this.held.keys[id];
  }

  /**
   * Makes a new field key the current one.
   * @returns its id
   * @throws {KeysAreGivenError} when the keys come from the settings.
   */
  rotate(): string {
    const keys = this.changeFields(({ keys: known }) => {
      const id = nextKeyId(Object.keys(known));
      return { current: id, keys: { ...known, [id]: newKey() } };
    });
    return keys.current;
  }

  /** Forgets an old field key for good. The caller knows that nothing is sealed with it any more. */
  retire(id: string): void {
    this.changeFields(({ current, keys }) => {
      if (id === current) throw new Error(`Field key "${id}" is the current one`);
      const { [id]: _retired, ...rest } = keys;
      return { current, keys: rest };
    });
  }

  private changeFields(change: (fields: StoredFields) => StoredFields): FieldKeys {
    const { file } = this;
    if (!file) throw new KeysAreGivenError();
    const { fields } = file.change((stored) => {
      if (!stored?.fields) throw new Error(`${file.path} has no field keys`);
      return completed({ ...stored, fields: change(stored.fields) });
    });
    this.held = fieldKeysOf(fields);
    this.stamp = undefined;
    return this.held;
  }

  private takeNews(): void {
    const { file } = this;
    // Before reading: what is written meanwhile is news again next time.
    const stamp = file?.stamp();
    if (!file || stamp === this.stamp) return;
    const fields = file.read()?.fields;
    if (!fields) return;
    this.held = fieldKeysOf(fields);
    this.stamp = stamp;
  }
}

type StoredFields = NonNullable<StoredKeys['fields']>;

const bytes = (text: string): Buffer => Buffer.from(text, 'base64');

const fieldKeysOf = ({ current, keys }: StoredFields): FieldKeys => ({
  current,
  keys: Object.fromEntries(Object.entries(keys).map(([id, text]) => [id, bytes(text)])),
});

const ringOf = ({ audit, fields, lookup }: Required<StoredKeys>, file?: KeyFile): KeyRing =>
  new KeyRing(bytes(audit), fieldKeysOf(fields), bytes(lookup), file);
