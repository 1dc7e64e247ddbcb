import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { DIST } from './place.mjs';

const load = (path) => import(new URL(`src/${path}`, DIST));

const COLUMNS = [
  ['问题来源', 'source'],
  ['反馈（发现）时间', 'foundOn'],
  ['问题类别', 'category'],
  ['问题表述（反馈原文）', 'statement'],
  ['具体表现', 'detail'],
  ['涉及镇街、村', 'areaCode'],
  ['涉及户数', 'householdCount'],
  ['涉及人数', 'personCount'],
  ['问题性质', 'nature'],
  ['共性/个性', 'scope'],
  ['严重程度', 'severity'],
  ['整改类型', 'rectificationType'],
  ['责任单位', 'unitName'],
];

/**
 * In the measured program: takes findings in as a clerk would, from the file to the drafts.
 * The file is written by `prepareImport`, before anything is measured: writing it, and receiving its
 * rows from the parent, takes longer than any turn of the import.
 */
export async function importer(app, clerk) {
  const { ImportsService } = await load('registers/imports/imports.service.js');
  const { ImportQueries } = await load('registers/imports/import.queries.js');
  const { Files } = await load('platform/files/files.service.js');
  const { recognizeTable } = await load('platform/files/file-type.js');
  const { Jobs } = await load('platform/jobs/jobs.service.js');
  const { UnitCatalog } = await load('identity/unit-catalog.js');
  const jobs = app.get(Jobs);
  let prepared;
  const prepareImport = async ({ rows }) => {
    const tree = await app.get(UnitCatalog).load();
    const bytes = Buffer.from(csvOf(rows, tree));
    prepared = { bytes, count: rows.length, campaignId: rows[0].campaignId };
  };
  const importRows = async () => {
    const { bytes, count, campaignId } = prepared;
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const begun = performance.now();
    const file = await app.get(Files).accept([bytes], '导入.csv', recognizeTable);
    const { id } = await app.get(ImportsService).take(clerk, campaignId, file);
    await jobs.idle();
    const checked = await app.get(ImportQueries).get(clerk, id);
    if (checked.status !== 'CHECKED') throw new Error(`not checked: ${checked.failure}`);
    const checkSeconds = (performance.now() - begun) / 1000;
    await app.get(ImportsService).apply(clerk, id, checked.version, { mode: 'ALL_OR_NOTHING' });
    await jobs.idle();
    const { appliedRows, failure } = await app.get(ImportQueries).get(clerk, id);
    if (appliedRows !== count) throw new Error(`imported ${appliedRows} rows: ${failure}`);
    const seconds = (performance.now() - begun) / 1000;
    delay.disable();
    const turnMs = delay.max / 1e6;
    return { checkSeconds, applySeconds: seconds - checkSeconds, applied: appliedRows, turnMs };
  };
  return { prepareImport, importRows };
}

function csvOf(rows, tree) {
  const quoted = (value) => `"${String(value).replaceAll('"', '""')}"`;
  const named = rows.map((row) => ({ ...row, unitName: tree.get(row.responsibleUnitId).name }));
  const lines = named.map((row) => COLUMNS.map(([, key]) => quoted(row[key])).join(','));
  return [COLUMNS.map(([header]) => header).join(','), ...lines].join('\r\n');
}
