import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { REPORT_STATUS, type ReportStatus } from '../../src/campaigns/codes/reporting-codes.js';
import { DEMO_UNITS, DEMO_USERS } from '../../src/demo/world.js';
import { grantOf } from '../../src/identity/permissions.js';
import { sql } from '../../src/platform/database/queryable.js';
import {
  REPORT_WORKFLOW,
  type ReportAction,
  type ReportTransition,
} from '../../src/reporting/reports/report.transitions.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, ok, PDF_BYTES } from '../support/issues.js';
import { DEMAND, type ReportAnswer, ReportDesk } from './reporting.fixture.js';

const TOWN = 'qinghe';

interface Sample {
  readonly actor: string;
  /** Brings a report of the wanted status to where the step is possible. */
  readonly prepare?: (desk: ReportDesk, report: ReportAnswer, app: TestApp) => Promise<unknown>;
  readonly send: (
    desk: ReportDesk,
    report: ReportAnswer,
    user: string,
    app: TestApp,
  ) => Promise<number>;
}

const post =
  (noun: string, body: object = {}): Sample['send'] =>
  async (desk, report, user) =>
    (await desk.step(user, report, noun, body)).status;

const CORRECTION = { reason: '附注漏写数据口径，现予更正。', notes: ['口径：截至当日。'] };

/** Steps of the schedule room and effects of a consolidation are tested where they are taken. */
const SAMPLES: Readonly<Partial<Record<ReportAction, Sample>>> = {
  draft: {
    actor: `${TOWN}.clerk`,
    send: async (desk, report, user, app) => {
      const caller = await app.as(user);
      const version = await desk.version(report);
      return (await caller.put(`/reports/${report.id}/draft`, { narrative: {} }, version)).status;
    },
  },
  attach: {
    actor: `${TOWN}.leader`,
    send: async (_desk, report, user, app) => {
      const caller = await app.as(user);
      return (
        await caller
          .post(`/reports/${report.id}/attachments`)
          .field('note', '说明')
          .attach('file', PDF_BYTES, '说明.pdf')
      ).status;
    },
  },
  submit: { actor: `${TOWN}.leader`, send: post('submission') },
  return: { actor: 'div.clerk', send: post('return', { reasonCode: 'R4', demand: DEMAND }) },
  accept: { actor: 'div.chief', send: post('acceptance') },
  receivePaper: {
    actor: 'div.clerk',
    prepare: (_desk, report, app) =>
      app.uow.run((tx) =>
        tx.execute(sql`UPDATE reports SET terms = REPLACE(terms, '"paper":false', '"paper":true')
          WHERE id = ${report.id}`),
      ),
    send: post('paper-receipt', { receivedOn: '2020-04-28' }),
  },
  requestCorrection: { actor: `${TOWN}.leader`, send: post('correction', CORRECTION) },
  withdrawCorrection: {
    actor: `${TOWN}.leader`,
    prepare: (desk, report) => desk.step(`${TOWN}.leader`, report, 'correction', CORRECTION),
    send: post('correction-withdrawal'),
  },
  decideCorrection: {
    actor: 'div.clerk',
    prepare: (desk, report) => desk.step(`${TOWN}.leader`, report, 'correction', CORRECTION),
    send: post('correction-decision', { decision: 'APPROVED', opinion: '同意更正。' }),
  },
};
const sampleOf = (action: ReportAction): Sample => SAMPLES[action] as Sample;

const CELLS = REPORT_WORKFLOW.transitions
  .filter(({ action }) => SAMPLES[action])
  .flatMap((row) => row.from.map((status) => ({ id: row.id, label: row.label, status, row })));

/** Whom a user works for: his unit, and the bureau or town of his office. */
function worksFor(unitKey: string | null, wanted: string): boolean {
  const unit = DEMO_UNITS.find(({ key }) => key === unitKey);
  return unitKey === wanted || (unit?.type === 'DIVISION' && unit.parent === wanted);
}

/** Every user who lacks the permission or stands on the other side. */
const outsidersOf = (row: ReportTransition): string[] =>
  DEMO_USERS.filter(({ roles, unit }) => {
    const permitted = roles.some((role) =>
      row.permissions.some((action) => grantOf(action, role) !== undefined),
    );
    return !permitted || !worksFor(unit, row.side === 'reporter' ? TOWN : 'anlan');
  }).map(({ username }) => username);

describe.each(ENGINES)('the report transition table on %s', (engine) => {
  let app: TestApp;
  const specimens = new Map<ReportStatus, ReportAnswer>();
  const desks = new Map<string, ReportDesk>();

  /** A report of 青禾镇 in a campaign of its own, brought to a status by the people who would. */
  async function reportIn(status: ReportStatus): Promise<ReportAnswer> {
    const desk = new ReportDesk(app, await createCampaign(app));
    const report = await desk.open(TOWN, '2020-04');
    desks.set(report.id, desk);
    if (status === 'PENDING') return report;
    if (status === 'EXEMPT') return force(desk, report, status);
    ok(
      await (
        await app.as(`${TOWN}.clerk`)
      ).put(`/reports/${report.id}/draft`, { narrative: {} }, 1),
    );
    if (status === 'DRAFT') return desk.read(report);
    ok(await desk.step(`${TOWN}.leader`, report, 'submission'));
    if (status === 'SUBMITTED') return desk.read(report);
    if (status === 'RETURNED') return desk.sendBack(report);
    await desk.accept(report);
    return status === 'CONSOLIDATED' ? force(desk, report, status) : desk.read(report);
  }

  async function force(
    desk: ReportDesk,
    report: ReportAnswer,
    status: ReportStatus,
  ): Promise<ReportAnswer> {
    await app.uow.run((tx) =>
      tx.execute(sql`UPDATE reports SET status = ${status} WHERE id = ${report.id}`),
    );
    return desk.read(report);
  }

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine, '2020-04-28T09:00:00+08:00');
    for (const status of REPORT_STATUS.codes) specimens.set(status, await reportIn(status));
  }, 60_000);
  afterAll(() => app.stop());

  const deskOf = ({ id }: ReportAnswer): ReportDesk => desks.get(id) as ReportDesk;
  const specimen = (status: ReportStatus): ReportAnswer => specimens.get(status) as ReportAnswer;

  it.each(CELLS)(
    '$id $label from $status: is offered and succeeds, with audit entry and actor',
    async ({ row, status }) => {
      const report = await reportIn(status);
      const desk = deskOf(report);
      const { actor, prepare, send } = sampleOf(row.action);
      await prepare?.(desk, report, app);
      expect((await desk.read(report, actor)).allowedActions).toContain(row.action);
      expect(await send(desk, report, actor, app)).toBeLessThan(300);
      expect((await desk.read(report)).status).toBe(row.to ?? status);
      const [act] = await app.rows<{ action: string; actorName: string }>(sql`
        SELECT action, actor_name FROM audit_entries
        WHERE subject_type = 'report' AND subject_id = ${report.id} ORDER BY seq DESC LIMIT 1`);
      expect(act?.action).toBe(`report.${row.action}`);
      expect(act?.actorName).toBe(DEMO_USERS.find(({ username }) => username === actor)?.name);
    },
  );

  it.each(CELLS)(
    '$id $label from $status: everybody else is refused and not offered it',
    async ({ row, status }) => {
      const report = specimen(status);
      const desk = deskOf(report);
      const version = await desk.version(report);
      for (const user of outsidersOf(row)) {
        const answer = await sampleOf(row.action).send(desk, report, user, app);
        expect({ user, refused: answer === 403 || answer === 404 }).toEqual({
          user,
          refused: true,
        });
        const read = await (await app.as(user)).get(`/reports/${report.id}`);
        const offered = (read.body as Partial<ReportAnswer>).allowedActions ?? [];
        expect({ user, offered: offered.includes(row.action) }).toEqual({ user, offered: false });
      }
      expect(await desk.version(report)).toBe(version);
    },
  );

  it.each(Object.keys(SAMPLES) as ReportAction[])(
    '%s: refused from every status the table does not name',
    async (action) => {
      const allowed = REPORT_WORKFLOW.transitions
        .filter((row) => row.action === action)
        .flatMap(({ from }) => from);
      const { actor, send } = sampleOf(action);
      for (const status of REPORT_STATUS.codes.filter((code) => !allowed.includes(code))) {
        const report = specimen(status);
        const desk = deskOf(report);
        const version = await desk.version(report);
        const answer = await send(desk, report, actor, app);
        expect({ status, answer }).toEqual({ status, answer: 409 });
        expect(await desk.version(report)).toBe(version);
      }
    },
  );

  it('gives nobody a step that the table does not name for the status', async () => {
    for (const status of REPORT_STATUS.codes) {
      const named = REPORT_WORKFLOW.from(status).map(({ action }) => action);
      for (const user of ['qinghe.clerk', 'qinghe.leader', 'div.clerk', 'div.chief', 'deputy']) {
        const { allowedActions } = await deskOf(specimen(status)).read(specimen(status), user);
        expect(named).toEqual(expect.arrayContaining(allowedActions));
      }
    }
  });
});
