import 'reflect-metadata';
import type { Server } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import request from 'supertest';
import { createApp } from '../../src/app.setup.js';
import { createOrganisation, DEMO_PASSWORD, type DemoUnits } from '../../src/demo/world.js';
import { OrganisationService } from '../../src/identity/organisation.service.js';
import { FixedClock } from '../../src/platform/calendar/clock.js';
import type { Config } from '../../src/platform/config/config.js';
import type { Sql } from '../../src/platform/database/queryable.js';
import { Reader } from '../../src/platform/database/reader.js';
import { Scheduler } from '../../src/platform/scheduler/scheduler.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import type { Engine, TestPlace } from './engines.js';
import { makeMigratedPlace } from './migrated.js';

export { ENGINES, type Engine } from './engines.js';

/** One signed-in user talking to the program over HTTP. */
export class TestUser {
  /** @param server of this process, or the address of another one. */
  constructor(
    private readonly server: Server | string,
    readonly username: string,
    readonly token: string,
  ) {}

  get(path: string): request.Test {
    return this.with(request(this.server).get(`/api${path}`));
  }

  /** @param version sent as `If-Match` when given. */
  post(path: string, body?: object, version?: number): request.Test {
    return this.with(request(this.server).post(`/api${path}`), version).send(body);
  }

  put(path: string, body: object, version?: number): request.Test {
    return this.with(request(this.server).put(`/api${path}`), version).send(body);
  }

  /** A body that is sent as it is written. */
  putText(path: string, json: string): request.Test {
    const sent = request(this.server).put(`/api${path}`).set('content-type', 'application/json');
    return this.with(sent).send(json);
  }

  delete(path: string): request.Test {
    return this.with(request(this.server).delete(`/api${path}`));
  }

  patch(path: string, body: object, version?: number): request.Test {
    return this.with(request(this.server).patch(`/api${path}`), version).send(body);
  }

  /** A request without body, for multipart and odd headers. */
  with(test: request.Test, version?: number): request.Test {
    const signed = test.set('authorization', `Bearer ${this.token}`);
    return version === undefined ? signed : signed.set('if-match', `"${version}"`);
  }
}

async function boot(
  config: Config,
  clock: FixedClock,
  log?: Logger,
): Promise<NestFastifyApplication> {
  const app = await createApp(config, clock, log);
  if (config.scheduler) {
    // What runs and sends by itself begins when the program listens: such a test says when.
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  } else {
    // Supertest makes a server that does not listen do so anew for every single request.
    await app.listen(0, config.host);
  }
  return app;
}

/** The program on a database of its own, as served, with a clock that the test moves. */
export class TestApp {
  private readonly users = new Map<string, Promise<TestUser>>();
  units: DemoUnits = {};

  private constructor(
    readonly engine: Engine,
    readonly place: TestPlace,
    readonly app: NestFastifyApplication,
    readonly clock: FixedClock,
  ) {}

  /** Starts with an empty database (only `admin`). Begins on Wednesday 2020-04-01, 9:00 in Shanghai. */
  static async start(
    engine: Engine,
    now = '2020-04-01T09:00:00+08:00',
    settings: Partial<Config> = {},
    log?: Logger,
  ): Promise<TestApp> {
    const made = await makeMigratedPlace(engine);
    const place = { ...made, config: { ...made.config, ...settings } };
    const clock = new FixedClock(now);
    return new TestApp(engine, place, await boot(place.config, clock, log), clock);
  }

  /**
   * A second server on the database of the first, with its clock unless it gets one of its own: beside
   * it on PostgreSQL, after it on SQLite. Stop it before the first.
   */
  static async second(first: TestApp, clock = first.clock): Promise<TestApp> {
    const { engine, place, units } = first;
    const kept = { ...place, remove: () => Promise.resolve() };
    const test = new TestApp(engine, kept, await boot(place.config, clock), clock);
    test.units = units;
    return test;
  }

  /** Starts with the organisation and users of the demo. */
  static async startWithOrganisation(
    engine: Engine,
    now?: string,
    settings?: Partial<Config>,
    log?: Logger,
  ): Promise<TestApp> {
    const test = await TestApp.start(engine, now, settings, log);
    test.units = await createOrganisation(test.app.get(OrganisationService));
    return test;
  }

  get server(): Server {
    return this.app.getHttpServer();
  }

  get uow(): UnitOfWork {
    return this.app.get(UnitOfWork);
  }

  /** Rows as they are stored, past every scope. */
  rows<Row>(query: Sql): Promise<Row[]> {
    return this.app.get(Reader).all<Row>(query);
  }

  /** Signs a demo user in over HTTP, once. */
  as(username: string): Promise<TestUser> {
    let user = this.users.get(username);
    if (!user) {
      user = this.signIn(username);
      this.users.set(username, user);
    }
    return user;
  }

  /** Moves the clock; people sign in again, as they would on another day. */
  moveTo(instant: string): void {
    this.clock.set(instant);
    this.users.clear();
  }

  /**
   * Runs every periodic task once at the clock's now; none may fail.
   * @param prefix of the names of those to run, where a spec lets years go by and asks for these alone
   */
  async tick(prefix?: string): Promise<void> {
    const states = await this.app.get(Scheduler, { strict: false }).tick(prefix);
    const failed = states.filter(({ lastError }) => lastError !== null);
    if (failed.length > 0) throw new Error(JSON.stringify(failed));
  }

  anonymous(): request.Agent {
    return request.agent(this.server);
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.place.remove();
  }

  private async signIn(username: string): Promise<TestUser> {
    const answer = await request(this.server)
      .post('/api/auth/login')
      .send({ username, password: DEMO_PASSWORD })
      .expect((response) => {
        if (response.status >= 300) throw new Error(`${username}: ${response.text}`);
      });
    const { token } = answer.body as { token: string };
    return new TestUser(this.server, username, token);
  }
}
