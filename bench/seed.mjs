import 'reflect-metadata';
import Database from 'better-sqlite3';
import { v7 } from 'uuid';
import { CHIEF, CLERK, configIn, databaseIn, DIST, NOW, PASSWORD, TOWNS } from './place.mjs';
import { findingText, randomFrom } from './texts.mjs';

const load = (path) => import(new URL(`src/${path}`, DIST));
const { createApp } = await load('app.setup.js');
const { FixedClock } = await load('platform/calendar/clock.js');
const { OrganisationService } = await load('identity/organisation.service.js');
const { CampaignsService } = await load('campaigns/campaigns.service.js');
const { PROBLEM_SOURCE } = await load('campaigns/codes/problem-source.js');
const { PROBLEM_CATEGORY } = await load('campaigns/codes/problem-category.js');
const { isOpen } = await load('registers/codes.js');
const { tallyIssue } = await load('registers/issues/issue.tallies.js');

const VILLAGES_PER_TOWN = 5;
const CAMPAIGN_BEGIN = Date.parse('2020-03-30T00:00:00Z');
const DAY_MS = 24 * 60 * 60 * 1000;
const DAYS = 78;

/** How many of a hundred issues are in each status, half way through a campaign. */
const STATUS_MIX = [
  ['DRAFT', 3],
  ['REGISTERED', 5],
  ['ASSIGNED', 6],
  ['PLANNING', 6],
  ['PLAN_REVIEW', 4],
  ['RECTIFYING', 30],
  ['CLOSURE_REVIEW', 8],
  ['CARRIED_OVER', 4],
  ['CLOSED', 30],
  ['VOIDED', 2],
  ['MERGED', 1],
  ['TRANSFERRED', 1],
].flatMap(([status, share]) => Array.from({ length: share }, () => status));

const PLANNED = ['PLAN_REVIEW', 'RECTIFYING', 'CLOSURE_REVIEW', 'CARRIED_OVER', 'CLOSED'];
const ENDING = {
  CLOSED: 'CLOSED',
  VOIDED: 'VOIDED',
  MERGED: 'MERGED',
  TRANSFERRED: 'TRANSFERRED_OUT',
};

/**
 * Fills a new database: the organisation and the campaign through the services, the issues with
 * their postings and sums straight into the tables, since a hundred thousand lives would take an
 * hour. The audit log therefore tells only of the former.
 *
 * @param {string} folder
 * @param {number} issues
 * @returns {Promise<{ campaignId: string, bureau: string, towns: string[], issueIds: string[] }>}
 */
export async function seed(folder, issues) {
  const { chiefId, ...place } = await found(configIn(folder));
  const database = new Database(databaseIn(folder));
  const facts = { ...place, userId: chiefId };
  const issueIds = database.transaction(() => insertIssues(database, facts, issues))();
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.close();
  return { ...place, issueIds };
}

/**
 * Organisation and campaign alone, on either engine.
 *
 * @param {ReturnType<typeof configIn>} config
 * @returns {Promise<{ campaignId: string, bureau: string, towns: string[], chiefId: string }>}
 */
export async function found(config) {
  const app = await createApp(config, new FixedClock(NOW));
  await app.init();
  const organisation = app.get(OrganisationService);
  const { bureau, towns } = await makeOrganisation(organisation);
  const chief = await organisation.callerOf(CHIEF);
  const campaign = await app.get(CampaignsService).create(chief, { template: 'qijiang-2020' });
  await app.close();
  return { campaignId: campaign.id, bureau, towns, chiefId: chief.userId };
}

async function makeOrganisation(organisation) {
  const unit = (parentId, level, type, areaCode, name) =>
    organisation.createUnit({
      ...(parentId && { parentId }),
      ...{ level, type, areaCode, name, shortName: name, position: 0 },
    });
  const city = await unit(undefined, 'CITY', 'CIVIL_AFFAIRS', '990000', '示例市民政局');
  const bureau = await unit(city, 'COUNTY', 'CIVIL_AFFAIRS', '990101', '安澜区民政局');
  const division = await unit(bureau, 'COUNTY', 'DIVISION', '990101', '社会救助科');
  const towns = [];
  for (let index = 1; index <= TOWNS; index += 1) {
    const code = `990101${100 + index}`;
    const town = await unit(bureau, 'TOWN', 'TOWN_GOV', code, `第${index}镇人民政府`);
    for (let village = 1; village <= VILLAGES_PER_TOWN; village += 1) {
      const name = `第${index}镇第${village}村村民委员会`;
      await unit(town, 'VILLAGE', 'VILLAGE_COMMITTEE', `${code}20${village}`, name);
    }
    towns.push(town);
  }
  const user = (username, name, role) =>
    organisation.createUser({
      ...{ username, name, post: name, unitId: division, roles: [role], password: PASSWORD },
    });
  await user(CLERK, '经办人甲', 'DIVISION_CLERK');
  await user(CHIEF, '科长乙', 'DIVISION_CHIEF');
  return { bureau, towns };
}

function insertIssues(database, facts, count) {
  const random = randomFrom(20200330);
  const issues = inserter(database, 'issues');
  const entries = inserter(database, 'ledger_entries');
  const totals = new Map();
  const counts = new Map();
  const history = historyWriter(database, facts.campaignId);
  const ids = [];
  let seq = 0;
  const post = (row, kind, delta, date) => {
    seq += 1;
    entries({
      ...{ id: v7(), campaign_id: facts.campaignId, seq, unit_id: row.responsible_unit_id },
      ...{ category: row.category, issue_id: row.id, cycle_no: 1, kind, delta },
      ...{ business_date: date, recorded_at: `${date}T02:00:00.000Z` },
    });
    add(totals, [row.responsible_unit_id, row.category, date.slice(0, 7), kind, delta]);
  };
  for (let index = 0; index < count; index += 1) {
    const row = issueRow(random, facts, index, count);
    issues(row);
    ids.push(row.id);
    add(counts, [row.responsible_unit_id, row.status]);
    if (row.status === 'DRAFT') continue;
    history.add(row);
    post(row, 'OPENED', 1, row.registered_on);
    if (!isOpen(row.status)) post(row, ENDING[row.status], -1, row.closed_on ?? row.ended_on);
  }
  writeSums(database, facts.campaignId, { totals, counts, seq, issues: count });
  history.finish();
  return ids;
}

/** What each issue was: registered, perhaps assigned the day after, and as it stands since a week later. */
function historyWriter(database, campaignId) {
  const state = inserter(database, 'issue_states');
  const sums = new Map();
  const names = database
    .pragma('table_info(issue_states)')
    .map(({ name }) => name)
    .filter((name) => name !== 'partial');
  const write = (row, version, days, patch) => {
    const at = new Date(Date.parse(row.created_at) + days * DAY_MS).toISOString();
    const keys = { issue_id: row.id, version, campaign_id: campaignId, recorded_at: at };
    const all = { ...row, unit_id: row.responsible_unit_id, ...keys, ...patch };
    state(Object.fromEntries(names.map((name) => [name, all[name] ?? ZERO[name] ?? null])));
  };
  const early = { verdict: null, closed_on: null, original_deadline: null };
  return {
    add: (row) => {
      write(row, 1, 0, { ...early, status: 'REGISTERED', current_deadline: null });
      if (row.assigned_on) write(row, 2, 1, { ...early, status: 'ASSIGNED' });
      write(row, 3, 8, {});
      const buckets = [
        ['CAMPAIGN', ''],
        ['UNIT', row.responsible_unit_id],
        ['CATEGORY', row.category],
        ['SOURCE', row.source],
      ];
      tallyIssue(camelled({ ...ZERO, ...row }), (measure, slot, amount) => {
        for (const bucket of buckets) add(sums, [...bucket, measure, slot], amount);
      });
    },
    finish: () => {
      const tally = inserter(database, 'issue_tallies');
      for (const { key, count } of sums.values()) {
        const [dimension, bucket, measure, slot] = key;
        tally({ campaign_id: campaignId, dimension, bucket, measure, slot, amount: count });
      }
    },
  };
}

const ZERO = {
  ...{ cycle_no: 1, extension_count: 0, closure_attempts: 0, closure_returns: 0 },
  ...{ lookback_result: null, verdict: null, due_recovery_fen: null },
  ...{ recovered_fen: null, refunded_fen: null },
};

const camelled = (row) =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name.replace(/_([a-z])/g, (_match, letter) => letter.toUpperCase()),
      value,
    ]),
  );

function writeSums(database, campaignId, { totals, counts, seq, issues }) {
  const total = inserter(database, 'ledger_totals');
  for (const { key, count } of totals.values()) {
    const [unit_id, category, month, kind, delta] = key;
    total({ campaign_id: campaignId, unit_id, category, month, kind, delta, count });
  }
  const status = inserter(database, 'issue_counts');
  for (const { key, count } of counts.values()) {
    status({ campaign_id: campaignId, unit_id: key[0], status: key[1], count });
  }
  const counter = inserter(database, 'counters');
  counter({ name: `ledger:${campaignId}`, value: seq });
  counter({ name: '990101-2020-WT', value: issues });
}

function issueRow(random, facts, index, count) {
  const pick = (list) => list[Math.floor(random() * list.length)];
  const created = CAMPAIGN_BEGIN + Math.floor((index / count) * DAYS * DAY_MS);
  const day = (offset) => new Date(created + offset * DAY_MS).toISOString().slice(0, 10);
  const status = pick(STATUS_MIX);
  const planned = PLANNED.includes(status);
  const assigned = planned || status === 'ASSIGNED' || status === 'PLANNING';
  const deadline = assigned ? day(10 + Math.floor(random() * 80)) : null;
  const percent = planned ? Math.floor(random() * 10) * 10 : 0;
  const ended = !isOpen(status) && status !== 'DRAFT';
  return {
    id: v7({ msecs: created }),
    issue_no: status === 'DRAFT' ? null : `990101-2020-WT-${String(index + 1).padStart(4, '0')}`,
    ...{ campaign_id: facts.campaignId, bureau_id: facts.bureau, status },
    ...{ source: pick(PROBLEM_SOURCE.codes), category: pick(PROBLEM_CATEGORY.codes) },
    ...{ statement: findingText(random).slice(0, 60), detail: findingText(random) },
    ...{ found_on: day(-3), area_code: `990101${101 + (index % TOWNS)}`, nature: 'POLICY' },
    ...{ household_count: 1 + Math.floor(random() * 9), person_count: 10, scope: 'INDIVIDUAL' },
    severity: pick(['GENERAL', 'PROMINENT', 'PROMINENT', 'SERIOUS']),
    rectification_type: pick(['IMMEDIATE', 'TIME_LIMITED', 'TIME_LIMITED', 'LONG_TERM']),
    ...{ registered_unit_id: facts.bureau, responsible_unit_id: pick(facts.towns) },
    ...{ created_by: facts.userId, created_at: new Date(created).toISOString() },
    ...{ updated_by: facts.userId, updated_at: new Date(created).toISOString() },
    registered_on: status === 'DRAFT' ? null : day(0),
    ...{ assigned_on: assigned ? day(1) : null, receipt_due_on: assigned ? day(3) : null },
    ...{ ordered_deadline: deadline, original_deadline: planned ? deadline : null },
    ...{ current_deadline: deadline, percent, last_progress_month: percent ? '2020-06' : null },
    cause_analysis: planned ? findingText(random) : null,
    latest_progress: percent ? findingText(random) : null,
    plan_submitted_by: planned ? facts.userId : null,
    next_review_on: status === 'CARRIED_OVER' ? day(60) : null,
    closed_on: status === 'CLOSED' ? day(Math.floor(random() * 9)) : null,
    ended_on: ended && status !== 'CLOSED' ? day(2) : null,
  };
}

/** Inserts rows that name only some of the columns; the others get their default. */
function inserter(database, table) {
  const columns = database.pragma(`table_info(${table})`);
  const names = columns.map(({ name }) => name);
  const marks = names.map((name) => `@${name}`);
  const statement = database.prepare(
    `INSERT INTO ${table} (${names.join(', ')}) VALUES (${marks.join(', ')})`,
  );
  const blank = Object.fromEntries(
    columns.map(({ name, dflt_value: value }) => [name, value === null ? null : Number(value)]),
  );
  return (row) => statement.run({ ...blank, ...row });
}

function add(sums, key, amount = 1) {
  const name = key.join('|');
  const sum = sums.get(name) ?? { key, count: 0 };
  sum.count += amount;
  sums.set(name, sum);
}
