import type { Response } from 'supertest';
import { sql } from '../../src/platform/database/queryable.js';
import type { TestApp } from '../support/app.js';
import { ok } from '../support/issues.js';

export const TOWNS = ['qinghe', 'wanglan', 'liping', 'wuping', 'lanqiao'] as const;

/** A row of `reports` with the columns that these specs look at. */
export interface ReportRow {
  id: string;
  unitId: string;
  receiverUnitId: string;
  receiverDivisionId: string | null;
  ruleCode: string;
  period: string;
  status: string;
  opensOn: string;
  dueOn: string | null;
  dueAt: string | null;
  printedDueOn: string | null;
  suggestedOn: string | null;
  shiftId: string | null;
  urgeCount: number;
  isLate: number;
  lateDays: number | null;
  version: number;
}

/** Moves to an instant and lets the periodic tasks run. */
export async function tickAt(app: TestApp, instant: string): Promise<void> {
  app.moveTo(instant);
  await app.tick('reports.');
}

export function reportsOf(app: TestApp, ruleCode: string, period: string): Promise<ReportRow[]> {
  return app.rows<ReportRow>(
    sql`SELECT * FROM reports WHERE rule_code = ${ruleCode} AND period = ${period} ORDER BY unit_id`,
  );
}

export async function reportOf(
  app: TestApp,
  town: string,
  ruleCode: string,
  period: string,
): Promise<ReportRow> {
  const found = (await reportsOf(app, ruleCode, period)).find(
    ({ unitId }) => unitId === app.units[town],
  );
  if (!found) throw new Error(`${town} has no ${ruleCode} for ${period}`);
  return found;
}

export interface Message {
  username: string;
  title: string;
  body: string;
  createdAt: string;
  subjectId: string;
}

/** Messages of a topic, oldest first; of one user if asked. */
export async function messagesOf(
  app: TestApp,
  topic: string,
  username?: string,
): Promise<Message[]> {
  const rows = await app.rows<Message>(sql`
    SELECT u.username, n.title, n.body, n.created_at, n.subject_id
    FROM notifications AS n JOIN users AS u ON u.id = n.user_id
    WHERE n.topic = ${topic} ORDER BY n.created_at, u.username, n.id`);
  return username === undefined ? rows : rows.filter((row) => row.username === username);
}

export interface AuditRow {
  chain: string;
  actorId: string | null;
  actorName: string;
  action: string;
  subjectId: string;
  detail: string;
}

export function auditOf(app: TestApp, action: string): Promise<AuditRow[]> {
  return app.rows<AuditRow>(
    sql`SELECT * FROM audit_entries WHERE action = ${action} ORDER BY chain, seq`,
  );
}

/** Status and code of a refusal. */
export const refusal = ({ status, body }: Response): [number, string] => [
  status,
  (body as { code: string }).code,
];

/** Changes the campaign as the chief of 社会救助科. */
export async function amend(app: TestApp, campaignId: string, change: object): Promise<void> {
  const chief = await app.as('div.chief');
  const { body } = ok(await chief.get(`/campaigns/${campaignId}`));
  ok(await chief.patch(`/campaigns/${campaignId}`, change, (body as { version: number }).version));
}

/**
 * Leaves of the rules the monthly ledger, from May on so that no earlier month has to be handed in first
 * (30 May 2020 is a Saturday), and adds `X-S`, which is asked for in principle only.
 */
export async function monthlyFromMay(app: TestApp, campaignId: string): Promise<void> {
  const chief = await app.as('div.chief');
  const { definition } = ok(await chief.get(`/campaigns/${campaignId}`)).body;
  const monthly = (definition.reportRules as { code: string }[]).find(
    ({ code }) => code === 'QJ-M',
  );
  await amend(app, campaignId, {
    reportRules: [
      { ...monthly, active: { from: '2020-05', to: '2020-06' } },
      {
        ...monthly,
        code: 'X-S',
        name: '专题会议',
        reportType: 'MEETING',
        active: { from: '2020-05', to: '2020-05' },
        due: { anchor: 'PERIOD_END', dayOfMonth: 28 },
        reminders: [0],
        soft: true,
      },
    ],
  });
}
