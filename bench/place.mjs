import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Wednesday, half way through the campaign: lights of every colour, some issues overdue. */
export const NOW = '2020-06-17T09:00:00+08:00';
export const PASSWORD = 'Xiaohao-2020';
export const CLERK = 'bench.clerk';
export const CHIEF = 'bench.chief';
export const TOWNS = 40;

const number = (name, fallback) => Number(process.env[name] ?? fallback);

/** How much is measured; smaller numbers give a quick look. */
export const SIZES = {
  issues: number('BENCH_ISSUES', 100_000),
  importRows: number('BENCH_IMPORT', 10_000),
  pdfRows: number('BENCH_PDF_ROWS', 5000),
  rounds: number('BENCH_ROUNDS', 5),
};

export const DIST = new URL('../dist/', import.meta.url);

/** A folder for the databases of this run, and how to get rid of it. */
export function makeFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'xiaohao-bench-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/**
 * Settings of a program whose data are in `folder`, its records in PostgreSQL if `url` is given.
 *
 * @param {string} folder
 * @param {string} [url]
 */
export function configIn(folder, url) {
  return {
    host: '127.0.0.1',
    port: 0,
    database: url ? { engine: 'postgres', url } : { engine: 'sqlite', file: databaseIn(folder) },
    dataDir: folder,
    demoOutput: join(folder, 'demo-output'),
    adminPassword: PASSWORD,
    trustProxy: [],
    logLevel: 'silent',
    uploadBytesMax: 20 * 1024 * 1024,
  };
}

export const databaseIn = (folder) => join(folder, 'xiaohao.sqlite');

/** Copies the seeded database into a folder of its own. */
export function copyDatabase(from, to) {
  mkdirSync(to, { recursive: true });
  copyFileSync(databaseIn(from), databaseIn(to));
  return to;
}
