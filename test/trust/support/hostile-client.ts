import type { FastifyInstance } from 'fastify';
import type { Response } from 'light-my-request';
import { newId } from '../../../src/platform/database/ids.js';
import { DEMO_PASSWORD } from '../../../src/demo/world.js';
import { type Engine, TestApp } from '../../support/app.js';
import { createCampaign, IssueDriver } from '../../support/issues.js';
import { ApiDescription } from './bodies.js';
import { fittingCaller } from './fitting-callers.js';
import { Policy } from './policy.js';
import type { RouteRule } from './route-rules.js';

export interface Sent {
  readonly body?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly id?: string;
}

/** Sends what no form of the program sends, to any route, as somebody who may call it. */
export class HostileClient {
  private readonly policy = Policy.read();
  private readonly tokens = new Map<string, string>();

  private constructor(
    readonly app: TestApp,
    readonly api: ApiDescription,
    readonly campaignId: string,
    private readonly fastify: FastifyInstance,
  ) {}

  /** The program with three issues on its books. */
  static async start(engine: Engine): Promise<HostileClient> {
    const app = await TestApp.startWithOrganisation(engine);
    const campaignId = await createCampaign(app);
    const driver = new IssueDriver(app, campaignId);
    for (const status of ['DRAFT', 'REGISTERED', 'ASSIGNED'] as const) await driver.to(status);
    const fastify = app.app.getHttpAdapter().getInstance();
    return new HostileClient(app, await ApiDescription.of(app), campaignId, fastify);
  }

  async send(rule: RouteRule, { body, headers, query, id }: Sent): Promise<Response> {
    const known = rule.kind === 'campaign' ? this.campaignId : newId();
    const path = rule.path
      .replace(':id', id ?? known)
      .replace(/:(versionNo|seq|n)\b/g, '1')
      .replace(':key', 'matrix')
      .replace(':personId', newId());
    const token = await this.tokenOf(fittingCaller(this.policy, rule));
    return this.fastify.inject({
      method: rule.method as 'GET',
      url: query ? `${path}?${query}` : path,
      headers: {
        authorization: `Bearer ${token}`,
        ...(this.api.takesVersion(rule.method, rule.path) && { 'if-match': '"1"' }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { payload: body }),
    });
  }

  private async tokenOf(username: string): Promise<string> {
    let token = this.tokens.get(username);
    if (!token) {
      const login = await this.app
        .anonymous()
        .post('/api/auth/login')
        .send({ username, password: DEMO_PASSWORD })
        .expect(200);
      token = (login.body as { token: string }).token;
      this.tokens.set(username, token);
    }
    return token;
  }
}

const isProblem = ({ headers }: Response): boolean =>
  String(headers['content-type']).startsWith('application/problem+json');

/** Faults of an answer that has to be a refusal that programs understand. */
export function refusalFaults(answer: Response, wanted?: readonly number[]): string[] {
  const { statusCode } = answer;
  if (statusCode >= 500) return [`${statusCode} ${answer.payload.slice(0, 200)}`];
  if (wanted && !wanted.includes(statusCode)) return [`${statusCode}, not ${wanted.join('/')}`];
  return statusCode >= 400 && !isProblem(answer) ? [`${statusCode} is no problem+json`] : [];
}
