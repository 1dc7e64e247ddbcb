import Database from 'better-sqlite3';
import Fastify from 'fastify';
import { v7 } from 'uuid';
import { answerParent } from './child.mjs';
import { databaseIn, NOW } from './place.mjs';

/*
 * The least that could answer the same questions: Fastify and better-sqlite3 on the same table with
 * the same indexes and the same durability, prepared statements, nothing checked, nobody signed in,
 * no audit log, no ledger.
 */
const database = new Database(databaseIn(process.env.BENCH_FOLDER));
database.pragma('journal_mode = WAL');
database.pragma('synchronous = FULL');
database.pragma('cache_size = -65536');

const camel = (name) => name.replace(/_([a-z])/g, (_match, letter) => letter.toUpperCase());
const columns = database.pragma('table_info(issues)').map(({ name }) => name);
const shown = (names) => names.map((name) => `${name} AS "${camel(name)}"`).join(', ');

const LIST_COLUMNS = [
  ...['id', 'issue_no', 'campaign_id', 'status', 'cycle_no', 'statement', 'source', 'category'],
  ...['severity', 'rectification_type', 'is_key', 'responsible_unit_id', 'found_on'],
  ...['original_deadline', 'current_deadline', 'percent', 'closed_on', 'version'],
];
const ORDER = {
  currentDeadline: 'current_deadline, id',
  '-createdAt': 'created_at DESC, id DESC',
};

const insert = database.prepare(
  `INSERT INTO issues (${columns.join(', ')}) VALUES (${columns.map((name) => `@${name}`).join(', ')})`,
);
const byId = database.prepare(`SELECT ${shown(columns)} FROM issues WHERE id = ?`);
const counts = database.prepare(
  `SELECT responsible_unit_id AS "unitId", status, COUNT(*) AS count FROM issues
   WHERE campaign_id = ? GROUP BY responsible_unit_id, status`,
);

/** The counts of an overview in one scan; the product answers with twenty more figures. */
const overview = database.prepare(
  `SELECT COUNT(*) AS total,
     SUM(status IN ('CLOSED', 'ARCHIVED')) AS closed,
     SUM(status = 'CARRIED_OVER') AS "carriedOver",
     SUM(current_deadline <= @today AND status <> 'CARRIED_OVER') AS due,
     SUM(status IN ('CLOSED', 'ARCHIVED') AND closed_on <= current_deadline) AS "onTime",
     SUM(current_deadline < @today AND status NOT IN ('CLOSED', 'ARCHIVED', 'CARRIED_OVER')) AS overdue,
     SUM(recovered_fen) AS "recoveredFen"
   FROM issues WHERE campaign_id = @campaignId AND status NOT IN ('DRAFT', 'VOIDED', 'MERGED')`,
);

const statements = new Map();
function prepared(text) {
  let statement = statements.get(text);
  if (!statement) statements.set(text, (statement = database.prepare(text)));
  return statement;
}

const blank = Object.fromEntries(columns.map((name) => [name, null]));
const zero = ['is_key', 'dispute_count', 'percent', 'return_count', 'extension_count'];
for (const name of [...zero, 'extension_pending', 'closure_attempts', 'closure_returns'])
  blank[name] = 0;

function rowOf(body) {
  const now = new Date().toISOString();
  const row = { ...blank, id: v7(), status: 'DRAFT', cycle_no: 1, version: 1 };
  for (const name of columns) if (body[camel(name)] !== undefined) row[name] = body[camel(name)];
  const bureau = process.env.BENCH_BUREAU;
  const by = { created_by: 'bench', updated_by: 'bench', created_at: now, updated_at: now };
  return { ...row, bureau_id: bureau, registered_unit_id: bureau, ...by };
}

function list({ campaignId, unitId, status, q, sort, page = 1, pageSize = 20, total }) {
  const like = `%${q}%`;
  const conditions = [
    ['campaign_id = ?', campaignId],
    ...(unitId ? [['responsible_unit_id = ?', unitId]] : []),
    ...(status ? [['status = ?', status]] : []),
    ...(q ? [['(issue_no LIKE ? OR statement LIKE ? OR detail LIKE ?)', like, like, like]] : []),
  ];
  const where = conditions.map(([text]) => text).join(' AND ');
  const values = conditions.flatMap(([, ...given]) => given);
  const items = prepared(
    `SELECT ${shown(LIST_COLUMNS)} FROM issues WHERE ${where}
     ORDER BY ${ORDER[sort ?? '-createdAt']} LIMIT ? OFFSET ?`,
  ).all(...values, Number(pageSize), (page - 1) * pageSize);
  const paging = { page: Number(page), pageSize: Number(pageSize) };
  if (total === 'no') return { items, ...paging };
  const counted = prepared(`SELECT COUNT(*) AS total FROM issues WHERE ${where}`).get(...values);
  return { items, total: counted.total, ...paging };
}

const app = Fastify();
app.post('/api/issues', (request, reply) => {
  const row = rowOf(request.body);
  insert.run(row);
  reply.code(201);
  return Object.fromEntries(columns.map((name) => [camel(name), row[name]]));
});
app.get('/api/issues', (request) => list(request.query));
app.get('/api/issues/:id', (request) => byId.get(request.params.id));
app.get('/api/statistics/overview', ({ query: { campaignId } }) =>
  overview.get({ campaignId, today: NOW.slice(0, 10) }),
);
app.get('/api/ledger/counts', (request) => counts.all(request.query.campaignId));
await app.listen({ host: '127.0.0.1', port: 0 });

answerParent({
  port: () => app.server.address().port,
  importRows: ({ rows }) => {
    database.transaction(() => rows.forEach((row) => insert.run(rowOf(row))))();
  },
});
