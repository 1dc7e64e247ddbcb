import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createCampaign, FINDING, IssueDriver, ok, PDF_BYTES } from '../support/issues.js';
import { ENGINES, TestApp, type TestUser } from '../support/app.js';
import { sql } from '../../src/platform/database/queryable.js';
import { figure, size } from './support/figure.js';

const DAY_MS = 24 * 60 * 60 * 1000;

describe.each(ENGINES)('repeated and parallel requests on %s', (engine) => {
  let app: TestApp;
  let campaignId: string;
  let driver: IssueDriver;
  let clerk: TestUser;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine);
    campaignId = await createCampaign(app);
    driver = new IssueDriver(app, campaignId);
    clerk = await app.as('div.clerk');
  });
  afterAll(() => app?.stop());

  const total = async (table: ReturnType<typeof sql>): Promise<number> =>
    (await app.rows<{ total: number }>(sql`SELECT COUNT(*) AS total FROM ${table}`))[0]?.total ??
    -1;
  const issues = (): Promise<number> => total(sql`issues`);
  const finding = (over: object = {}) => ({ ...FINDING, campaignId, ...over });
  const create = (user: TestUser, key: string, over: object = {}) =>
    user.post('/issues', finding(over)).set('idempotency-key', key);

  it('R10 lets one of 50 parallel decisions on an application through, with one posting', async () => {
    const rounds = size(5, 20);
    for (let round = 0; round < rounds; round += 1) {
      let issue = await driver.to('CLOSURE_REVIEW');
      // Up to the step that closes: that one posts to the account book.
      for (let pending = await driver.pending(issue); pending.awaiting !== 'FINAL_APPROVAL';)
        pending = await driver.review(issue);
      const { id, version } = await driver.pending(issue);
      const director = await app.as('director');
      const approve = {
        decision: 'APPROVED',
        opinion: '同意销号。',
        minutesNo: '安民纪要〔2020〕8号',
      };
      const giveBack = {
        decision: 'RETURNED',
        opinion: '佐证不足。',
        reasonCode: 'R1',
        demand: '请补充首次发放低保金的银行回单。',
      };
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          director.post(
            `/closure-applications/${id}/reviews`,
            index % 2 ? giveBack : approve,
            version,
          ),
        ),
      );
      const passed = answers.filter(({ status }) => status < 300);
      expect(passed).toHaveLength(1);
      expect(answers.every(({ status }) => [200, 409, 412].includes(status))).toBe(true);
      issue = await driver.read(issue.id);
      const entries = await total(
        sql`ledger_entries WHERE issue_id = ${issue.id} AND kind = 'CLOSED'`,
      );
      expect([issue.status, entries]).toEqual(
        issue.status === 'CLOSED' ? ['CLOSED', 1] : ['RECTIFYING', 0],
      );
      const acts = await app.rows<{ action: string; actorName: string }>(sql`
        SELECT action, actor_name FROM audit_entries
        WHERE subject_id = ${issue.id} AND action IN ('issue.close', 'issue.returnClosure')`);
      const closed = issue.status === 'CLOSED';
      expect(acts).toEqual([
        { action: closed ? 'issue.close' : 'issue.returnClosure', actorName: '局长丁' },
      ]);
      const steps = await total(
        sql`closure_steps WHERE application_id = ${id} AND kind = 'FINAL_APPROVAL' AND decision IS NOT NULL`,
      );
      expect(steps).toBe(1);
    }
    figure(
      'R10',
      `${rounds} × 50 parallel approvals and returns on ${engine}: one 2xx, at most one posting, one audit row and one review each`,
    );
  }, 300_000);

  it('R11 carries 20 parallel repeats out once, and one after a restart not again', async () => {
    const rounds = size(2, 20);
    for (let round = 0; round < rounds; round += 1) {
      const before = await issues();
      const key = `parallel-${engine}-${round}`;
      const answers = await Promise.all(Array.from({ length: 20 }, () => create(clerk, key)));
      expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(201));
      expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
      expect(new Set(answers.map(({ headers }) => headers.etag as string))).toEqual(
        new Set(['"1"']),
      );
      expect(await issues()).toBe(before + 1);
    }
    const key = `parallel-${engine}-0`;
    const first = ok(await create(clerk, key));
    const count = await issues();
    // The same database in another process of the program: on SQLite after the first, which has it alone.
    const restarted = await restart();
    try {
      const again = ok(await create(await restarted.as('div.clerk'), key));
      expect([again.status, again.text]).toEqual([201, first.text]);
    } finally {
      await back(restarted);
    }
    expect(await issues()).toBe(count);
    figure(
      'R11',
      `${rounds} × 20 parallel repeats and one across a restart on ${engine}: one effect, the same bytes`,
    );
  }, 120_000);

  async function restart(): Promise<TestApp> {
    if (engine === 'sqlite') await app.app.close();
    return TestApp.second(app);
  }
  async function back(restarted: TestApp): Promise<void> {
    await restarted.app.close();
    if (engine !== 'sqlite') return;
    app = await TestApp.second(app);
    driver = new IssueDriver(app, campaignId);
    clerk = await app.as('div.clerk');
  }

  it('R11 tells one key with two bodies, two routes, two people and two days apart', async () => {
    const key = `kept-${engine}-1`;
    const first = ok(await create(clerk, key));
    const before = await issues();
    const other = await create(clerk, key, { statement: '另一个问题，内容并不相同' });
    expect([other.status, other.body.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
    const elsewhere = await clerk
      .post('/issues?register=true', finding())
      .set('idempotency-key', key);
    expect([elsewhere.status, elsewhere.body.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
    expect(await issues()).toBe(before);
    // Another's key of the same name is another key.
    const chief = await app.as('div.chief');
    expect(ok(await create(chief, key)).body.id).not.toBe(first.body.id);
    for (const bad of ['short', 'x'.repeat(101), 'with space in it']) {
      const refused = await create(clerk, bad);
      expect([refused.status, refused.body.code]).toEqual([400, 'IDEMPOTENCY_KEY_MALFORMED']);
    }
    const upload = (name: string) =>
      clerk
        .post(`/issues/${first.body.id}/evidence`)
        .set('idempotency-key', `file-${engine}-1`)
        .field('type', 'DOC')
        .attach('file', PDF_BYTES, name);
    const stored = ok(await upload('一.pdf'));
    expect(ok(await upload('一.pdf')).text).toBe(stored.text);
    expect((await upload('二.pdf')).status).toBe(422);
    app.moveTo(new Date(Date.parse(app.clock.now()) + DAY_MS - 60_000).toISOString());
    clerk = await app.as('div.clerk');
    expect(ok(await create(clerk, key)).text).toBe(first.text);
    app.moveTo(new Date(Date.parse(app.clock.now()) + 120_000).toISOString());
    clerk = await app.as('div.clerk');
    expect(ok(await create(clerk, key)).body.id).not.toBe(first.body.id);
    figure(
      'R11',
      `one key on ${engine}: other body, other address and other file 422, kept 24 h, then free`,
    );
  });
});

describe('requests: limits and headers', () => {
  const EVERYWHERE = {
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  };

  it('requests: every kind of answer carries the security headers', async () => {
    const app = await TestApp.startWithOrganisation('sqlite');
    try {
      const clerk = await app.as('div.clerk');
      const campaignId = await createCampaign(app);
      const nobody = app.anonymous();
      const answers = {
        page: await nobody.get('/'),
        file: await nobody.get('/favicon.svg'),
        docs: await nobody.get('/api/docs'),
        live: await nobody.get('/live'),
        json: await clerk.get('/issues'),
        csv: await clerk.get('/issues.csv'),
        created: await clerk.post('/issues', { ...FINDING, campaignId }),
        invalid: await clerk.post('/issues', {}),
        stranger: await nobody.get('/api/issues'),
        forbidden: await clerk.get('/users'),
        missing: await clerk.get('/nowhere'),
        malformed: await nobody
          .post('/api/auth/login')
          .set('content-type', 'application/json')
          .send('{'),
        unsupported: await nobody
          .post('/api/auth/login')
          .set('content-type', 'text/plain')
          .send('x'),
        tooLarge: await nobody.post('/api/auth/login').send({ username: 'x'.repeat(1_100_000) }),
        badPath: await nobody.get('/api/%E0%A4%A'),
      };
      for (const [kind, { headers }] of Object.entries(answers)) {
        expect([kind, headers]).toEqual([kind, expect.objectContaining(EVERYWHERE)]);
        expect([kind, headers['content-security-policy']]).toEqual([
          kind,
          expect.stringMatching(/script-src 'self';.*|default-src 'none'; sandbox/),
        ]);
        expect([kind, String(headers['content-security-policy'])]).toEqual([
          kind,
          expect.not.stringMatching(/script-src[^;]*unsafe|https?:/),
        ]);
        expect([kind, headers['x-powered-by'], headers.server]).toEqual([
          kind,
          undefined,
          undefined,
        ]);
      }
      expect(answers.page.headers['strict-transport-security']).toBeUndefined();
      figure(
        'headers',
        `${Object.keys(answers).length} kinds of answers, ${Object.keys(EVERYWHERE).length + 1} headers each: all there`,
      );
    } finally {
      await app.stop();
    }
  });

  it('requests: a flood of one user and of one address is answered 429 with the time to wait', async () => {
    const requestLimits = { perUser: 20, perAddress: 60 };
    const app = await TestApp.startWithOrganisation('sqlite', undefined, { requestLimits });
    try {
      const clerk = await app.as('div.clerk');
      const chief = await app.as('div.chief');
      const own = await Promise.all(Array.from({ length: 25 }, () => clerk.get('/auth/me')));
      expect(own.filter(({ status }) => status === 200)).toHaveLength(20);
      const [refused] = own.filter(({ status }) => status === 429);
      expect(refused?.headers).toMatchObject({
        'content-type': 'application/problem+json; charset=utf-8',
        'retry-after': expect.stringMatching(/^([1-9]|[1-5]\d|60)$/),
      });
      expect(refused?.body).toMatchObject({
        ...{ status: 429, title: '操作过于频繁', code: 'TOO_MANY_REQUESTS' },
        detail: expect.stringMatching(/^操作过于频繁，请\d+秒后再试。$/),
      });
      // Colleagues at the same address go on, until all of them together are too many.
      expect((await chief.get('/auth/me')).status).toBe(200);
      const strangers = await Promise.all(
        Array.from({ length: 60 }, () =>
          app
            .anonymous()
            .get('/api/issues')
            .set('x-forwarded-for', `10.0.0.${Math.floor(Math.random() * 250)}`),
        ),
      );
      const stopped = strangers.filter(({ status }) => status === 429);
      // 2 sign-ins, 25 and 1 requests before: 32 are left of the 60.
      expect([stopped.length, strangers.filter(({ status }) => status === 401).length]).toEqual([
        28, 32,
      ]);
      expect(stopped[0]?.headers['retry-after']).toBeDefined();
      expect((await app.anonymous().get('/live')).status).toBe(200);
      figure(
        'limits',
        '25 requests of a user with 20 allowed: 5 × 429; 88 of an address with 60: 28 × 429, forged X-Forwarded-For no help, /live free',
      );
    } finally {
      await app.stop();
    }
  });
});
