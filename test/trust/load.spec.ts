import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { ENGINES } from '../support/engines.js';
import { FINDING } from '../support/issues.js';
import { figure, LONG, size } from './support/figure.js';
import { type Answer, Line, Load, percentile, type Question } from './support/load.js';
import { fileFaults, halves, rows } from './support/records.js';
import { makeWorld, type World } from './support/world.js';

const SECONDS = size(5, 60);
const LINES = 8;
/** Every fifth question writes. */
const WRITES_EVERY = 5;
const P99_MS = 400;
/** A machine with other work may need a while to hear of the end. */
const OPEN_MS = 3000;
const SLOW_MS = OPEN_MS + 1500;
const STARTS = { start: 120_000 };

function writing({ program, work }: World, token: string): Question {
  const finding = { ...FINDING, campaignId: work.campaignId };
  const body = { ...finding, responsibleUnitId: program.units.qinghe };
  return { method: 'POST', url: `${program.url}/api/issues?register=true`, token, body };
}

/** A bureau's morning: lists, one issue, the ledger, the desk; and every fifth time a new issue. */
function questions(world: World, token: string, known: string[]): (line: number) => Question {
  const { program, work } = world;
  const campaign = `campaignId=${work.campaignId}`;
  const api = `${program.url}/api`;
  let count = 0;
  return () => {
    count += 1;
    const ask = (path: string): Question => ({ method: 'GET', url: `${api}${path}`, token });
    if (count % WRITES_EVERY === 0) return writing(world, token);
    const id = known[count % known.length];
    if (count % WRITES_EVERY === 1 && id !== undefined) return ask(`/issues/${id}`);
    if (count % WRITES_EVERY === 2) return ask('/todo');
    if (count % WRITES_EVERY === 3) return ask(`/ledger?${campaign}`);
    return ask(`/issues?${campaign}&pageSize=20`);
  };
}

const statuses = (answers: readonly Answer[]): Record<string, number> => {
  const counted: Record<string, number> = {};
  for (const { status, failure } of answers) {
    const name = failure ?? String(status);
    counted[name] = (counted[name] ?? 0) + 1;
  }
  return counted;
};

describe.each(ENGINES)('R1 and R12 under load on %s', (engine) => {
  let world: World;
  let token: string;
  const created: string[] = [];

  beforeAll(async () => {
    world = await makeWorld(engine, { env: { SHUTDOWN_WAIT_MS: String(OPEN_MS) } });
    ({ token } = await world.program.as('div.clerk'));
  }, STARTS.start);
  afterAll(() => world.remove());

  const begin = (): Load =>
    new Load(LINES, questions(world, token, created), ({ status, text }, { method }) => {
      if (method === 'POST' && status === 201)
        created.push((JSON.parse(text) as { id: string }).id);
    });

  const missing = async (): Promise<string[]> => {
    const found = await rows<{ id: string }>(world.program.options, 'SELECT id FROM issues');
    const stored = new Set(found.map(({ id }) => id));
    return created.filter((id) => !stored.has(id));
  };

  it(
    'R1 answers every question and keeps every issue it has acknowledged',
    async () => {
      const load = begin();
      await pause(SECONDS * 1000);
      const answers = await load.stop();
      const counted = statuses(answers);
      expect(Object.keys(counted).sort()).toEqual(['200', '201']);
      expect(new Set(created).size).toBe(counted['201']);
      expect(await missing()).toEqual([]);
      const p99 = percentile(
        answers.map(({ ms }) => ms),
        0.99,
      );
      if (LONG) expect(p99).toBeLessThanOrEqual(P99_MS);
      figure(
        'R1',
        `${engine}, ${SECONDS} s, ${LINES} lines: ${answers.length} answers, 0 of them 5xx; ` +
          `${created.length} of ${created.length} acknowledged issues present; p99 ${Math.round(p99)} ms`,
      );
    },
    STARTS.start + SECONDS * 1000,
  );

  it(
    'R12 ends on SIGTERM without cutting an answer off',
    async () => {
      const { program } = world;
      const load = begin();
      await pause(1000);
      // Still on its way in when the door is closed.
      const late = new Line();
      const slow = late.ask({ ...writing(world, token), slowlyMs: SLOW_MS });
      const begun = performance.now();
      const ended = program.stop();
      // A proxy asks this again and again, and sends nobody any more once it refuses.
      const refusedAfter = await program.becomes(503, OPEN_MS);
      const answers = await load.stop();
      expect((await slow).status).toBe(201);
      expect(await ended).toBe(0);
      late.close();
      // Nothing is left in SQLite's log: a copy of the one file is the whole database.
      expect(existsSync(join(program.options.dataDir, 'xiaohao.sqlite-wal'))).toBe(false);
      const seconds = (performance.now() - begun) / 1000;
      const counted = statuses(answers);
      expect(counted).not.toHaveProperty('cut');
      expect(Object.keys(counted).sort()).toEqual(['200', '201']);
      expect(seconds).toBeLessThan(10);
      expect(await missing()).toEqual([]);
      expect(await halves(program.options)).toEqual([]);
      expect((await fileFaults(program.options)).orphans).toEqual([]);
      figure(
        'R12',
        `${engine}: /ready refuses after ${Math.round(refusedAfter)} ms, ${answers.length + 1} answers, ` +
          `0 of them cut, one that came in over ${SLOW_MS} ms among them; ended in ${seconds.toFixed(1)} s`,
      );
    },
    STARTS.start,
  );
});
