import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { v7 } from 'uuid';

const MONTH = { ruleCode: 'QJ-M', period: '2020-06' };

/**
 * Handlers that seal the month ledgers of the towns and consolidate them, through the services.
 *
 * @param {import('@nestjs/common').INestApplication} app
 * @param {object} clerk of the division that receives the ledgers
 * @param {(path: string) => Promise<any>} load
 */
export function consolidating(app, clerk, load) {
  const service = async (path, name) => app.get((await load(path))[name]);
  return {
    sealLedgers: async ({ campaignId, bureau, towns }) => {
      await reportProgress(await service('platform/database/unit-of-work.js', 'UnitOfWork'), load, {
        campaignId,
        userId: clerk.userId,
      });
      const reports = await service('reporting/reports/reports.service.js', 'ReportsService');
      const sealing = await service('reporting/reports/report-sealing.service.js', 'ReportSealing');
      const reviews = await service('reporting/reports/report-reviews.service.js', 'ReportReviews');
      for (const unitId of towns) {
        const staff = (role) => ({
          ...clerk,
          userId: v7(),
          name: role,
          unitId,
          bureauId: bureau,
          roles: [role],
        });
        const body = { campaignId, ...MONTH, unitId };
        const opened = await reports.open(staff('TOWN_CLERK'), body);
        const sent = await sealing.submit(staff('TOWN_LEADER'), opened.id, opened.version, {});
        await reviews.accept(clerk, sent.id, sent.version, {});
      }
      const { sql } = await load('platform/database/queryable.js');
      const reader = await service('platform/database/reader.js', 'Reader');
      const entries = await reader.one(
        sql`SELECT COUNT(DISTINCT issue_id) AS count FROM ledger_entries`,
      );
      return entries.count;
    },
    consolidate: async ({ campaignId }) => {
      const consolidations = await service(
        'reporting/reports/consolidations.service.js',
        'Consolidations',
      );
      const delay = monitorEventLoopDelay({ resolution: 1 });
      delay.enable();
      const begun = performance.now();
      await consolidations.consolidate(clerk, { campaignId, ...MONTH });
      const seconds = (performance.now() - begun) / 1000;
      delay.disable();
      return { seconds, turnMs: delay.max / 1e6 };
    },
  };
}

/** An entry of the month for every issue in work, without which no ledger may be sealed. */
async function reportProgress(uow, load, { campaignId, userId }) {
  const { sql } = await load('platform/database/queryable.js');
  await uow.run(async (tx) => {
    const issues = await tx.all(sql`
      SELECT id, cycle_no, responsible_unit_id FROM issues
      WHERE campaign_id = ${campaignId} AND status IN ('RECTIFYING', 'CARRIED_OVER')`);
    for (const { id, cycleNo, responsibleUnitId } of issues) {
      await tx.execute(sql`
        INSERT INTO progress_entries
          (id, issue_id, cycle_no, as_of, month, text, percent, recorded_by, unit_id, recorded_at)
        VALUES (${v7()}, ${id}, ${cycleNo ?? 1}, '2020-06-15', '2020-06', '正在按计划推进。', 60,
                ${userId}, ${responsibleUnitId}, ${tx.now})`);
    }
  });
}
