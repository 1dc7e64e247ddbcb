import { describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { addMinutes } from './support/instants.js';
import { ENGINES, type Engine } from '../support/engines.js';
import { ok } from '../support/issues.js';
import { figure, LONG, size } from './support/figure.js';
import type { Program } from './support/program.js';
import { ageLeftovers, fileFaults, halves, rows } from './support/records.js';
import { type Acknowledged, TABLE_OF, type Work } from './support/work.js';
import { makeWorld, type World } from './support/world.js';

/** All together; in the short form both engines are killed side by side. */
const KILLS = size(20, 200);
const PER_ENGINE = Math.ceil(KILLS / ENGINES.length);
const READY_MS = 5000;
/** On a machine that does other things meanwhile the time of a start says little. */
const PATIENCE = LONG ? 1 : 8;
/** The start of the day; every start is some minutes later, so that a dead server's leases are over. */
const FIRST = '2020-04-20T09:00:00+08:00';
/** The process is killed when at most so many further acts were acknowledged, and a moment later. */
const ACTS_MAX = 30;
const MOMENT_MS = 60;

interface Toll {
  kills: number;
  acknowledged: number;
  readonly kinds: Map<string, number>;
  readonly faults: string[];
  startMs: number;
}

/** Lets everybody work until the process is killed somewhere in the middle. */
async function workUntilKilled(program: Program, work: Work, faults: string[]): Promise<void> {
  let killed = false;
  const people = work.rounds().map(async (round) => {
    while (!killed) {
      try {
        await round();
      } catch (error) {
        // Who was cut off does not know; anything else is an answer that should not have been given.
        if (!killed && (error as Error).name === 'ProgramFault') faults.push(String(error));
        if (!killed) await pause(5);
      }
    }
  });
  const enough = work.done.length + Math.ceil(Math.random() * ACTS_MAX);
  while (work.done.length < enough) await pause(2);
  await pause(Math.random() * MOMENT_MS);
  killed = true;
  await program.kill();
  await Promise.all(people);
}

/** Acknowledgements that are not in the database, as far as they can be told by row and version. */
async function lost(program: Program, done: readonly Acknowledged[]): Promise<string[]> {
  const versions = new Map<string, number>();
  for (const table of new Set(Object.values(TABLE_OF))) {
    const found = await rows<{ id: string; version: number }>(
      program.options,
      `SELECT id, version FROM ${table}`,
    );
    for (const { id, version } of found) versions.set(`${table} ${id}`, version);
  }
  return done
    .filter(({ kind, id, version = 0 }) => {
      const stored = versions.get(`${TABLE_OF[kind]} ${id}`);
      return stored === undefined || stored < version;
    })
    .map(({ kind, id }) => `${kind} ${id}`);
}

async function inspect(program: Program, work: Work): Promise<string[]> {
  const files = await fileFaults(program.options);
  const audit = ok(await (await program.as('auditor')).get('/audit/verification')).body;
  const broken = JSON.stringify(audit).match(/HASH_MISMATCH|BROKEN_LINK|"MISSING|HEAD_MISMATCH/g);
  return [
    ...(await lost(program, work.done)).map((what) => `lost: ${what}`),
    ...(await halves(program.options)),
    ...files.orphans.map((name) => `orphan: ${name}`),
    ...files.damaged.map((name) => `damaged: ${name}`),
    ...(broken ?? []).map((reason) => `audit: ${reason}`),
  ];
}

/** What has been begun by killed servers is ended by this one: checks and imports of workbooks. */
async function finishImports(program: Program): Promise<string[]> {
  const open = `SELECT id FROM issue_imports WHERE status IN ('CHECKING', 'APPLYING')`;
  for (let round = 0; round < 400; round += 1) {
    if ((await rows(program.options, open)).length === 0) return [];
    await pause(50);
  }
  return ['imports were never finished'];
}

async function torment(engine: Engine, toll: Toll): Promise<void> {
  const world: World = await makeWorld(engine, { now: FIRST });
  let { program } = world;
  for (let kill = 1; kill <= PER_ENGINE; kill += 1) {
    await workUntilKilled(program, world.work, toll.faults);
    toll.kills += 1;
    program = await program.again({ now: addMinutes(FIRST, kill * 3) });
    toll.startMs = Math.max(toll.startMs, program.startMs + (await program.becomes(200, 5000)));
    world.work.moveTo(program);
    await world.work.arrive();
    toll.faults.push(...(await inspect(program, world.work)).map((fault) => `${engine}: ${fault}`));
  }
  toll.faults.push(...(await finishImports(program)));
  await program.stop();
  // On PostgreSQL another server might be at work on the folder: leftovers are cleared when they are old.
  ageLeftovers(program.options.dataDir);
  program = await program.again({ now: addMinutes(FIRST, 24 * 60) });
  toll.faults.push(...(await inspect(program, world.work)).map((fault) => `${engine}: ${fault}`));
  const { leftovers } = await fileFaults(program.options);
  if (leftovers > 0) toll.faults.push(`${engine}: ${leftovers} leftovers`);
  toll.acknowledged += world.work.done.length;
  for (const { kind } of world.work.done) {
    toll.kinds.set(kind, (toll.kinds.get(kind) ?? 0) + 1);
  }
  await program.stop();
  await world.remove();
}

describe('R2 a process that is killed in the middle of everything', () => {
  it(
    'loses nothing it has acknowledged and leaves nothing by half',
    async () => {
      const toll: Toll = { kills: 0, acknowledged: 0, kinds: new Map(), faults: [], startMs: 0 };
      if (LONG) for (const engine of ENGINES) await torment(engine, toll);
      else await Promise.all(ENGINES.map((engine) => torment(engine, toll)));
      expect(toll.faults).toEqual([]);
      expect([...toll.kinds.keys()].sort()).toEqual(Object.keys(TABLE_OF).sort());
      expect(toll.startMs).toBeLessThan(READY_MS * PATIENCE);
      const kinds = [...toll.kinds].map(([kind, count]) => `${count} ${kind}`).join(', ');
      figure(
        'R2',
        `${toll.kills} kills: 0 of ${toll.acknowledged} acknowledged writes lost (${kinds}), ` +
          `0 by half, 0 orphan files, chain verifies, ready in at most ${Math.round(toll.startMs)} ms`,
      );
    },
    size(400_000, 3_600_000),
  );
});
