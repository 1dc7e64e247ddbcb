import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { sql } from '../../src/platform/database/queryable.js';
import type { Tx } from '../../src/platform/database/tx.js';
import { JobInterrupted } from '../../src/platform/jobs/job-handlers.js';
import { IssueIntake } from '../../src/registers/issues/issue.intake.js';
import { ENGINES, TestApp } from '../support/app.js';
import { type ImportAnswer, ImportDriver, ROW, workbookFrom } from '../support/imports.js';
import { createCampaign, ok } from '../support/issues.js';

const STATEMENT = '问题表述（反馈原文）';
/** A portion and a small rest. */
const ROWS = 270;
const PORTION = 250;

describe.each(ENGINES)('an import that is broken off half-way, on %s', (engine) => {
  let app: TestApp;
  let driver: ImportDriver;
  let campaignId: string;
  let batch = 0;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine);
    campaignId = await createCampaign(app);
    driver = new ImportDriver(app, campaignId);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  afterAll(() => app.stop());

  const units = ['青禾镇人民政府', '望澜镇', '栗坪镇'];
  async function upload(): Promise<{ bytes: Buffer; checked: ImportAnswer }> {
    batch += 1;
    const rows = Array.from({ length: ROWS }, (_, index) => ({
      ...ROW,
      [STATEMENT]: `第${batch}批第${index + 1}条：低保档案缺页`,
      责任单位: units[index % units.length] ?? '',
    }));
    const bytes = await workbookFrom(rows);
    return { bytes, checked: await driver.check(bytes) };
  }

  /** Something happens in the middle of the second portion, once; `first` goes with the portion before it. */
  function breakOff(error: Error, first?: (tx: Tx) => Promise<unknown>): void {
    const intake = app.app.get(IssueIntake, { strict: false });
    const insert = intake.insertDrafts.bind(intake);
    let calls = 0;
    jest.spyOn(intake, 'insertDrafts').mockImplementation(async (tx, ...rest) => {
      calls += 1;
      await insert(tx, ...rest);
      if (calls === 1) await first?.(tx);
      if (calls === 2) throw error;
    });
  }

  /** The drafts of the batch, how many different ones, and what the counts by unit say of all drafts. */
  async function drafts(): Promise<{ made: number; distinct: number; counted: boolean }> {
    const [found] = await app.rows<{ made: number; words: number }>(sql`
      SELECT COUNT(*) AS made, COUNT(DISTINCT statement) AS words FROM issues
      WHERE campaign_id = ${campaignId} AND statement LIKE ${`第${batch}批%`}`);
    const [wrong] = await app.rows<{ count: number }>(sql`
      SELECT COUNT(*) AS count FROM issue_counts AS c
      WHERE c.campaign_id = ${campaignId} AND c.status = 'DRAFT' AND c.count <>
        (SELECT COUNT(*) FROM issues AS i WHERE i.campaign_id = c.campaign_id
          AND i.responsible_unit_id = c.unit_id AND i.status = 'DRAFT')`);
    return { made: found?.made ?? 0, distinct: found?.words ?? 0, counted: wrong?.count === 0 };
  }

  const acts = (id: string) =>
    app.rows(sql`
      SELECT action, actor_name AS by FROM audit_entries
      WHERE subject_id = ${id} AND action = 'issueImport.apply'`);

  it('is finished where it stopped by the next run, each row once', async () => {
    const { checked } = await upload();
    breakOff(new JobInterrupted('SHUTDOWN'));
    const applied = await driver.apply(checked);
    expect(applied).toMatchObject({ status: 'APPLIED', appliedRows: ROWS, failure: null });
    expect(await drafts()).toEqual({ made: ROWS, distinct: ROWS, counted: true });
    expect(await acts(checked.id)).toEqual([{ action: 'issueImport.apply', by: '经办人甲' }]);
  });

  it('is finished also when the one who decided it has left meanwhile', async () => {
    const { checked } = await upload();
    const leave = (at: string | null) => (tx: Tx) =>
      tx.execute(sql`UPDATE users SET disabled_at = ${at} WHERE username = 'div.clerk'`);
    breakOff(new JobInterrupted('SHUTDOWN'), leave(app.clock.now()));
    const clerk = await app.as('div.clerk');
    const path = `/issue-imports/${checked.id}/application`;
    ok(await clerk.post(path, { mode: 'ALL_OR_NOTHING' }, checked.version));
    await driver.settled();
    await app.uow.run(leave(null));
    expect(await driver.read(checked.id)).toMatchObject({ status: 'APPLIED', appliedRows: ROWS });
    expect(await drafts()).toEqual({ made: ROWS, distinct: ROWS, counted: true });
  });

  it('says how far it came when it failed, and goes on from there when asked to', async () => {
    const { bytes, checked } = await upload();
    breakOff(new Error('database or disk is full'));
    const broken = await driver.apply(checked);
    expect(broken).toMatchObject({ status: 'CHECKED', appliedRows: PORTION });
    expect(broken.failure).toMatch(/^已导入250条，其余还没有导入，请再次导入，从中断处继续。/);
    expect(await drafts()).toEqual({ made: PORTION, distinct: PORTION, counted: true });
    const clerk = await app.as('div.clerk');
    const withdrawal = `/issue-imports/${checked.id}/withdrawal`;
    expect((await clerk.post(withdrawal, {}, broken.version)).body.code).toBe(
      'IMPORT_NOT_WITHDRAWABLE',
    );
    const twin = await driver.check(bytes);
    const again = await clerk.post(
      `/issue-imports/${twin.id}/application`,
      { mode: 'ALL_OR_NOTHING' },
      twin.version,
    );
    expect([again.status, again.body.code]).toEqual([409, 'IMPORTED_BEFORE']);

    const applied = await driver.apply(broken);
    expect(applied).toMatchObject({ status: 'APPLIED', appliedRows: ROWS, failure: null });
    expect(await drafts()).toEqual({ made: ROWS, distinct: ROWS, counted: true });
    expect(await acts(checked.id)).toHaveLength(1);
  });
});
