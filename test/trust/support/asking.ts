import type { FastifyInstance } from 'fastify';
import type { TestApp } from '../../support/app.js';
import { PDF_BYTES } from '../../support/issues.js';
import { ApiDescription } from './bodies.js';
import type { RouteRule } from './route-rules.js';

/** No record has this version: a step that is allowed stops at 412 and the world stays as it is. */
const NO_VERSION = '"999999"';

/** What queries need, as far as a route asks for it. */
const QUERY: Readonly<Record<string, string>> = {
  ruleCode: 'QJ-M',
  period: '2020-04',
  indicator: 'total',
  from: '2020-04-01',
  to: '2020-06-30',
};

/** Whom the issue of the matrix concerns. */
export const CONCERNED = '王晓明';

/** Fields that no body must have, and without which the question would not be asked. */
const FIELDS: Readonly<Record<string, object>> = {
  '/api/issues/person-search': { name: CONCERNED },
  '/api/auth/login/second-step': { challenge: 'never-given'.padEnd(43, 'x') },
};

/** A form with one file of the smallest kind that is a PDF. */
export function upload(fields: Readonly<Record<string, string>>, file = PDF_BYTES, name = 'a.pdf') {
  const edge = 'edge-of-the-part';
  const head = (field: string): string =>
    `--${edge}\r\ncontent-disposition: form-data; name="${field}"`;
  const texts = Object.entries(fields).map(([field, text]) => `${head(field)}\r\n\r\n${text}\r\n`);
  return {
    headers: { 'content-type': `multipart/form-data; boundary=${edge}` },
    payload: Buffer.concat([
      Buffer.from(`${texts.join('')}${head('file')}; filename="${name}"\r\n\r\n`),
      file,
      Buffer.from(`\r\n--${edge}--\r\n`),
    ]),
  };
}

type Ids = Readonly<Record<string, string>>;

/** Asks any route for any record as anybody, with a valid request that changes no record there is; whoever may make new ones makes them. */
export class Asker {
  private constructor(
    readonly fastify: FastifyInstance,
    readonly api: ApiDescription,
    private readonly campaignId: string,
    private readonly personId: string,
  ) {}

  static async of(app: TestApp, { campaign = '', person = '' }: Ids): Promise<Asker> {
    const fastify = app.app.getHttpAdapter().getInstance();
    return new Asker(fastify, await ApiDescription.of(app), campaign, person);
  }

  async ask(rule: RouteRule, id: string, token?: string) {
    const { method, path } = rule;
    const reads = method === 'GET' || method === 'DELETE';
    const sent = reads ? {} : this.sent(rule, id);
    return this.fastify.inject({
      method: method as 'GET',
      url: this.address(rule, id),
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(this.api.takesVersion(method, path) && { 'if-match': NO_VERSION }),
        ...sent.headers,
      },
      ...(sent.payload !== undefined && { payload: sent.payload }),
    });
  }

  private address(rule: RouteRule, id: string): string {
    const path = rule.path
      .replace(':id', id)
      .replace(/:(versionNo|seq|n)\b/g, '1')
      .replace(':key', 'matrix')
      .replace(':personId', this.personId);
    const query = this.api.sampleQuery(rule.method, rule.path);
    const known: Record<string, string> = { ...QUERY, campaignId: this.campaignOf(rule, id) };
    for (const name of Object.keys(query)) query[name] = known[name] ?? query[name] ?? '';
    const text = new URLSearchParams(query).toString();
    return text === '' ? path : `${path}?${text}`;
  }

  private sent(
    rule: RouteRule,
    id: string,
  ): { headers?: Record<string, string>; payload?: Buffer | object } {
    if (this.api.takesFile(rule.method, rule.path)) {
      if (rule.path.endsWith('evidence')) return upload({ type: 'DOC' });
      return upload(rule.path.endsWith('imports') ? { campaignId: this.campaignId } : {});
    }
    const body = { ...this.api.sample(rule.method, rule.path), ...FIELDS[rule.path] };
    if ('campaignId' in body) body.campaignId = this.campaignOf(rule, id);
    if ('issueId' in body) body.issueId = id;
    return { payload: body };
  }

  private campaignOf({ kind }: RouteRule, id: string): string {
    return kind === 'campaign' || kind === 'named' ? id : this.campaignId;
  }
}
