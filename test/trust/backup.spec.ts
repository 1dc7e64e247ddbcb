import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { makeBackup } from '../../src/operations/backup.js';
import { faultsOf } from '../../src/operations/fault.js';
import { openKeys } from '../../src/operations/keys-place.js';
import { MANIFEST, objectPath, type SignedManifest } from '../../src/operations/manifest.js';
import { type Outcome, restoreBackup, verifyArchive } from '../../src/operations/restore.js';
import { sql } from '../../src/platform/database/queryable.js';
import { filePart, freshPdf, upload } from '../api/evidence.fixture.js';
import { ENGINES, TestApp } from '../support/app.js';
import { makePlace, type TestPlace } from '../support/engines.js';
import { FINDING, IssueDriver } from '../support/issues.js';
import { altered, fillBureau, valuesOf } from './support/backup.js';
import { envOf, xiaohao } from './support/command.js';
import { figure, size } from './support/figure.js';

// Every step starts the program; how long that takes, the machine decides.
jest.setTimeout(300_000);

const WRITERS = 4;

describe.each(ENGINES)('R13 a backup under load on %s', (engine) => {
  let app: TestApp;
  let archive: string;
  let campaignId: string;
  let issueId: string;
  const places: TestPlace[] = [];
  /** Ids that the program had acknowledged when the backup began. */
  let before: readonly string[];
  let during = 0;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine);
    ({ campaignId, issueId } = await fillBureau(app));
    archive = join(app.place.dir, 'backups', 'b.tar.gz');
    const load = new Load(app, campaignId, issueId);
    const writing = load.begin();
    await load.reached(size(10, 2000));
    before = [...load.acknowledged];
    const { code, stdout, stderr } = await xiaohao(
      ['backup', '--to', archive],
      envOf(app.place.config),
    );
    during = load.acknowledged.length - before.length;
    load.end();
    await writing;
    expect([code, stdout, stderr]).toEqual([0, expect.stringContaining('b.tar.gz'), '']);
  });
  afterAll(async () => {
    for (const place of places) await place.remove();
    await app.stop();
  });

  const clock = () => app.clock;
  const keysFile = () => join(app.place.dir, 'keys.json');
  const prove = (file: string, keys = keysFile()): Promise<Outcome> =>
    verifyArchive(app.place.config, clock(), { file, keysFile: keys });
  const placesOf = (outcome: Outcome): string[] =>
    faultsOf(outcome.results).map(({ place, message }) => `${place}: ${message}`);

  it.each(ENGINES)(
    'R13 is restored to an empty %s, row by row and file by file',
    async (target) => {
      const place = await makePlace(target);
      places.push(place);
      const { config } = place;
      const options = { file: archive, keysFile: keysFile() };
      const outcome = await restoreBackup(config, clock(), options, config, true);
      expect(placesOf(outcome)).toEqual([]);
      expect(outcome.kept).toBe(true);
      expect(outcome.results.map(({ check }) => check)).toEqual([
        'manifest signed',
        'files unharmed',
        'database unharmed',
        'tables equal',
        'recorded files there',
        'tables equal after restoring',
        'audit chain',
        'ledger totals',
        'sealed reports',
        'stored files',
      ]);
      const restored = new Set(await valuesOf(config.database, 'issues', 'id'));
      expect(before.filter((id) => !restored.has(id))).toEqual([]);
      const { tables, files } = outcome.manifest;
      const rows = tables.reduce((sum, table) => sum + table.rows, 0);
      const objects = files.filter(({ path }) => path.startsWith('objects/')).length;
      const entries = tables.find(({ name }) => name === 'audit_entries')?.rows ?? 0;
      // The restoring itself is the one act more.
      const acts = await valuesOf(config.database, 'audit_entries', 'action');
      expect(acts.filter((act) => act === 'backup.restore')).toHaveLength(1);
      expect(acts).toHaveLength(entries + 1);
      expect(during).toBeGreaterThan(0);
      expect([objects > 1, rows > 100, entries > 20]).toEqual([true, true, true]);
      figure(
        'R13',
        `${engine} → ${target}: ${during} writes acknowledged during the backup, 0 refused; ` +
          `${before.length} of ${before.length} earlier ones restored, ${rows} rows of ` +
          `${tables.length} tables with equal digests, ${objects} files re-hashed, ` +
          `${entries} audit entries verified`,
      );
    },
  );

  it('signs people in at the restored place', async () => {
    const [place] = places;
    if (!place) throw new Error('nothing was restored');
    const config = { ...place.config, passwordCost: app.place.config.passwordCost };
    const again = await TestApp.second(
      Object.assign(Object.create(app) as TestApp, { place: { ...place, config } }),
    );
    const clerk = await again.as('div.clerk');
    const issue = await clerk.get(`/issues/${issueId}`).expect(200);
    expect(issue.body.status).toBe('RECTIFYING');
    await again.stop();
  });

  it('is recorded with its author, keeps the keys out and is readable by its owner only', async () => {
    const acts = await app.rows<{ actorName: string; detail: string }>(
      sql`SELECT actor_name, detail FROM audit_entries WHERE action = 'backup.create'`,
    );
    expect(acts.map(({ actorName }) => actorName)).toEqual(['系统（命令行）']);
    expect(JSON.parse(acts[0]?.detail ?? '')).toMatchObject({ file: 'b.tar.gz', withKeys: false });
    expect(statSync(archive).mode & 0o777).toBe(0o600);
    const names: string[] = [];
    await altered(archive, 'looked-at', (folder) => {
      names.push(...readdirSync(folder, { recursive: true, encoding: 'utf8' }));
    });
    expect(names).toContain(MANIFEST);
    expect(names).not.toContain('keys.json');
    const folder = readdirSync(join(app.place.dir, 'backups'));
    expect(folder.filter((name) => /part$|^\.xiaohao/.test(name))).toEqual([]);
  });

  describe('a damaged archive', () => {
    const contents = engine === 'sqlite' ? 'database.sqlite' : 'tables/issues.jsonl';
    const flip = async (folder: string, path: string) => {
      const bytes = await readFile(join(folder, path));
      const at = Math.floor(bytes.length / 2);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      await writeFile(join(folder, path), bytes);
    };
    const firstObject = (folder: string): string => {
      const names = readdirSync(join(folder, 'objects'), { recursive: true, encoding: 'utf8' });
      return `objects/${names.find((name) => /[0-9a-f]{64}$/.test(name)) ?? ''}`;
    };
    const manifestOf = (folder: string): SignedManifest =>
      JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8')) as SignedManifest;

    it('is told as cut off, wherever it ends', async () => {
      const bytes = readFileSync(archive);
      for (const share of [0.01, 0.5, 0.999]) {
        const file = join(app.place.dir, `cut-${share}.tar.gz`);
        writeFileSync(file, bytes.subarray(0, Math.floor(bytes.length * share)));
        await expect(prove(file)).rejects.toThrow(/cut off|damaged at its beginning/);
      }
    });

    it('with a flipped bit in itself is told as damaged', async () => {
      const bytes = readFileSync(archive);
      const at = Math.floor(bytes.length * 0.7);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      const file = join(app.place.dir, 'bit.tar.gz');
      writeFileSync(file, bytes);
      const told = await prove(file).then(placesOf, (error: Error) => [error.message]);
      expect(told.join()).toMatch(/is damaged|cut off|was changed|bytes instead/);
    });

    it('with a flipped bit in a stored file or in the database names that file', async () => {
      let path = '';
      const file = await altered(archive, 'file', async (folder) => {
        path = firstObject(folder);
        await flip(folder, path);
        await flip(folder, contents);
      });
      expect(placesOf(await prove(file))).toEqual(
        expect.arrayContaining([
          expect.stringContaining(`${path}: was changed`),
          expect.stringContaining(`${contents}: was changed`),
        ]),
      );
    });

    it('without one of its files, or with a foreign one, names it', async () => {
      let path = '';
      const file = await altered(archive, 'missing', async (folder) => {
        path = firstObject(folder);
        await rm(join(folder, path));
        await writeFile(join(folder, 'run-me.sh'), 'echo');
        const other = 'a'.repeat(64);
        mkdirSync(join(folder, 'objects', 'aa', 'aa'), { recursive: true });
        await writeFile(join(folder, objectPath(other)), 'x');
      });
      expect(placesOf(await prove(file)).sort()).toEqual(
        [
          `${path}: is missing from the archive`,
          `${objectPath('a'.repeat(64))}: is not in the manifest`,
          'run-me.sh: does not belong into a backup',
        ].sort(),
      );
    });

    it('with a manifest that was made to fit is refused by its signature', async () => {
      const file = await altered(archive, 'forged', async (folder) => {
        const { manifest, signature } = manifestOf(folder);
        const forged = { ...manifest, createdAt: '2020-01-01T00:00:00.000Z' };
        await writeFile(join(folder, MANIFEST), JSON.stringify({ manifest: forged, signature }));
      });
      expect(placesOf(await prove(file))).toEqual([
        'manifest.json: the manifest was changed after the backup was made',
      ]);
    });

    it('is not proven with the keys of another installation', async () => {
      const other = await makePlace('sqlite');
      places.push(other);
      const foreign = join(other.dir, 'keys.json');
      const stored = JSON.parse(readFileSync(keysFile(), 'utf8')) as Record<string, unknown>;
      const audit = Buffer.alloc(32, 7).toString('base64');
      writeFileSync(foreign, JSON.stringify({ ...stored, audit }));
      expect(placesOf(await prove(archive, foreign))).toEqual([
        expect.stringContaining('keys.json: the keys given are not those of this backup'),
      ]);
      await expect(prove(archive, join(other.dir, 'nowhere'))).rejects.toThrow(/--keys FILE/);
    });

    it('by a newer program asks for that program', async () => {
      const file = await altered(archive, 'newer', async (folder) => {
        const { manifest, signature } = manifestOf(folder);
        const schema = [...manifest.schema, 'Future1900000000000'];
        const text = JSON.stringify({ manifest: { ...manifest, schema }, signature });
        await writeFile(join(folder, MANIFEST), text);
      });
      await expect(prove(file)).rejects.toThrow(/newer program.*Future1900000000000/);
    });

    it('leaves nothing at the place it was to be restored to; a place in use is left alone', async () => {
      const place = await makePlace(engine);
      places.push(place);
      const file = await altered(archive, 'lost', (folder) => rm(join(folder, contents)));
      const options = { file, keysFile: keysFile() };
      const outcome = await restoreBackup(place.config, clock(), options, place.config, true);
      expect(outcome.kept).toBe(false);
      expect(placesOf(outcome)).toEqual([`${contents}: is missing from the archive`]);
      expect(readdirSync(place.dir)).toEqual([]);
      writeFileSync(join(place.dir, 'mine.txt'), 'mine');
      const whole = { file: archive, keysFile: keysFile() };
      await expect(restoreBackup(place.config, clock(), whole, place.config, true)).rejects.toThrow(
        /is not empty \(mine\.txt\)/,
      );
      expect(readdirSync(place.dir)).toEqual(['mine.txt']);
    });
  });

  it('names a stored file that is lost when the backup is made, and keeps the rest', async () => {
    const objects = join(app.place.dir, 'objects');
    const [sha256 = ''] = await valuesOf(app.place.config.database, 'stored_files', 'sha256');
    const path = join(app.place.dir, objectPath(sha256));
    const bytes = readFileSync(path);
    expect(existsSync(objects)).toBe(true);
    writeFileSync(path, 'rotten');
    const file = join(app.place.dir, 'lossy.tar.gz');
    const manifest = await makeBackup(app.place.config, openKeys(app.place.config), clock(), {
      file,
    });
    writeFileSync(path, bytes);
    expect(manifest.lostFiles).toEqual([sha256]);
    expect(placesOf(await prove(file))).toEqual([
      `${objectPath(sha256)}: was missing or damaged when the backup was made`,
    ]);
  });
});

/** People who register findings and upload evidence without a pause. */
class Load {
  readonly acknowledged: string[] = [];
  private readonly waiting: { count: number; done: () => void }[] = [];
  private ended = false;

  constructor(
    private readonly app: TestApp,
    private readonly campaignId: string,
    private readonly issueId: string,
  ) {}

  /** Resolves when all have stopped. */
  async begin(): Promise<void> {
    await Promise.all(Array.from({ length: WRITERS }, (_, at) => this.write(at === 0)));
  }

  reached(count: number): Promise<void> {
    return new Promise((done) => this.waiting.push({ count, done }));
  }

  end(): void {
    this.ended = true;
  }

  private async write(uploads: boolean): Promise<void> {
    const driver = new IssueDriver(this.app, this.campaignId);
    const town = await this.app.as('qinghe.clerk');
    while (!this.ended) {
      if (uploads) {
        const parts = [['type', 'DOC'], filePart('a.pdf', freshPdf())] as const;
        await upload(this.app, town, this.issueId, [...parts]).expect(201);
      }
      const { id } = await driver.draft({ statement: `${FINDING.statement}（备份中）` });
      this.acknowledged.push(id);
      for (const { count, done } of this.waiting) if (this.acknowledged.length >= count) done();
    }
  }
}
