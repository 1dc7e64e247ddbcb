import { api, call, type Schemas } from '@/api/client';

type Report = Schemas['ReportListItem'];

/**
 * Urges chosen reports. The server takes the units of one matter and period at a time.
 * @returns what was done, and for whom not and why.
 */
export async function urgeRows(rows: readonly Report[]): Promise<string> {
  const groups = new Map<string, Report[]>();
  for (const row of rows) {
    const key = [row.campaignId, row.ruleCode, row.period].join(' ');
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  let urged = 0;
  const skipped: string[] = [];
  for (const group of groups.values()) {
    const [{ campaignId, ruleCode, period }] = group as [Report, ...Report[]];
    const unitIds = group.map(({ unit }) => unit.id);
    const body = { campaignId, ruleCode, period, unitIds };
    const answer = await call(api.POST('/api/report-urges', { body }));
    urged += answer.urged.length;
    skipped.push(...answer.skipped.map(({ unit, message }) => `${unit.name}：${message}`));
  }
  const rest = skipped.length > 0 ? `；未催报${skipped.length}份（${skipped.join('，')}）` : '';
  return `已催报${urged}份${rest}`;
}
