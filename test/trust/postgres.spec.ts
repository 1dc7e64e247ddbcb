import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ENGINES } from '../support/engines.js';
import { FINDING } from '../support/issues.js';
import { FaultProxy } from './support/fault-proxy.js';
import { figure, LONG, size } from './support/figure.js';
import { type Answer, Line } from './support/load.js';
import { OwnPostgres } from './support/postgres.js';
import { diskFolder, Program } from './support/program.js';
import { halves, rows } from './support/records.js';
import type { Work } from './support/work.js';
import { beginWork } from './support/world.js';

const START_MS = 300_000;
const RESTARTS = size(2, 5);
const WRITERS = 6;
const HEALTHY_MS = 10_000;
/** A machine that runs other specs beside is slow to start a server. */
const PATIENCE = LONG ? 1 : 6;
/** For how long the program waits for a line, and on a line for an answer. */
const LIMITS = { DATABASE_WAIT_MS: '1500', DATABASE_ANSWER_MS: '2000' };

const describePostgres = ENGINES.includes('postgres') ? describe : describe.skip;

describePostgres('R7 a PostgreSQL that fails', () => {
  let postgres: OwnPostgres;
  let proxy: FaultProxy;
  let program: Program;
  let work: Work;
  let token: string;
  let url: string;
  let line: Line;
  const folder = diskFolder();

  beforeAll(async () => {
    postgres = await OwnPostgres.start();
    proxy = await FaultProxy.to(postgres.port);
    url = await postgres.create('faults');
    const databaseUrl = postgres.url('faults', proxy.port);
    program = await Program.start({ databaseUrl, dataDir: folder.path, env: LIMITS });
    work = await beginWork(program);
    ({ token } = await program.as('div.clerk'));
    line = new Line();
  }, START_MS);
  afterAll(async () => {
    line.close();
    await program.stop();
    await proxy.close();
    await postgres.stop();
    folder.remove();
  });

  /** A clerk records a finding; a repeat with the same key is the same request. */
  const record = (statement: string, on = line): Promise<Answer> => {
    const finding = { ...FINDING, statement, campaignId: work.campaignId };
    return on.ask({
      method: 'POST',
      url: `${program.url}/api/issues?register=true`,
      token,
      body: { ...finding, responsibleUnitId: program.units.qinghe },
      headers: { 'idempotency-key': statement },
    });
  };
  const codeOf = ({ status, text }: Answer): [number, string] => [
    status,
    (JSON.parse(text) as { code: string }).code,
  ];
  const idOf = ({ text }: Answer): string => (JSON.parse(text) as { id: string }).id;
  /** How often each finding is there. */
  const stored = async (pattern: string): Promise<Map<string, number>> => {
    const found = await rows<{ statement: string; count: string }>(
      { databaseUrl: url, dataDir: folder.path },
      `SELECT statement, COUNT(*) AS count FROM issues WHERE statement LIKE '${pattern}' GROUP BY statement`,
    );
    return new Map(found.map(({ statement, count }) => [statement, Number(count)]));
  };
  const unharmed = async (): Promise<void> => {
    expect(await halves({ databaseUrl: url, dataDir: folder.path })).toEqual([]);
    const auditor = await program.as('auditor');
    const { text } = await auditor.get('/audit/verification');
    expect(text).not.toMatch(/HASH_MISMATCH|BROKEN_LINK|"MISSING|HEAD_MISMATCH/);
  };

  it('comes back after the server was restarted in the middle of the work', async () => {
    const acknowledged: string[] = [];
    const faults: string[] = [];
    let refused = 0;
    let stopped = false;
    const writers = Array.from({ length: WRITERS }, async (_, writer) => {
      const own = new Line();
      for (let number = 0; !stopped; number += 1) {
        const statement = `restart-${writer}-${number}`;
        for (let answered = false; !answered;) {
          const answer = await record(statement, own);
          answered = answer.status === 201;
          if (answered) acknowledged.push(statement);
          else if (answer.status === 503) refused += 1;
          else faults.push(`${answer.status} ${answer.text}`);
          if (!answered) await pause(100);
        }
      }
      own.close();
    });
    let slowest = 0;
    for (let restart = 0; restart < RESTARTS; restart += 1) {
      const before = acknowledged.length;
      while (acknowledged.length < before + 20) await pause(10);
      const begun = performance.now();
      await postgres.restartImmediately();
      await program.becomes(200, HEALTHY_MS * PATIENCE);
      slowest = Math.max(slowest, performance.now() - begun);
    }
    stopped = true;
    await Promise.all(writers);
    expect(faults).toEqual([]);
    const found = await stored('restart-%');
    expect(acknowledged.filter((statement) => !found.has(statement))).toEqual([]);
    expect([...found.values()].filter((count) => count !== 1)).toEqual([]);
    expect(found.size).toBe(acknowledged.length);
    await unharmed();
    figure(
      'R7',
      `${RESTARTS} immediate restarts: process survives, 0 of ${acknowledged.length} acknowledged lost, ` +
        `0 twice, ${refused} answers 503, healthy at most ${Math.round(slowest)} ms after the stop`,
    );
  }, 300_000);

  it('does nothing when the line is cut in the middle of a transaction, and once when asked again', async () => {
    const statement = `cut-${randomUUID()}`;
    proxy.cutBefore('INSERT INTO "ledger_entries"');
    expect(codeOf(await record(statement))).toEqual([503, 'BUSY']);
    expect(proxy.sprung).toBe(1);
    expect((await stored(statement)).size).toBe(0);
    expect((await record(statement)).status).toBe(201);
    expect(await stored(statement)).toEqual(new Map([[statement, 1]]));
    figure('R7', 'line cut in a transaction: 503, nothing stored; the repeat is stored once');
  });

  it('says that it does not know when the answer to COMMIT is lost, and a repeat finds out', async () => {
    const statement = `lost-${randomUUID()}`;
    proxy.loseAnswerTo('COMMIT', 'INSERT INTO "ledger_entries"');
    const answer = await record(statement);
    expect(codeOf(answer)).toEqual([503, 'OUTCOME_UNKNOWN']);
    expect(answer.headers['retry-after']).toBeDefined();
    expect(proxy.sprung).toBe(2);
    while ((await stored(statement)).size === 0) await pause(10);
    const again = await record(statement);
    expect(again.status).toBe(201);
    const [row] = await rows<{ id: string }>(
      { databaseUrl: url, dataDir: folder.path },
      `SELECT id FROM issues WHERE statement = '${statement}'`,
    );
    expect(idOf(again)).toBe(row?.id);
    expect(await stored(statement)).toEqual(new Map([[statement, 1]]));
    figure(
      'R7',
      'answer to COMMIT lost: 503 OUTCOME_UNKNOWN; the repeat has the same issue, 1 effect',
    );
  });

  it('gives a line up on which nothing comes any more', async () => {
    const statement = `frozen-${randomUUID()}`;
    proxy.freeze();
    const answer = await record(statement);
    expect(codeOf(answer)).toEqual([503, 'BUSY']);
    expect(await program.ready()).toBe(503);
    proxy.thaw();
    const healthyMs = await program.becomes(200, HEALTHY_MS * PATIENCE);
    expect((await record(statement)).status).toBe(201);
    expect(await stored(statement)).toEqual(new Map([[statement, 1]]));
    figure(
      'R7',
      `half-open line: 503 after ${Math.round(answer.ms)} ms, healthy ${Math.round(healthyMs)} ms ` +
        'after it was replaced',
    );
  }, 120_000);

  it('refuses while nobody gets through, works on a slow line, and is unharmed by all this', async () => {
    proxy.refuse(true);
    expect(codeOf(await record(`refused-${randomUUID()}`))).toEqual([503, 'BUSY']);
    expect(await program.ready()).toBe(503);
    proxy.refuse(false);
    await program.becomes(200, HEALTHY_MS * PATIENCE);
    proxy.delay(20);
    expect((await record(`slow-${randomUUID()}`)).status).toBe(201);
    proxy.delay(0);
    expect((await stored('refused-%')).size).toBe(0);
    await unharmed();
  }, 120_000);
});
