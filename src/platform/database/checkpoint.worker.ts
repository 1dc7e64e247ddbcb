import BetterSqlite3 from 'better-sqlite3';
import { serveJobs } from '../workers/worker-host.js';
import type { CheckpointJob } from './checkpoints.js';

serveJobs<CheckpointJob, null>(({ file }) => {
  const database = new BetterSqlite3(file, { fileMustExist: true, timeout: 5000 });
  try {
    // The log may only be used anew once its pages are safely in the file.
    database.pragma('synchronous = FULL');
    // PASSIVE neither waits for readers nor holds up writers.
    database.pragma('wal_checkpoint(PASSIVE)');
  } finally {
    database.close();
  }
  return { value: null };
});
