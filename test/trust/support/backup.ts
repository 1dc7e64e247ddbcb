import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { create, extract } from 'tar';
import type { RowSource } from '../../../src/platform/database/rows.js';
import { PostgresRows } from '../../../src/platform/database/postgres-rows.js';
import { SqliteRows } from '../../../src/platform/database/sqlite-rows.js';
import type { DatabaseTarget } from '../../../src/platform/config/config.js';
import { ReportDesk } from '../../api/reporting.fixture.js';
import type { TestApp } from '../../support/app.js';
import { createCampaign, IssueDriver } from '../../support/issues.js';

/** Issues in several states with evidence, one of them struck off, and a sealed monthly report. */
export async function fillBureau(app: TestApp): Promise<{ campaignId: string; issueId: string }> {
  const campaignId = await createCampaign(app);
  const driver = new IssueDriver(app, campaignId);
  await driver.to('CLOSED');
  const open = await driver.to('RECTIFYING');
  await driver.addEvidence(await driver.addProgress(open));
  app.moveTo('2020-04-30T09:00:00+08:00');
  await new ReportDesk(app, campaignId).seal('qinghe', '2020-04');
  return { campaignId, issueId: open.id };
}

/** A copy of an archive in which something was changed. */
export async function altered(
  archive: string,
  name: string,
  change: (folder: string) => Promise<void> | void,
): Promise<string> {
  const folder = await mkdtemp(join(dirname(archive), 'altered-'));
  await extract({ file: archive, cwd: folder });
  await change(folder);
  const file = join(dirname(archive), `${basename(archive, '.tar.gz')}-${name}.tar.gz`);
  await create({ file, cwd: folder, gzip: true, portable: true }, await readdir(folder));
  await rm(folder, { recursive: true });
  return file;
}

/** All values of a column as they are stored, whoever serves. */
export async function valuesOf(
  target: DatabaseTarget,
  table: string,
  column: string,
): Promise<string[]> {
  const source: RowSource =
    target.engine === 'sqlite' ? new SqliteRows(target.file) : await PostgresRows.open(target.url);
  const values: string[] = [];
  for await (const rows of source.rows({ name: table, columns: [column] })) {
    values.push(...rows.map(([value]) => String(value)));
  }
  await source.close();
  return values;
}

export async function emptyFolder(parent: string, name: string): Promise<string> {
  const folder = join(parent, name);
  await mkdir(folder, { recursive: true });
  return folder;
}
