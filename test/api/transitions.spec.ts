import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEMO_USERS } from '../../src/demo/world.js';
import { grantOf } from '../../src/identity/permissions.js';
import { sql } from '../../src/platform/database/queryable.js';
import { isOpen, ISSUE_STATUS, type IssueStatus } from '../../src/registers/codes.js';
import {
  ISSUE_WORKFLOW,
  type IssueTransition,
} from '../../src/registers/issues/issue.transitions.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, type DrivenIssue, IssueDriver } from '../support/issues.js';
import { ACTION_SAMPLES, issueIn } from './transition-samples.js';

/** One cell of the transition table: the row, and one status it starts from. */
const CELLS = ISSUE_WORKFLOW.transitions.flatMap((row) =>
  row.from.map((status) => ({ id: row.id, label: row.label, status, row })),
);

/** Steps whose record (application, extension) exists only in the status they belong to. */
const ON_A_RECORD = [
  'withdrawClosure',
  'reviewClosure',
  'returnClosure',
  'close',
  'decideExtension',
];

/** Users none of whose roles has the permission at all, and the foreign county's clerk. */
const outsidersOf = (row: IssueTransition): string[] =>
  DEMO_USERS.filter(
    ({ roles, username }) =>
      username === 'yunqi.clerk' ||
      roles.every((role) => grantOf(row.permission, role) === undefined),
  ).map(({ username }) => username);

describe.each(ENGINES)('the transition table on %s', (engine) => {
  let app: TestApp;
  let driver: IssueDriver;
  const specimens = new Map<IssueStatus, DrivenIssue>();

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine);
    driver = new IssueDriver(app, await createCampaign(app));
    for (const status of ISSUE_STATUS.codes) {
      specimens.set(status, await issueIn(status, app, driver));
    }
  }, 120_000);
  afterAll(() => app.stop());

  const specimen = (status: IssueStatus): DrivenIssue => specimens.get(status) as DrivenIssue;
  const storedVersion = async (id: string): Promise<number | undefined> =>
    (await app.rows<{ version: number }>(sql`SELECT version FROM issues WHERE id = ${id}`))[0]
      ?.version;

  it.each(CELLS)(
    '$id $label from $status: succeeds, with audit entry and posting',
    async ({ row, status }) => {
      const sample = ACTION_SAMPLES[row.action];
      const issue = await issueIn(status, app, driver, sample.finding);
      await sample.prepare?.(app, driver, issue);
      const before = await ledgerOf(app, issue.id);

      const answer = await sample.send(app, driver, issue, sample.actor);

      expect(answer).toBeLessThan(300);
      const after = await driver.read(issue.id);
      expect(after.status).toBe(row.to ?? status);
      const posted = (await ledgerOf(app, issue.id)).slice(before.length);
      expect(posted).toEqual(row.entry ? [row.entry] : []);
      const [act] = await app.rows<{ action: string; actorName: string }>(sql`
      SELECT action, actor_name FROM audit_entries
      WHERE subject_id = ${issue.id} ORDER BY seq DESC LIMIT 1`);
      expect(act?.action.split('.').at(-1)).toBe(row.action);
      const actor = DEMO_USERS.find(({ username }) => username === sample.actor);
      expect(act?.actorName).toBe(actor?.name);
    },
  );

  it.each(CELLS)(
    '$id $label from $status: everybody without the permission is refused',
    async ({ row, status }) => {
      const issue = specimen(status);
      const version = await storedVersion(issue.id);
      const sample = ACTION_SAMPLES[row.action];
      if (row.action === 'decideExtension') return expectExtensionRefused(row);
      for (const user of outsidersOf(row)) {
        const answer = await sample.send(app, driver, issue, user);
        expect({ user, refused: answer === 403 || answer === 404 }).toEqual({
          user,
          refused: true,
        });
      }
      expect(await storedVersion(issue.id)).toBe(version);
    },
  );

  it.each(
    ISSUE_WORKFLOW.transitions
      .filter((row) => !ON_A_RECORD.includes(row.action))
      .map((row) => ({ id: row.id, label: row.label, row })),
  )('$id $label: refused from every status the table does not name', async ({ row }) => {
    const sample = ACTION_SAMPLES[row.action];
    const allowed = ISSUE_WORKFLOW.transitions
      .filter(({ action }) => action === row.action)
      .flatMap(({ from }) => from)
      // One-step close of a draft registers it first: a compound of T01 and T17.
      .concat(row.action === 'closeImmediately' ? ['DRAFT'] : []);
    for (const status of ISSUE_STATUS.codes.filter((code) => !allowed.includes(code))) {
      const issue = specimen(status);
      const answer = await sample.send(app, driver, issue, sample.actor);
      expect({ status, answer }).toEqual({ status, answer: 409 });
      expect(await storedVersion(issue.id)).toBe(issue.version);
    }
  });

  it('keeps the sum of the entries of each issue equal to its being open', async () => {
    const rows = await app.rows<{ status: IssueStatus; balance: number | null }>(sql`
      SELECT i.status, SUM(e.delta) AS balance FROM issues AS i
      LEFT JOIN ledger_entries AS e ON e.issue_id = i.id GROUP BY i.id, i.status`);
    expect(rows.length).toBeGreaterThan(CELLS.length);
    for (const row of rows) expect(row.balance ?? 0).toBe(isOpen(row.status) ? 1 : 0);
  });

  async function expectExtensionRefused(row: IssueTransition): Promise<void> {
    const sample = ACTION_SAMPLES.decideExtension;
    const issue = await issueIn('RECTIFYING', app, driver);
    await sample.prepare?.(app, driver, issue);
    for (const user of outsidersOf(row)) {
      expect([403, 404]).toContain(await sample.send(app, driver, issue, user));
    }
    expect(await storedVersion(issue.id)).toBe(issue.version);
  }
});

const ledgerOf = async (app: TestApp, issueId: string): Promise<string[]> =>
  (
    await app.rows<{ kind: string }>(
      sql`SELECT kind FROM ledger_entries WHERE issue_id = ${issueId} ORDER BY seq`,
    )
  ).map(({ kind }) => kind);
