import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import BetterSqlite3 from 'better-sqlite3';
import type { Response } from 'supertest';
import { TestApp } from '../support/app.js';
import { FINDING } from '../support/issues.js';
import { figure, size } from './support/figure.js';
import { type Program, type ProgramOptions, sqliteIn } from './support/program.js';
import { fileFaults, halves, rows } from './support/records.js';
import { freshPdf, Work } from './support/work.js';
import { makeWorld, type World } from './support/world.js';

const START_MS = 240_000;
/** What the busy wait is set to, and for how long the file is held: less, and more. */
const WAIT_MS = size(1500, 5000);
const HELD_MS = { less: size(600, 2000), more: size(3000, 20_000) };
const COMMITS = 200;

/** A new issue, as a clerk records it. */
async function record(program: Program, work: Work): Promise<Response> {
  const clerk = await program.as('div.clerk');
  const body = { ...FINDING, campaignId: work.campaignId };
  return clerk.post('/issues', { ...body, responsibleUnitId: program.units.qinghe });
}

async function upload(program: Program, issueId: string, bytes: number): Promise<Response> {
  const clerk = await program.as('qinghe.clerk');
  const send = clerk.post(`/issues/${issueId}/evidence`).field('type', 'OTHER');
  return send.attach('file', freshPdf(bytes), 'a.pdf');
}

/** Why a tool cannot be used here; empty when it can. */
function obstacleTo(command: string, ...args: string[]): string {
  const { error, status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (error) return `${command} is missing`;
  return status === 0 ? '' : stderr.trim();
}

/** Like `describe`, left out where something is missing. */
const describeUnless =
  (obstacle: string) =>
  (name: string, tests: () => void): void => {
    if (obstacle) describe.skip(name, tests);
    else describe(name, tests);
  };

describe('the file of SQLite', () => {
  let world: World;

  beforeAll(async () => {
    world = await makeWorld('sqlite', { env: { DATABASE_WAIT_MS: String(WAIT_MS) } });
  }, START_MS);
  afterAll(async () => {
    await world.program.stop();
    await world.remove();
  });

  /** Another program, such as a tool of the operator, takes the lock to write and keeps it. */
  function hold(): () => void {
    const file = world.program.options.databaseUrl.slice('sqlite:'.length);
    const other = new BetterSqlite3(file);
    other.exec('BEGIN IMMEDIATE');
    return () => {
      other.exec('ROLLBACK');
      other.close();
    };
  }

  it('R6 waits for who holds it for a moment, and serves readers meanwhile', async () => {
    const { program, work } = world;
    const letGo = hold();
    const begun = performance.now();
    const waiting = record(program, work).then((answer) => ({
      status: answer.status,
      ms: performance.now() - begun,
    }));
    const clerk = await program.as('div.clerk');
    expect((await clerk.get(`/issues?campaignId=${work.campaignId}`)).status).toBe(200);
    const readAfter = performance.now() - begun;
    await pause(Math.max(0, HELD_MS.less - readAfter));
    letGo();
    const { status, ms } = await waiting;
    expect(status).toBe(201);
    expect(ms).toBeGreaterThanOrEqual(HELD_MS.less);
    figure(
      'R6',
      `held ${HELD_MS.less} ms: written after ${Math.round(ms)} ms, a reader was answered`,
    );
  });

  it(
    'R6 keeps no reader waiting whose session wants to be noted down',
    async () => {
      const app = await TestApp.startWithOrganisation('sqlite');
      const clerk = await app.as('div.clerk');
      const { database } = app.place.config;
      const other = new BetterSqlite3(database.engine === 'sqlite' ? database.file : '');
      other.exec('BEGIN IMMEDIATE');
      app.clock.advanceMs(5 * 60_000);
      const begun = performance.now();
      const answers = await Promise.all([1, 2, 3].map(() => clerk.get('/auth/me')));
      const waited = performance.now() - begun;
      other.close();
      await app.stop();
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
      // The writer itself waits for five seconds.
      expect(waited).toBeLessThan(4000);
    },
    START_MS,
  );

  it(
    'R6 tells everybody to come again when it is held for long, and goes on afterwards',
    async () => {
      const { program, work } = world;
      const letGo = hold();
      const begun = performance.now();
      const asked = Array.from({ length: 5 }, () => record(program, work));
      const answers = await Promise.all(asked);
      const waited = performance.now() - begun;
      await pause(Math.max(0, HELD_MS.more - waited));
      letGo();
      for (const { status, body, headers } of answers) {
        expect([status, (body as { code: string }).code]).toEqual([503, 'BUSY']);
        expect(Number(headers['retry-after'])).toBeGreaterThan(0);
      }
      // Those who queue behind the first do not wait once more each.
      expect(waited).toBeGreaterThanOrEqual(WAIT_MS);
      expect(waited).toBeLessThan(HELD_MS.more + WAIT_MS * 2);
      expect((await record(program, work)).status).toBe(201);
      figure(
        'R6',
        `held ${HELD_MS.more} ms: 5 of 5 answered 503 with Retry-After after ${Math.round(waited)} ms, ` +
          'then written again without restart',
      );
    },
    HELD_MS.more + 60_000,
  );
});

const traceObstacle = obstacleTo('strace', '-o', '/dev/null', '-e', 'trace=fsync', 'true');
if (traceObstacle) process.stdout.write(`R3 is left out: ${traceObstacle}\n`);

describeUnless(traceObstacle)('the disk under SQLite', () => {
  it(
    'R3 is waited for at every commit',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'xiaohao-trace-'));
      const trace = join(folder, 'trace');
      const strace = ['strace', '-f', '-qq', '-e', 'trace=fsync,fdatasync', '-o', trace];
      const traced = await makeWorld('sqlite', { under: strace });
      const { program, work } = traced;
      const syncs = (): number =>
        readFileSync(trace, 'utf8').match(/(?:fsync|fdatasync)\(/g)?.length ?? 0;
      const before = syncs();
      for (let commit = 0; commit < COMMITS; commit += 1) {
        expect((await record(program, work)).status).toBe(201);
      }
      const counted = syncs() - before;
      await program.stop();
      await traced.remove();
      rmSync(folder, { recursive: true });
      expect(counted).toBeGreaterThanOrEqual(COMMITS);
      figure('R3', `${counted} syncs for ${COMMITS} commits`);
    },
    START_MS,
  );
});

const DISK = '8m';
const FILLER_BYTES = 1024 * 1024;

/** A disk of 8 MB in a folder of its own. */
class SmallDisk {
  readonly path = mkdtempSync(join(tmpdir(), 'xiaohao-small-'));
  /** Why there is none; empty when there is. */
  readonly obstacle = obstacleTo('mount', '-t', 'tmpfs', '-o', `size=${DISK}`, 'tmpfs', this.path);

  remove(): void {
    if (!this.obstacle) execFileSync('umount', ['-l', this.path]);
    rmSync(this.path, { recursive: true, force: true });
  }
}

const disk = new SmallDisk();
if (disk.obstacle) process.stdout.write(`R5 is left out: ${disk.obstacle}\n`);
afterAll(() => disk.remove());

describeUnless(disk.obstacle)('a disk that is full', () => {
  let program: Program;
  let work: Work;
  let issueId: string;
  let home: World;
  const counted: Record<number, number> = {};
  const kept: { issues: string[]; evidence: string[] } = { issues: [], evidence: [] };

  beforeAll(async () => {
    const world = await makeWorld('sqlite');
    home = world;
    const [issue] = await rows<{ id: string }>(
      world.program.options,
      `SELECT id FROM issues WHERE status = 'RECTIFYING'`,
    );
    issueId = issue?.id ?? '';
    await world.program.stop();
    cpSync(world.program.options.dataDir, disk.path, { recursive: true });
    const there: Pick<ProgramOptions, 'databaseUrl' | 'dataDir'> = sqliteIn(disk.path);
    program = await world.program.again(there);
    work = new Work(program, world.work.campaignId, issueId);
    await work.arrive();
    // What an operator can throw away when the disk is full.
    writeFileSync(join(disk.path, 'filler'), Buffer.alloc(FILLER_BYTES));
  }, START_MS);
  afterAll(async () => {
    await program.stop();
    await home.remove();
  });

  const note = (list: string[], { status, body }: Response): number => {
    counted[status] = (counted[status] ?? 0) + 1;
    if (status === 201) list.push((body as { id: string }).id);
    return status;
  };

  it(
    'R5 takes nothing in that it cannot keep, and goes on when there is room again',
    async () => {
      // Until both the store of the files and the database have been refused room several times.
      for (let refused = 0; refused < 6;) {
        const bytes = refused > 0 ? 2000 : 300_000;
        if (note(kept.evidence, await upload(program, issueId, bytes)) === 507) refused += 1;
        if (note(kept.issues, await record(program, work)) === 507) refused += 1;
      }
      expect(
        Object.keys(counted).filter((status) => !['201', '503', '507'].includes(status)),
      ).toEqual([]);
      const full = { ...counted };
      expect(await program.ready()).toBe(503);
      rmSync(join(disk.path, 'filler'));
      expect((await record(program, work)).status).toBe(201);
      expect((await upload(program, issueId, 2000)).status).toBe(201);
      expect(await program.ready()).toBe(200);
      const stored = async (table: string) =>
        (await rows<{ id: string }>(program.options, `SELECT id FROM ${table}`)).map(
          ({ id }) => id,
        );
      const [issues, evidence] = [await stored('issues'), await stored('evidence')];
      expect(kept.issues.filter((id) => !issues.includes(id))).toEqual([]);
      expect(kept.evidence.filter((id) => !evidence.includes(id))).toEqual([]);
      // Beside them only the issue of the world and what was taken in afterwards.
      expect([issues.length, evidence.length]).toEqual([
        kept.issues.length + 2,
        kept.evidence.length + 1,
      ]);
      expect(await halves(program.options)).toEqual([]);
      expect(await fileFaults(program.options)).toEqual({ orphans: [], damaged: [], leftovers: 0 });
      figure(
        'R5',
        `${DISK}B: ${full[507]} answers 507, 0 other errors; ${kept.issues.length} issues and ` +
          `${kept.evidence.length} files acknowledged and stored, none else; served again without restart`,
      );
    },
    START_MS,
  );
});
