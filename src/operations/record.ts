import { basename } from 'node:path';
import { AuditEntry, AuditHead } from '../platform/audit/audit.entity.js';
import { AuditLog } from '../platform/audit/audit-log.js';
import type { Clock } from '../platform/calendar/clock.js';
import type { Config } from '../platform/config/config.js';
import type { KeyRing } from '../platform/crypto/key-ring.js';
import { openBeside } from '../platform/database/beside.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { COMMAND_LINE } from './command-line.js';
import type { Manifest } from './manifest.js';

/** Records that a backup was taken, also while the program serves; the backup itself ends before it. */
export async function recordBackup(
  { database }: Config,
  keys: KeyRing,
  clock: Clock,
  file: string,
  { createdAt, form, files }: Manifest,
  withKeys: boolean,
): Promise<void> {
  const connections = await openBeside(database, [AuditEntry, AuditHead]);
  try {
    const audit = new AuditLog(keys);
    await new UnitOfWork(connections, clock).run((tx) => {
      audit.record(tx, COMMAND_LINE, {
        action: 'backup.create',
        subjectType: 'backup',
        subjectId: createdAt,
        detail: { file: basename(file), createdAt, form, files: files.length, withKeys },
      });
      return Promise.resolve();
    });
  } finally {
    await connections.close();
  }
}
