import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import request from 'supertest';
import { DEMO_PASSWORD, type DemoUnits } from '../../../src/demo/world.js';
import { ShiftedClock } from '../../../src/platform/calendar/clock.js';
import { TestUser } from '../../support/app.js';
import type { DrivenApp } from '../../support/issues.js';
import { builtProgram } from './build.js';

/** A morning at the beginning of the campaign; the clock ticks on from there at every start. */
export const MORNING = '2020-04-01T09:00:00+08:00';

export interface ProgramOptions {
  readonly databaseUrl: string;
  readonly dataDir: string;
  readonly now?: string;
  /** Further settings, by their names in the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** The organisation of an earlier start on the same data; without it one is made. */
  readonly units?: DemoUnits;
  /** A program under which it runs, such as `strace`, and its arguments. */
  readonly under?: readonly string[];
}

interface Ready {
  readonly pid: number;
  readonly port: number;
  readonly units?: DemoUnits;
}

/** The real program in a process of its own, and people who talk to it over HTTP. */
export class Program implements DrivenApp {
  readonly clock: ShiftedClock;
  readonly units: DemoUnits;
  readonly url: string;
  private readonly users = new Map<string, Promise<TestUser>>();

  private constructor(
    readonly options: ProgramOptions,
    private readonly at: Ready,
    /** From the start of the process until it listened. */
    readonly startMs: number,
    /** Resolves with the exit code, or the name of the signal that ended it. */
    readonly ended: Promise<number | string>,
    private readonly output: readonly string[],
  ) {
    this.clock = new ShiftedClock(options.now ?? MORNING);
    this.units = at.units ?? options.units ?? {};
    this.url = `http://127.0.0.1:${at.port}`;
  }

  static async start(options: ProgramOptions): Promise<Program> {
    const build = await builtProgram();
    const begun = performance.now();
    const child = fork(join(import.meta.dirname, 'serve.mjs'), {
      execArgv: ['--no-warnings'],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      ...underOf(options.under),
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        ...{ TEST_BUILD: build, TEST_NOW: options.now ?? MORNING, PORT: '0', SCHEDULER: 'off' },
        ...{ DATABASE_URL: options.databaseUrl, DATA_DIR: options.dataDir, LOG_LEVEL: 'error' },
        ...(options.units ? {} : { TEST_ORGANISATION: '1' }),
        XIAOHAO_ADMIN_PASSWORD: DEMO_PASSWORD,
        // One test asks more than a hundred people would.
        ...{ USER_REQUESTS_PER_MINUTE: '0', ADDRESS_REQUESTS_PER_MINUTE: '0' },
        ...options.env,
      },
    });
    const output: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => output.push(chunk.toString()));
    }
    const ended = new Promise<number | string>((resolve) => {
      child.on('exit', (code, signal) => resolve(code ?? signal ?? 'unknown'));
    });
    const ready = await Promise.race([
      new Promise<Ready>((resolve) =>
        child.once('message', (message) => resolve(message as Ready)),
      ),
      ended.then((how) => {
        throw new Error(`The program ended with ${how}:\n${output.join('')}`);
      }),
    ]);
    const startMs = performance.now() - begun;
    return new Program(options, ready, startMs, ended, output);
  }

  /** What it has printed so far. */
  get printed(): string {
    return this.output.join('');
  }

  /** Signs somebody of the demo's organisation in, once. */
  as(username: string): Promise<TestUser> {
    let user = this.users.get(username);
    if (!user) {
      user = this.signIn(username);
      // Who was refused tries again.
      user.catch(() => this.users.delete(username));
      this.users.set(username, user);
    }
    return user;
  }

  /** Status of `/ready`, or 0 when nobody answers. */
  async ready(): Promise<number> {
    try {
      return (await fetch(`${this.url}/ready`)).status;
    } catch {
      return 0;
    }
  }

  /** Asks `/ready` until it answers as wanted. @returns the milliseconds it took */
  async becomes(status: number, withinMs: number): Promise<number> {
    const begun = performance.now();
    while ((await this.ready()) !== status) {
      if (performance.now() - begun > withinMs) throw new Error(`not ${status}:\n${this.printed}`);
      await pause(20);
    }
    return performance.now() - begun;
  }

  signal(name: NodeJS.Signals): void {
    // Not by way of what it runs under.
    process.kill(this.at.pid, name);
  }

  /** As a power cut would. */
  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.ended;
  }

  /** As an operator would. @returns exit code or signal */
  stop(): Promise<number | string> {
    this.signal('SIGTERM');
    return this.ended;
  }

  /** The same data again, in a new process. */
  again(over: Partial<ProgramOptions> = {}): Promise<Program> {
    return Program.start({ ...this.options, units: this.units, ...over });
  }

  private async signIn(username: string): Promise<TestUser> {
    const answer = await request(this.url)
      .post('/api/auth/login')
      .send({ username, password: DEMO_PASSWORD });
    if (answer.status >= 300) throw new Error(`${username}: ${answer.status} ${answer.text}`);
    return new TestUser(this.url, username, (answer.body as { token: string }).token);
  }
}

function underOf([command, ...args]: readonly string[] = []): {
  execPath?: string;
  execArgv?: string[];
} {
  if (command === undefined) return {};
  return { execPath: command, execArgv: [...args, process.execPath, '--no-warnings'] };
}

/** A folder on a real disk: `/dev/shm` would make every sync a lie. */
export function diskFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'xiaohao-trust-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Data of SQLite in a folder. */
export const sqliteIn = (dataDir: string): Pick<ProgramOptions, 'databaseUrl' | 'dataDir'> => ({
  databaseUrl: `sqlite:${join(dataDir, 'xiaohao.sqlite')}`,
  dataDir,
});
