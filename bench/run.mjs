import { fork } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { startChild } from './child.mjs';
import { limitRow, median } from './figures.mjs';
import { Client } from './load.mjs';
import { findings, operations } from './operations.mjs';
import { CLERK, configIn, copyDatabase, DIST, makeFolder, PASSWORD, SIZES } from './place.mjs';
import { freePort, startPostgres } from './postgres.mjs';
import { found, seed } from './seed.mjs';
import { printTable } from './table.mjs';
import { measureWeb } from './web.mjs';

const RESULTS = new URL('./results/', import.meta.url);
const CALL_EVERY_MS = 5;
const SLOW_CALL_MS = 100;
const ALONE_MS = 5000;
/** The database is a program of its own on the same cores: more would measure the queue of the client. */
const POSTGRES_CALL_EVERY_MS = 25;
const PDF_SECONDS_MAX = 1.5;
const PDF_MB_MAX = 250;
const START_SECONDS_MAX = 3;
const IMPORT_SECONDS_MAX = 30;
const CONSOLIDATION_SECONDS_MAX = 3;
const TURN_MS_MAX = 50;

const say = (text) => process.stderr.write(`${text}\n`);

/** @typedef {{ child: import('./child.mjs').Child, client: Client }} Side */

/** @returns {Promise<Side>} */
async function startSide(script, folder, world, more = {}) {
  const env = { BENCH_FOLDER: folder, BENCH_BUREAU: world.bureau, ...more };
  const child = await startChild(new URL(script, import.meta.url), env);
  return { child, client: new Client(await child.call('port')) };
}

async function signIn({ client }) {
  const body = { username: CLERK, password: PASSWORD };
  const { token } = await client.json({ method: 'POST', path: '/api/auth/login', body });
  client.token = token;
}

/** CPU per request and requests per second of one burst. */
async function measure({ child, client }, count, callOf) {
  const before = await child.call('cpuMs');
  const perSecond = await client.burst(count, callOf);
  return { cpuMs: ((await child.call('cpuMs')) - before) / count, perSecond };
}

/** Floor and product in turn, several rounds after one to warm up; medians. */
async function compare(floor, product, operation) {
  say(operation.name);
  const { name, count, target } = operation;
  const rounds = { floor: [], product: [] };
  const productCall = operation.product ?? operation.floor;
  for (let round = 0; round <= SIZES.rounds; round += 1) {
    const floorResult = await measure(floor, count, operation.floor);
    const productResult = await profiled(product, name, round === SIZES.rounds, () =>
      measure(product, count, productCall),
    );
    if (round === 0) continue;
    rounds.floor.push(floorResult);
    rounds.product.push(productResult);
  }
  return ratioRow(name, summary(rounds.floor), summary(rounds.product), target);
}

/** An operation that cannot be measured is shown as such, and the others go on. */
function failed({ name }, error) {
  const note = error instanceof Error ? error.message : String(error);
  return { name, value: undefined, unit: note.slice(0, 100), ok: false };
}

/** With BENCH_PROFILE=<part of the name> the last round of the product is profiled. */
async function profiled({ child }, name, last, work) {
  const wanted = process.env.BENCH_PROFILE;
  if (!wanted || !last || !name.includes(wanted)) return work();
  await child.call('profileStart');
  const result = await work();
  const file = `${name.replaceAll(/\W+/g, '-')}.cpuprofile`;
  await child.call('profileStop', join(RESULTS.pathname, file));
  return result;
}

const summary = (rounds) => ({
  cpuMs: median(rounds.map(({ cpuMs }) => cpuMs)),
  perSecond: median(rounds.map(({ perSecond }) => perSecond)),
});

function ratioRow(name, floor, product, target, note) {
  const ratio = product.cpuMs / floor.cpuMs;
  const ok = target === undefined ? undefined : ratio <= target;
  return { name, floor, product, ratio, target: target && `≤ ${target}×`, ok, note };
}

/**
 * One file from the upload to the drafts, in the process of the server, while others read and write.
 * The floor is one transaction of plain inserts of rows that somebody else has read and checked.
 */
async function importRows(floor, product, world) {
  const rows = importedRows(world);
  const name = `import ${rows.length} rows`;
  say(name);
  const plain = await timed(floor, rows, () => floor.child.call('importRows', { rows }));
  const { whole, figures } = await importMeanwhile(name, product, world, rows);
  const note = 'with the calls of the others';
  return [ratioRow(`${name} (per row)`, plain, whole, undefined, note), ...figures];
}

/** The same on a PostgreSQL of its own, which begins without issues. */
async function importOnPostgres(folder) {
  const postgres = await startPostgres();
  try {
    const place = await found(configIn(folder, postgres.url));
    const env = { BENCH_POSTGRES: postgres.url };
    const product = await startSide('./product.mjs', folder, place, env);
    await signIn(product);
    const rows = importedRows(place);
    const name = `import ${rows.length} rows, PostgreSQL`;
    say(name);
    const body = rows[0];
    const { id } = await product.client.json({ method: 'POST', path: '/api/issues', body });
    const world = { ...place, issueIds: [id] };
    const { figures } = await importMeanwhile(name, product, world, rows, POSTGRES_CALL_EVERY_MS);
    await product.child.stop();
    return figures;
  } finally {
    await postgres.stop();
  }
}

function importedRows(world) {
  const finding = findings(world, 2);
  return Array.from({ length: SIZES.importRows }, finding);
}

async function timed({ child }, rows, work) {
  const cpu = await child.call('cpuMs');
  const begun = performance.now();
  const result = await work();
  const perSecond = (rows.length / (performance.now() - begun)) * 1000;
  return { cpuMs: ((await child.call('cpuMs')) - cpu) / rows.length, perSecond, result };
}

async function importMeanwhile(name, product, world, rows, everyMs = CALL_EVERY_MS) {
  await product.child.call('prepareImport', { rows });
  const alone = await callsDuring(product, world, sleep(ALONE_MS), everyMs);
  let others;
  const whole = await timed(product, rows, () => {
    const importing = product.child.call('importRows');
    others = callsDuring(product, world, importing, everyMs);
    return importing;
  });
  const { reads, writes } = await others;
  const { checkSeconds, applySeconds, turnMs } = whole.result;
  const slowest = (times) => Math.max(...times);
  const middle = (times) => Number(median(times).toFixed(1));
  const figures = [
    limitRow(`${name}: read, check, apply`, checkSeconds + applySeconds, 's', IMPORT_SECONDS_MAX),
    { name: `${name}: apply alone`, value: applySeconds, unit: 's' },
    { name: `${name}: longest turn`, value: turnMs, unit: 'ms' },
    limitRow(`${name}: slowest of ${reads.length} reads meanwhile`, slowest(reads), 'ms', 100),
    limitRow(`${name}: slowest of ${writes.length} writes meanwhile`, slowest(writes), 'ms', 100),
    { name: `${name}: median read meanwhile`, value: middle(reads), unit: 'ms' },
    { name: `${name}: slowest read without it`, value: slowest(alone.reads), unit: 'ms' },
    { name: `${name}: slowest write without it`, value: slowest(alone.writes), unit: 'ms' },
  ];
  return { whole, figures };
}

/** A read every few milliseconds and a draft ten times a second, until the work is done. */
async function callsDuring({ client }, { issueIds, campaignId, towns }, work, everyMs) {
  const finding = findings({ campaignId, towns }, 3);
  const read = (index) => ({ path: `/api/issues/${issueIds[index % issueIds.length]}` });
  const write = () => ({ method: 'POST', path: '/api/issues', body: finding() });
  const [reads, writes] = await Promise.all([
    client.pace(work, everyMs, read),
    client.pace(work, 100, write),
  ]);
  return { reads, writes };
}

/** 汇总: the sealed month ledgers of all towns, added up in the server's process. */
async function consolidate({ child }, world) {
  say('sealing the ledgers of the towns');
  const rows = await child.call('sealLedgers', world);
  const name = `consolidate ${world.towns.length} ledgers, ${rows} rows`;
  say(name);
  const runs = [];
  for (let round = 0; round < Math.min(3, SIZES.rounds); round += 1) {
    runs.push(await child.call('consolidate', world));
  }
  return [
    limitRow(
      `${name}: time`,
      median(runs.map((run) => run.seconds)),
      's',
      CONSOLIDATION_SECONDS_MAX,
    ),
    limitRow(`${name}: longest turn`, median(runs.map((run) => run.turnMs)), 'ms', TURN_MS_MAX),
  ];
}

/** From the start of a process to the finished file. */
async function coldPdf() {
  const rows = SIZES.pdfRows;
  const runs = [];
  for (let round = 0; round < Math.min(3, SIZES.rounds); round += 1) {
    const child = await startChild(new URL('./pdf.mjs', import.meta.url), {});
    runs.push(await child.call('figures'));
    await child.stop();
  }
  const of = (field) => median(runs.map((run) => run[field]));
  const name = `ledger PDF, ${rows} × 14, cold`;
  say(name);
  return [
    limitRow(`${name}: time`, of('seconds'), 's', PDF_SECONDS_MAX),
    { name: `${name}: CPU, all threads`, value: of('cpuSeconds'), unit: 's' },
    limitRow(`${name}: peak memory`, of('peakMb'), 'MB', PDF_MB_MAX),
    { name: `${name}: file`, value: of('bytes') / 1024 / 1024, unit: 'MB' },
  ];
}

/** Calls while the first ledger after the start is rendered, then for as long without. */
async function callsDuringPdf({ child, client }, { issueIds }) {
  const call = (index) => ({ path: `/api/issues/${issueIds[index % issueIds.length]}` });
  const rendering = child.call('renderLedger', { rows: SIZES.pdfRows });
  const during = await client.pace(rendering, CALL_EVERY_MS, call);
  const { seconds } = await rendering;
  const alone = await client.pace(sleep(seconds * 1000), CALL_EVERY_MS, call);
  const slow = (times) => times.filter((ms) => ms > SLOW_CALL_MS).length;
  say('calls while the PDF is rendered');
  return [
    limitRow(
      `calls over ${SLOW_CALL_MS} ms of ${during.length} while it renders`,
      slow(during),
      '',
      0,
    ),
    { name: 'slowest of these calls', value: Math.max(...during), unit: 'ms' },
    { name: 'slowest call without it', value: Math.max(...alone), unit: 'ms' },
  ];
}

/** From the start of `node dist/src/main.js` to the first 200 of /ready. */
async function coldStart(folder) {
  say('cold start');
  const runs = [];
  for (let round = 0; round < Math.min(3, SIZES.rounds); round += 1) {
    const { database, dataDir, logLevel } = configIn(folder);
    const port = await freePort();
    const env = {
      ...{ PORT: String(port), DATA_DIR: dataDir, LOG_LEVEL: logLevel },
      DATABASE_URL: `sqlite:${database.file}`,
    };
    const begun = performance.now();
    const main = fork(new URL('src/main.js', DIST), {
      env: { ...process.env, ...env },
      silent: true,
    });
    const client = new Client(port);
    while (!(await client.send({ path: '/ready' }).catch(() => undefined))) await sleep(5);
    runs.push((performance.now() - begun) / 1000);
    client.close();
    main.kill();
    await new Promise((resolve) => main.on('exit', resolve));
  }
  return limitRow('cold start to /ready', median(runs), 's', START_SECONDS_MAX);
}

async function measureAll(folder) {
  say(`seeding ${SIZES.issues} issues`);
  const seeded = join(folder, 'seed');
  const world = await seed(seeded, SIZES.issues);
  const floor = await startSide('./floor.mjs', copyDatabase(seeded, join(folder, 'floor')), world);
  const productFolder = copyDatabase(seeded, join(folder, 'product'));
  const product = await startSide('./product.mjs', productFolder, world);
  await signIn(product);
  const rows = [];
  const only = process.env.BENCH_ONLY;
  for (const operation of operations(world)) {
    if (only && !operation.name.includes(only)) continue;
    rows.push(await compare(floor, product, operation).catch((error) => failed(operation, error)));
  }
  if (!only || 'import'.includes(only)) {
    rows.push(...(await importRows(floor, product, world)));
    rows.push(...(await importOnPostgres(join(folder, 'postgres'))));
  }
  if (!only || 'consolidate'.includes(only)) rows.push(...(await consolidate(product, world)));
  if (!only || 'web'.includes(only)) {
    say('list in a browser');
    const measured = measureWeb(await product.child.call('port'), SIZES.rounds);
    rows.push(...(await measured.catch((error) => [failed({ name: 'list in a browser' }, error)])));
  }
  if (!only) rows.push(...(await callsDuringPdf(product, world)));
  await floor.child.stop();
  await product.child.stop();
  if (!only) rows.push(...(await coldPdf()), await coldStart(productFolder));
  return rows;
}

mkdirSync(RESULTS, { recursive: true });
const { folder, remove } = makeFolder();
try {
  const rows = await measureAll(folder);
  const machine = { node: process.version, cpu: cpus()[0]?.model, cores: cpus().length };
  const result = { measuredAt: new Date().toISOString(), machine, sizes: SIZES, rows };
  writeFileSync(new URL('latest.json', RESULTS), `${JSON.stringify(result, null, 2)}\n`);
  printTable(rows, machine, SIZES);
} finally {
  remove();
}
