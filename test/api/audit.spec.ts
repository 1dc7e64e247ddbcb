import { verify } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import ExcelJS from 'exceljs';
import type { Response } from 'supertest';
import { AuditQueries } from '../../src/identity/audit.queries.js';
import { AuditLog } from '../../src/platform/audit/audit-log.js';
import { AuditWatch } from '../../src/platform/audit/audit-watch.js';
import { raw, sql } from '../../src/platform/database/queryable.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, IssueDriver } from '../support/issues.js';

describe.each(ENGINES)('the audit log on %s', (engine) => {
  let app: TestApp;
  let issueId: string;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine);
    const driver = new IssueDriver(app, await createCampaign(app));
    issueId = (await driver.to('PLANNING')).id;
  });
  afterAll(() => app.stop());

  it('tells the auditor who did what and when, and nobody else', async () => {
    const auditor = await app.as('auditor');
    const { body } = await auditor.get(`/audit?subjectId=${issueId}&pageSize=2`).expect(200);
    expect(body.total).toBe(4);
    expect(body.items.map((item: { action: string }) => item.action)).toHaveLength(2);
    const day = await auditor.get('/audit?from=2020-04-01&to=2020-04-01&action=issue.assign');
    expect(day.body.items[0]).toMatchObject({ actorName: '科长乙', subjectId: issueId });
    const named = await auditor.get(`/audit?actor=${encodeURIComponent('科长')}`).expect(200);
    expect(named.body.total).toBeGreaterThan(0);
    expect(
      named.body.items.every((item: { actorName: string }) => item.actorName.includes('科长')),
    ).toBe(true);
    const wild = await auditor.get('/audit?actor=%25').expect(200);
    expect(wild.body.total).toBe(0);
    const later = await auditor.get('/audit?from=2020-04-02').expect(200);
    expect(later.body.total).toBe(0);
    for (const user of ['admin', 'security', 'director', 'div.clerk']) {
      await (await app.as(user)).get('/audit').expect(403);
    }
  });

  it('names what was recorded as forms do, codes by their labels', async () => {
    const auditor = await app.as('auditor');
    const { body } = await auditor.get(`/audit?subjectId=${issueId}&action=issue.assign`);
    const [{ detail, lines }] = body.items;
    expect(detail.deadline).toBeDefined();
    expect(lines).toContainEqual({ label: '整改时限', value: detail.deadline });
    expect(lines).toContainEqual({ label: '原状态', value: '已建账' });
    expect(lines).toContainEqual({ label: '现状态', value: '已交办' });
  });

  it('finds by unit with everything below it and by words of the content', async () => {
    const auditor = await app.as('auditor');
    const total = async (query: string): Promise<number> =>
      (await auditor.get(`/audit?subjectId=${issueId}&${query}`).expect(200)).body.total;
    const inAnlan = await total(`unitId=${app.units.anlan}`);
    expect(inAnlan).toBe(4);
    expect(await total(`unitId=${app.units.qinghe}`)).toBe(1);
    expect(await total('unitId=01a20326-1be5-76c1-959a-fa450883b62e')).toBe(0);
    const { body } = await auditor.get(`/audit?subjectId=${issueId}&action=issue.assign`);
    const { deadline } = body.items[0].detail;
    expect(await total(`text=${deadline}`)).toBeGreaterThan(0);
    expect(await total('text=%25')).toBe(0);
    expect(await total(`text=${encodeURIComponent('没有这样的话')}`)).toBe(0);
  });

  it('gives the log as files in which no text is a formula, oldest first', async () => {
    await app.uow.run((tx) => {
      const actor = { userId: null, name: '=1+1', unitId: app.units.qinghe ?? '', bureauId: null };
      const detail = { reason: '@SUM(A1),"引号"' };
      const act = { action: 'issue.void', subjectType: 'issue', subjectId: issueId, detail };
      app.app.get(AuditLog).record(tx, actor, act);
      return Promise.resolve();
    });
    const auditor = await app.as('auditor');
    const csv = await auditor.get(`/audit.csv?subjectId=${issueId}`).buffer(true).expect(200);
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
    const rows = parse<Record<string, string>>(csv.text, { bom: true, columns: true });
    expect(rows.map((row) => row['事项代码'])).toEqual([
      'issue.create',
      'issue.register',
      'issue.assign',
      'issue.acknowledge',
      'issue.void',
    ]);
    expect(rows[4]).toMatchObject({
      时间: '2020-04-01 09:00:00',
      办理人: "'=1+1",
      办理单位: '青禾镇人民政府',
      事项: '撤销问题',
      对象编号: issueId,
    });
    expect(rows[4]?.['内容']).toContain('@SUM(A1),"引号"');
    const xlsx = await auditor
      .get(`/audit.xlsx?subjectId=${issueId}&action=issue.void`)
      .buffer(true)
      .parse(asBytes)
      .expect(200);
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(xlsx.body as never);
    const cells: unknown[] = [];
    workbook.worksheets[0]?.eachRow((row) => row.eachCell(({ value }) => cells.push(value)));
    expect(cells).toContain('=1+1');
    const none = await auditor.get('/audit.csv?from=2030-01-01').buffer(true).expect(200);
    expect(none.text.trimEnd().split('\r\n')).toHaveLength(1);
    await (await app.as('admin')).get('/audit.csv').expect(403);
    await auditor.get('/audit.csv?page=2').expect(400);
  });

  it('reads every entry once, portion by portion, although many have one instant', async () => {
    const keys: string[] = [];
    for await (const portion of app.app.get(AuditQueries).portions({}, 3)) {
      keys.push(...portion.map(({ chain, seq }) => `${chain} ${seq}`));
    }
    const rows = await app.rows<{ chain: string; seq: number }>(
      sql`SELECT chain, seq FROM audit_entries ORDER BY recorded_at, chain, seq`,
    );
    expect(rows.length).toBeGreaterThan(10);
    expect(keys).toEqual(rows.map(({ chain, seq }) => `${chain} ${seq}`));
  });

  it('keeps what administrators do, and what they were refused', async () => {
    const auditor = await app.as('auditor');
    const admin = await app.as('admin');
    const security = await app.as('security');
    const created = await admin.post('/units', {
      parentId: app.units.anlan,
      level: 'COUNTY',
      type: 'DIVISION',
      name: '审计试验科',
      shortName: '试验科',
      areaCode: '990101',
    });
    expect(created.status).toBe(201);
    const [clerk] = await app.rows<{ id: string }>(
      sql`SELECT id FROM users WHERE username = 'qinghe.clerk'`,
    );
    await security.post(`/users/${clerk?.id}/password-reset`, {}).expect((answer) => {
      if (answer.status >= 300) throw new Error(answer.text);
    });
    await admin.get('/audit').expect(403);
    await security.post('/units', {}).expect(403);
    await auditor.post('/units', {}).expect(403);
    const actsOf = async (query: string) => {
      const { body } = await auditor.get(`/audit?${query}`).expect(200);
      return body.items.map((item: Record<string, string>) => [item.action, item.actorName]);
    };
    expect(await actsOf(`subjectId=${created.body.id}`)).toEqual([['UNIT_CREATED', '系统管理员']]);
    expect(await actsOf(`subjectId=${clerk?.id}&action=PASSWORD_RESET`)).toEqual([
      ['PASSWORD_RESET', '安全管理员'],
    ]);
    const refused = await actsOf('action=ACCESS_REFUSED');
    for (const name of ['系统管理员', '安全管理员', '审计管理员']) {
      expect(refused).toContainEqual(['ACCESS_REFUSED', name]);
    }
  });

  it('gives the auditor signed heads that an outsider can verify without any secret', async () => {
    const auditor = await app.as('auditor');
    await app.app.get(AuditWatch).exportHeads(app.clock.now());
    const pem = (await auditor.get('/audit/heads/public-key').expect(200)).text;
    const lines = (await auditor.get('/audit/heads.jsonl').buffer(true).parse(asText).expect(200))
      .body as string;
    const state = await auditor.get('/audit/heads').expect(200);
    expect(state.body).toMatchObject({ lines: 1, newestAt: app.clock.now(), faults: [] });

    const { signature, ...unsigned } = JSON.parse(lines) as Record<string, unknown>;
    expect(isGenuine(unsigned, String(signature), pem)).toBe(true);
    expect(isGenuine({ ...unsigned, at: '2020-04-02' }, String(signature), pem)).toBe(false);
    const [row] = await app.rows<{ seq: number; hash: string }>(
      sql`SELECT seq, hash FROM audit_heads WHERE chain = ${app.units.anlan}`,
    );
    expect(unsigned.heads).toContainEqual({ chain: app.units.anlan, ...row });

    const own = await auditor.post('/audit/verification', { heads: lines }).expect(200);
    expect(own.body.every((chain: { ok: boolean }) => chain.ok)).toBe(true);
    const changed = lines.replace(/"seq":\d+/, '"seq":1');
    const refused = await auditor.post('/audit/verification', { heads: changed }).expect(422);
    expect(refused.body.code).toBe('HEADS_NOT_GENUINE');
    for (const path of ['/audit/heads', '/audit/heads.jsonl', '/audit/heads/public-key']) {
      await (await app.as('admin')).get(path).expect(403);
    }
  });

  it('finds with the copy of the auditor what is gone along with the exported heads', async () => {
    const auditor = await app.as('auditor');
    const watch = app.app.get(AuditWatch);
    await watch.exportHeads(app.clock.now());
    const copy = await watch.exportedText();
    const before = await auditor.get('/audit/verification').expect(200);
    expect(before.body.every((chain: { ok: boolean }) => chain.ok)).toBe(true);
    await app.uow.run(async (tx) => {
      for (const guard of guards(engine)) await tx.execute(raw(guard));
      await tx.execute(sql`DELETE FROM audit_entries WHERE chain = ${app.units.anlan}`);
      await tx.execute(sql`DELETE FROM audit_heads WHERE chain = ${app.units.anlan}`);
    });
    // The exported lines are gone too; only what the auditor has taken away remains.
    rmSync(join(app.place.config.dataDir, 'audit-heads'), { recursive: true });
    const after = await auditor.post('/audit/verification', { heads: copy }).expect(200);
    expect(after.body.filter((chain: { ok: boolean }) => !chain.ok)).toMatchObject([
      { chain: app.units.anlan, entries: 0, fault: { seq: 1, reason: 'TRUNCATED' } },
    ]);
  });
});

/** What an outsider would do with Node's own tools: sorted members, no blanks. */
function isGenuine(unsigned: object, signature: string, pem: string): boolean {
  const sorted = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(sorted);
    if (typeof value !== 'object' || value === null) return value;
    const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(members.map(([key, member]) => [key, sorted(member)]));
  };
  const text = JSON.stringify(sorted(unsigned));
  return verify(null, Buffer.from(text), pem, Buffer.from(signature, 'base64'));
}

const asBytes = (answer: Response, done: (error: Error | null, bytes: Buffer) => void): void => {
  const parts: Buffer[] = [];
  const stream = answer as unknown as Readable;
  stream.on('data', (part: Buffer) => parts.push(part));
  stream.on('end', () => done(null, Buffer.concat(parts)));
};

const asText = (answer: Response, done: (error: Error | null, text: string) => void): void =>
  asBytes(answer, (error, bytes) => done(error, bytes.toString('utf8')));

/** What somebody with the database password would take away first. */
const guards = (engine: string): string[] =>
  engine === 'postgres'
    ? ['ALTER TABLE audit_entries DISABLE TRIGGER ALL']
    : ['DROP TRIGGER audit_entries_no_update', 'DROP TRIGGER audit_entries_no_delete'];
