import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { raw, sql } from '../../src/platform/database/queryable.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, IssueDriver, ok } from '../support/issues.js';
import { download, type ReportAnswer, ReportDesk } from './reporting.fixture.js';

/** Columns of a version that refer to rows of their own, and what they are made to refer to. */
const REFERENCES: Readonly<Record<string, string>> = {
  report_id: `(SELECT id FROM reports WHERE unit_id <> report_versions.unit_id ORDER BY id LIMIT 1)`,
  unit_id: `(SELECT id FROM units WHERE id <> report_versions.unit_id ORDER BY id LIMIT 1)`,
};
const ENTRY_REFERENCES: Readonly<Record<string, string>> = {
  campaign_id: `(SELECT id FROM campaigns WHERE id <> ledger_entries.campaign_id ORDER BY id LIMIT 1)`,
  unit_id: `(SELECT id FROM units WHERE id <> ledger_entries.unit_id ORDER BY id LIMIT 1)`,
};

const VERSION_COLUMNS = [
  'id',
  'report_id',
  'unit_id',
  'seal_no',
  'version_no',
  'as_of',
  'from_seq',
  'to_seq',
  'snapshot',
  'sha256',
  'previous_hash',
  'summary',
  'sealed_by',
  'sealed_by_name',
  'sealed_at',
] as const;
const ENTRY_COLUMNS = [
  'id',
  'campaign_id',
  'seq',
  'unit_id',
  'category',
  'issue_id',
  'cycle_no',
  'kind',
  'delta',
  'business_date',
  'recorded_at',
  'corrects_id',
] as const;
const NUMBERS: readonly string[] = [
  'seal_no',
  'version_no',
  'from_seq',
  'to_seq',
  'seq',
  'cycle_no',
  'delta',
];

/** One character or number of a column is changed; a new value for empty ones. */
function flipped(column: string, references: Readonly<Record<string, string>>): string {
  if (references[column]) return references[column];
  if (NUMBERS.includes(column)) return `${column} + 1000`;
  return `CASE WHEN ${column} IS NULL THEN 'f' WHEN SUBSTR(${column}, 1, 1) = 'f'
    THEN 'e' || SUBSTR(${column}, 2) ELSE 'f' || SUBSTR(${column}, 2) END`;
}

describe.each(ENGINES)('changes in the database file on %s', (engine) => {
  let app: TestApp;
  let desk: ReportDesk;
  let april: ReportAnswer;
  let may: ReportAnswer;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine, '2020-04-02T09:00:00+08:00');
    await createCampaign(app, 'rongchang-2020');
    const campaignId = await createCampaign(app);
    const driver = new IssueDriver(app, campaignId);
    desk = new ReportDesk(app, campaignId);
    await driver.to('REGISTERED');
    await driver.to('REGISTERED');
    await desk.open('liping', '2020-04');
    app.moveTo('2020-04-29T09:00:00+08:00');
    april = await desk.seal('qinghe', '2020-04');
    await desk.accept(april);
    await driver.to('REGISTERED');
    app.moveTo('2020-05-29T09:00:00+08:00');
    may = await desk.seal('qinghe', '2020-05');
    for (const format of ['1.pdf', '1.xlsx']) await desk.file('div.clerk', april, format);
    await unguard(['report_versions', 'ledger_entries', 'report_files']);
  });
  afterAll(() => app.stop());

  /** What somebody who writes into the file itself is not held back by. */
  async function unguard(tables: readonly string[]): Promise<void> {
    await app.uow.run(async (tx) => {
      for (const table of tables) {
        if (engine === 'postgres') {
          await tx.execute(raw(`ALTER TABLE ${table} DISABLE TRIGGER ALL`));
          continue;
        }
        for (const event of ['update', 'delete']) {
          await tx.execute(raw(`DROP TRIGGER ${table}_no_${event}`));
        }
      }
    });
  }

  const faultsOf = async (report: ReportAnswer): Promise<string[]> => {
    const clerk = await app.as('div.clerk');
    const answer = ok(await clerk.get(`/reports/${report.id}/verification`)).body as {
      faults: { check: string; place: string; message: string }[];
    };
    return answer.faults.map(({ check, place, message }) => `${check} ${place} ${message}`);
  };

  const write = (text: string): Promise<void> => app.uow.run((tx) => tx.execute(raw(text)));
  const stored = (table: string, where: string) =>
    app.rows<Record<string, unknown>>(sql`SELECT * FROM ${raw(table)} WHERE ${raw(where)}`);

  /** Changes, looks, and puts the row back as it was. */
  async function whileChanged(
    table: string,
    where: string,
    column: string,
    value: string,
    look: () => Promise<void>,
  ): Promise<void> {
    const field = column.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
    const [row] = await stored(table, where);
    const before = row?.[field] as string | number | null;
    const { id } = row as { id: string };
    await write(`UPDATE ${table} SET ${column} = ${value} WHERE ${where}`);
    await look();
    const same =
      column === 'id'
        ? raw(`${column} = (${value.replaceAll(column, `'${id}'`)})`)
        : sql`id = ${id}`;
    await app.uow.run((tx) =>
      tx.execute(sql`UPDATE ${raw(table)} SET ${raw(column)} = ${before} WHERE ${same}`),
    );
  }

  it('is sound to begin with', async () => {
    expect(await faultsOf(april)).toEqual([]);
    expect(await faultsOf(may)).toEqual([]);
  });

  it('covers every column that there is', async () => {
    const columns = async (table: string): Promise<string[]> =>
      Object.keys((await stored(table, '1 = 1'))[0] ?? {}).map((name) =>
        name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      );
    expect((await columns('report_versions')).sort()).toEqual([...VERSION_COLUMNS].sort());
    expect((await columns('ledger_entries')).sort()).toEqual([...ENTRY_COLUMNS].sort());
  });

  it.each(VERSION_COLUMNS)('finds a change of %s of a sealed version', async (column) => {
    const where = `report_id = '${april.id}' AND version_no = 1`;
    const value = flipped(column, REFERENCES);
    await whileChanged('report_versions', where, column, value, async () => {
      const faults = await faultsOf(april);
      expect(faults.length).toBeGreaterThan(0);
      expect(faults.join('\n')).toMatch(/2020年4月/);
      // The month after hangs on the digest of this one.
      if (column === 'sha256')
        expect((await faultsOf(may)).join()).toContain('CHAIN 2020年5月第1版');
    });
    expect(await faultsOf(april)).toEqual([]);
  });

  it.each(ENTRY_COLUMNS)('finds a change of %s of a posting, and names it', async (column) => {
    const where = `campaign_id = (SELECT campaign_id FROM reports WHERE id = '${april.id}') AND seq = 2`;
    await whileChanged(
      'ledger_entries',
      where,
      column,
      flipped(column, ENTRY_REFERENCES),
      async () => {
        expect((await faultsOf(april)).join('\n')).toMatch(/ENTRY 2020年4月第1版 第2笔台账分录/);
        // The month after is built on it, and says so too.
        expect((await faultsOf(may)).join('\n')).toMatch(/ENTRY 2020年4月第1版 第2笔台账分录/);
      },
    );
    expect(await faultsOf(april)).toEqual([]);
  });

  it('finds postings that changed places, a removed one and one put in', async () => {
    const campaign = `campaign_id = (SELECT campaign_id FROM reports WHERE id = '${april.id}')`;
    const swap = async (): Promise<void> => {
      for (const [from, to] of [
        [1, 9001],
        [2, 1],
        [9001, 2],
      ]) {
        await write(`UPDATE ledger_entries SET seq = ${to} WHERE ${campaign} AND seq = ${from}`);
      }
    };
    await swap();
    expect(await faultsOf(april)).toEqual([
      'ENTRY 2020年4月第1版 第1笔台账分录已被改动',
      'ENTRY 2020年4月第1版 第2笔台账分录已被改动',
    ]);
    await swap();
    await write(`UPDATE ledger_entries SET seq = 9001 WHERE ${campaign} AND seq = 1`);
    expect((await faultsOf(april)).join()).toContain('第1笔台账分录缺失');
    await write(`UPDATE ledger_entries SET seq = 1 WHERE ${campaign} AND seq = 9001`);
    expect(await faultsOf(april)).toEqual([]);
  });

  it('finds another digest of a file as it was first made', async () => {
    const where = `sealed_id = (SELECT id FROM report_versions WHERE report_id = '${april.id}') AND format = 'xlsx'`;
    await whileChanged('report_files', where, 'sha256', flipped('sha256', {}), async () => {
      expect(await faultsOf(april)).toEqual([
        'FILE 2020年4月第1版 重新生成的xlsx与首次生成的不一致',
      ]);
    });
    expect(
      await download(await app.as('div.clerk'), `/reports/${april.id}/versions/1.xlsx`),
    ).toBeDefined();
  });

  it('finds that the last version was removed, and that a digest was made to fit', async () => {
    const [row] = await stored('report_versions', `report_id = '${may.id}'`);
    const { sha256Of } = await import('../../src/platform/crypto/digest.js');
    const text = String(row?.['snapshot']).replace('"isNil":false', '"isNil":true ');
    await app.uow.run((tx) =>
      tx.execute(sql`UPDATE report_versions SET snapshot = ${text}, sha256 = ${sha256Of(text)}
        WHERE report_id = ${may.id}`),
    );
    expect(await faultsOf(may)).toEqual(['AUDIT 2020年5月第1版 摘要与审计日志中的登记不符']);
    await write(`DELETE FROM report_versions WHERE report_id = '${may.id}'`);
    expect(await faultsOf(april)).toEqual(['CHAIN 2020年4月 本单位应有2个封存版本，缺1个']);
    expect((await faultsOf(may)).join()).toContain('MISSING');
  });
});
