import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditWatch } from '../../src/platform/audit/audit-watch.js';
import { sql } from '../../src/platform/database/queryable.js';
import { Scheduler } from '../../src/platform/scheduler/scheduler.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, FINDING, IssueDriver } from '../support/issues.js';

const TOKEN = 'metrics-token-of-a-test';

describe.each(ENGINES)('metrics on %s', (engine) => {
  let app: TestApp;
  let text = '';

  const read = (token = TOKEN) =>
    app.anonymous().get('/metrics').set('authorization', `Bearer ${token}`);
  /** The value of a sample; undefined when there is none with these labels. */
  function value(name: string, labels: Record<string, string> = {}): number | undefined {
    const line = text.split('\n').find((one) => {
      const [, found, inside = ''] = /^(\w+)(?:\{(.*)\})? /.exec(one) ?? [];
      return (
        found === name &&
        Object.entries(labels).every(([key, wanted]) => inside.includes(`${key}="${wanted}"`))
      );
    });
    return line === undefined ? undefined : Number(line.slice(line.lastIndexOf(' ') + 1));
  }

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine, undefined, {
      watch: { metrics: { token: TOKEN } },
    });
    const driver = new IssueDriver(app, await createCampaign(app));
    const issue = await driver.to('PLANNING');
    const clerk = await app.as('div.clerk');
    await clerk.get(`/issues/${issue.id}`).expect(200);
    await clerk.get('/audit').expect(403);
    await clerk.get('/issues?page=0').expect(400);
    await app.anonymous().get('/api/no/such/address').expect(404);
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      await app
        .anonymous()
        .post('/api/auth/login')
        .send({ username: 'qinghe.clerk', password: 'wrong' })
        .expect(401);
    }
    const body = { list: 'ISSUES', format: 'csv', filters: { campaignId: driver.campaignId } };
    await clerk.post('/exports', body).expect(202);
    await app.app.get(Scheduler, { strict: false }).tick();
    await app.app.get(AuditWatch).verify();
    const answer = await read().expect(200);
    expect(answer.headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(answer.headers['cache-control']).toBe('no-store');
    ({ text } = answer);
  });
  afterAll(() => app.stop());

  it('counts and times answers by the template of the route', () => {
    const count = (method: string, route: string, status: number) =>
      value('xiaohao_http_request_duration_seconds_count', {
        method,
        route,
        status: String(status),
      });
    expect(count('GET', '/api/issues/:id', 200)).toBe(1);
    expect(count('GET', '/api/issues', 400)).toBe(1);
    expect(count('GET', '/api/audit', 403)).toBe(1);
    expect(count('POST', '/api/auth/login', 401)).toBe(5);
    expect(text).not.toContain('/api/no/such/address');
  });

  it('tells how process, database and disk are', async () => {
    expect(value('xiaohao_build_info', { version: '0.1.0', engine })).toBe(1);
    expect(value('nodejs_eventloop_lag_seconds', { quantile: '0.99' })).toBeGreaterThan(0);
    expect(value('process_resident_memory_bytes')).toBeGreaterThan(1e7);
    expect(value('xiaohao_disk_bytes', { state: 'free' })).toBeGreaterThan(0);
    if (engine === 'sqlite') {
      expect(value('xiaohao_database_file_bytes', { file: 'database' })).toBeGreaterThan(0);
      expect(value('xiaohao_database_file_bytes', { file: 'wal' })).toBeGreaterThan(10_000);
      expect(value('xiaohao_writer_queue_length')).toBe(0);
      expect(value('xiaohao_writer_wait_seconds_count')).toBeGreaterThan(20);
      const waiting = app.uow.run(() => Promise.resolve());
      expect((await read()).text).toMatch(/^xiaohao_writer_queue_length \d+$/m);
      await waiting;
    } else {
      const pool = (state: string) =>
        value('xiaohao_database_connections', { pool: 'reader', state }) ?? NaN;
      expect(pool('used') + pool('idle')).toBeGreaterThan(0);
      expect(pool('waiting')).toBe(0);
    }
  });

  it('tells how the work behind the answers goes on', () => {
    const now = Date.parse(app.clock.now()) / 1000;
    for (const task of ['audit.heads', 'reports.generate']) {
      expect(value('xiaohao_task_runs', { task })).toBe(1);
      expect(value('xiaohao_task_failures', { task })).toBe(0);
      expect(value('xiaohao_task_last_success_timestamp_seconds', { task })).toBe(now);
      expect(value('xiaohao_task_lag_seconds', { task })).toBe(0);
    }
    const jobs = ['PENDING', 'RUNNING', 'SUCCEEDED'].map((status) =>
      value('xiaohao_jobs', { status }),
    );
    expect(jobs.reduce((sum: number, one) => sum + (one ?? NaN), 0)).toBe(1);
    expect(value('xiaohao_imports', { status: 'CHECKED' })).toBe(0);
  });

  it('tells of messages that wait', async () => {
    await app.uow.run((tx) =>
      tx.execute(sql`INSERT INTO outbox_messages
        (id, channel, dedupe_key, lane, payload, status, attempts, next_attempt_at, created_at)
        VALUES (${app.units.anlan}, 'EMAIL', 'a', 'b', '{}', 'FAILED', 1, ${app.clock.now()},
                '2020-03-31T23:00:00.000Z')`),
    );
    ({ text } = await read());
    const labels = { channel: 'EMAIL', status: 'FAILED' };
    expect(value('xiaohao_outbox_messages', labels)).toBe(1);
    expect(value('xiaohao_outbox_oldest_age_seconds', labels)).toBe(2 * 60 * 60);
  });

  it('tells of signing in, of locked accounts and of the audit log', async () => {
    const acts = (action: string) => value('xiaohao_audited_acts_total', { action });
    expect(acts('SIGN_IN_FAILED')).toBe(5);
    expect(acts('ACCOUNT_LOCKED')).toBe(1);
    expect(acts('ACCESS_REFUSED')).toBe(1);
    expect(value('xiaohao_locked_accounts')).toBe(1);
    const [row] = await app.rows<{ total: number }>(sql`SELECT COUNT(*) AS total FROM sessions`);
    expect(value('xiaohao_sessions')).toBe(row?.total);
    const [log] = await app.rows<{ total: number }>(
      sql`SELECT COUNT(*) AS total FROM audit_entries`,
    );
    expect(value('xiaohao_audit_entries')).toBe(log?.total);
    expect(value('xiaohao_audit_oldest_entry_age_seconds')).toBe(0);
    expect(value('xiaohao_audit_heads_plausible')).toBe(1);
    expect(value('xiaohao_audit_broken_chains')).toBe(0);
    expect(value('xiaohao_backup_age_seconds')).toBeUndefined();
  });

  it('names nobody and nothing that anybody wrote', async () => {
    const people = await app.rows<{ id: string; username: string; name: string }>(
      sql`SELECT id, username, name FROM users`,
    );
    const told = people.flatMap(({ id, username, name }) =>
      [id, username, name].filter((word) => text.includes(`"${word}"`)),
    );
    expect(told).toEqual([]);
    expect(text).not.toContain(FINDING.statement);
    expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}|\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}/);
    expect(text).not.toMatch(/[\u4e00-\u9fff]/);
  });

  it('is not there for anybody else', async () => {
    const strangers = [read('wrong-token-of-a-test'), app.anonymous().get('/metrics')];
    for (const stranger of strangers) {
      const { status, body } = await stranger;
      expect([status, body.code]).toEqual([404, 'NO_SUCH_ADDRESS']);
    }
    const auditor = await app.as('auditor');
    await auditor.get('/metrics').expect(404);
  });
});

describe('metrics of a program that is not watched', () => {
  it('are not there', async () => {
    const app = await TestApp.start('sqlite');
    try {
      const { status, body } = await app.anonymous().get('/metrics');
      expect([status, body.code]).toEqual([404, 'NO_SUCH_ADDRESS']);
    } finally {
      await app.stop();
    }
  });
});
