import type { Role } from '../../src/identity/codes.js';
import { OrganisationService } from '../../src/identity/organisation.service.js';
import type { Config } from '../../src/platform/config/config.js';
import { sql } from '../../src/platform/database/queryable.js';
import { DEMO_PASSWORD } from '../../src/demo/world.js';
import { type Engine, TestApp } from '../support/app.js';

export const PASSWORD = DEMO_PASSWORD;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each spec asserts the shape
  readonly body: any;
}

interface CallOptions {
  readonly token?: string;
  readonly body?: object;
  readonly version?: number;
  readonly headers?: Record<string, string>;
}

/**
 * The program with the demo organisation, listening on a port of its own, so that specs of sessions
 * can send any header and many requests at once.
 */
export class IdentityWorld implements AsyncDisposable {
  private serial = 0;

  private constructor(
    readonly test: TestApp,
    readonly url: string,
  ) {}

  static async start(engine: Engine, settings?: Partial<Config>): Promise<IdentityWorld> {
    return IdentityWorld.serve(await TestApp.startWithOrganisation(engine, undefined, settings));
  }

  /** With `admin` only. */
  static async startEmpty(engine: Engine, settings?: Partial<Config>): Promise<IdentityWorld> {
    return IdentityWorld.serve(await TestApp.start(engine, undefined, settings));
  }

  private static async serve(test: TestApp): Promise<IdentityWorld> {
    return new IdentityWorld(test, (await test.app.getUrl()).replace(/\/$/, ''));
  }

  get clock(): TestApp['clock'] {
    return this.test.clock;
  }

  get organisation(): OrganisationService {
    return this.test.app.get(OrganisationService);
  }

  unit(key: string): string {
    const id = this.test.units[key];
    if (!id) throw new Error(`The demo has no unit ${key}`);
    return id;
  }

  async call(method: string, path: string, options: CallOptions = {}): Promise<Answer> {
    const { token, body, version, headers } = options;
    const response = await fetch(`${this.url}/api/${path}`, {
      method,
      headers: {
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
        ...headers,
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? undefined : JSON.parse(text),
    };
  }

  async signIn(username: string, password = PASSWORD): Promise<string> {
    const answer = await this.call('POST', 'auth/login', { body: { username, password } });
    if (answer.status !== 200) throw new Error(`${username}: ${answer.status}`);
    return answer.body.token;
  }

  /** A new clerk of 青禾镇 with the usual password, or somebody else there. */
  async newClerk(
    roles: readonly Role[] = ['TOWN_CLERK'],
  ): Promise<{ id: string; username: string }> {
    this.serial += 1;
    const username = `clerk${this.serial}`;
    const id = await this.organisation.createUser({
      username,
      name: '经办人甲',
      post: '科员',
      unitId: this.unit('qinghe'),
      roles,
      password: PASSWORD,
    });
    return { id, username };
  }

  /** @returns the delegation under which the deputy acts today. */
  async standIn(away: { token: string }, { id: deputyId }: { id: string }): Promise<string> {
    const today = this.clock.today();
    const body = { deputyId, fromDate: today, toDate: today, reason: '年休假' };
    const made = await this.call('POST', 'delegations', { token: away.token, body });
    if (made.status !== 201) throw new Error(`Delegation: ${made.status}`);
    return (made.body as { id: string }).id;
  }

  /** Actions of the audit log on a user after its creation, in order. */
  async actsOn(userId: string): Promise<string[]> {
    const rows = await this.test.rows<{ action: string }>(
      sql`SELECT action FROM audit_entries
          WHERE subject_id = ${userId} AND action <> 'USER_CREATED' ORDER BY recorded_at, seq`,
    );
    return rows.map(({ action }) => action);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.test.stop();
  }
}
