import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface KeyFile {
  audit: string;
}

/** The program's secret keys. They live in a file readable by its owner only, beside the data. */
export class KeyRing {
  constructor(readonly auditKey: Buffer) {}

  /** Reads `keys.json` of the data directory, or creates it on first start with mode 0600. */
  static open(dataDir: string): KeyRing {
    const file = join(dataDir, 'keys.json');
    try {
      const keys = JSON.parse(readFileSync(file, 'utf8')) as KeyFile;
      return new KeyRing(Buffer.from(keys.audit, 'base64'));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    const audit = randomBytes(32);
    mkdirSync(dataDir, { recursive: true });
    const keys: KeyFile = { audit: audit.toString('base64') };
    writeFileSync(file, JSON.stringify(keys), { mode: 0o600, flag: 'wx' });
    return new KeyRing(audit);
  }
}
