import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { sql } from '../../src/platform/database/queryable.js';
import { ENGINES, TestApp, type TestUser } from '../support/app.js';
import { createCampaign } from '../support/issues.js';
import {
  breakOff,
  filePart,
  filesOf,
  freshPdf,
  newIssue,
  type Part,
  upload,
} from '../api/evidence.fixture.js';
import { figure } from './support/figure.js';
import { HTML, jpeg, pdf, png, SVG, zip } from '../api/file-samples.js';

/** Names that a careless program would write elsewhere, or show as something else. */
const NAMES: readonly (readonly [string, string])[] = [
  ['../../../etc/审批表.pdf', '审批表.pdf'],
  ['..\\..\\windows\\审批表.pdf', '审批表.pdf'],
  ['/etc/passwd.pdf', 'passwd.pdf'],
  [`${'审'.repeat(300)}.pdf`, `${'审'.repeat(196)}.pdf`],
  [`${'a'.repeat(296)}.pdf`, `${'a'.repeat(196)}.pdf`],
  ['a\u202Eb.pdf', 'ab.pdf'],
];

const MAX = 2 * 1024 * 1024;
const DOC: Part = ['type', 'DOC'];
const NOBODY = '01900000-0000-7000-8000-000000000000';
const fresh = (): Part => filePart('a.pdf', freshPdf());
const POLYGLOT = zip([['x', '']], { prefix: pdf() });

// prettier-ignore
const BAD: readonly (readonly [string, readonly Part[], number, string, string])[] = [
  ['SVG', [DOC, filePart('a.svg', SVG)], 415, 'FILE_TYPE_NOT_ALLOWED', 'file'],
  ['HTML named PDF', [DOC, filePart('a.pdf', HTML)], 415, 'FILE_TYPE_NOT_ALLOWED', 'file'],
  ['a program that looks like a PDF', [DOC, filePart('a\u202Efdp.exe', pdf())], 415, 'FILE_TYPE_NOT_ALLOWED', 'file'],
  ['PNG named JPG', [DOC, filePart('a.jpg', png())], 422, 'FILE_TYPE_MISMATCH', 'file'],
  ['a polyglot', [DOC, filePart('a.pdf', POLYGLOT)], 422, 'FILE_DISGUISED', 'file'],
  ['a cut photo', [DOC, filePart('a.jpg', jpeg({ end: false }))], 422, 'FILE_DAMAGED', 'file'],
  ['an empty file', [DOC, filePart('a.pdf', Buffer.alloc(0))], 422, 'FILE_EMPTY', 'file'],
  ['a file over the limit', [DOC, filePart('a.pdf', Buffer.alloc(MAX + 1))], 413, 'FILE_TOO_LARGE', ''],
  ['a file far over the limit', [filePart('a.pdf', Buffer.alloc(3 * MAX)), DOC], 413, 'FILE_TOO_LARGE', ''],
  ['no file', [DOC], 400, 'INVALID_INPUT', 'file'],
  ['a text instead of a file', [DOC, ['file', 'x']], 400, 'INVALID_INPUT', 'file'],
  ['two files', [fresh(), fresh(), DOC], 413, 'TOO_MANY_PARTS', ''],
  ['a file under another name', [DOC, ['photo', { name: 'a.pdf', bytes: pdf() }]], 400, 'INVALID_INPUT', 'photo'],
  ['no type', [fresh()], 400, 'INVALID_INPUT', 'type'],
  ['a wrong type', [['type', 'SVG'], fresh()], 400, 'INVALID_INPUT', 'type'],
  ['a type twice', [DOC, DOC, fresh()], 400, 'INVALID_INPUT', 'type'],
  ['an unknown field', [DOC, ['sha256', 'x'], fresh()], 400, 'INVALID_INPUT', 'sha256'],
  ['a field of the prototype', [['__proto__', 'x'], DOC, fresh()], 400, 'UPLOAD_BROKEN_OFF', ''],
  ['a note too long', [DOC, ['note', '长'.repeat(1001)], fresh()], 400, 'INVALID_INPUT', 'note'],
  ['a note far too long', [DOC, ['note', '长'.repeat(9999)], fresh()], 400, 'INVALID_INPUT', 'note'],
  ['a date to come', [DOC, ['documentDate', '2020-04-02'], fresh()], 422, 'EVIDENCE_FIELDS', 'documentDate'],
  ['a task of another issue', [DOC, ['taskId', NOBODY], fresh()], 422, 'EVIDENCE_FIELDS', 'taskId'],
];

describe.each(ENGINES)('S12 hostile uploads on %s', (engine) => {
  let app: TestApp;
  let campaignId: string;
  let town: TestUser;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine);
    campaignId = await createCampaign(app);
    town = await app.as('qinghe.clerk');
  });
  afterAll(() => app.stop());

  const rowsOf = (issueId: string) =>
    app.rows(sql`SELECT id FROM evidence WHERE issue_id = ${issueId}`);

  it.each(BAD)('S12 refuses %s and keeps nothing', async (_what, parts, status, code, path) => {
    const issueId = await newIssue(app, campaignId);
    const before = filesOf(app);
    const answer = await upload(app, town, issueId, parts).expect(status);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.body.code).toBe(code);
    expect(answer.body.detail).toMatch(/[\u4e00-\u9fff]/);
    const paths = ((answer.body.errors ?? []) as { path: string }[]).map((fault) => fault.path);
    expect(paths).toEqual(path === '' ? [] : [path]);
    expect(await rowsOf(issueId)).toEqual([]);
    expect(filesOf(app)).toEqual(before);
  });

  it.each([
    ['JSON', 'application/json', '{}', 415],
    ['a form without boundary', 'multipart/form-data', 'x', 400],
    ['an empty form', 'multipart/form-data; boundary=x', '', 400],
    [
      'a form that ends too early',
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition',
      400,
    ],
  ])('S12 refuses %s', async (_what, type, body, status) => {
    const issueId = await newIssue(app, campaignId);
    const answer = await town
      .post(`/issues/${issueId}/evidence`)
      .set('content-type', type)
      .send(body)
      .expect(status);
    expect(answer.body.detail).toMatch(/[\u4e00-\u9fff]/);
  });

  it.each(NAMES)('S12 keeps the file name %s harmless', async (raw, expected) => {
    const issueId = await newIssue(app, campaignId);
    const added = await upload(app, town, issueId, [
      ['type', 'DOC'],
      filePart(raw, freshPdf()),
    ]).expect(201);
    expect(added.body.fileName).toBe(expected);
    const content = await town.get(`/evidence/${added.body.id}/content`).expect(200);
    expect(content.headers).toMatchObject({
      'content-disposition': expect.stringMatching(/^attachment; /),
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    });
    expect(
      filesOf(app).every((path) => /^objects\/[0-9a-f]{2}\/[0-9a-f]{2}\/[0-9a-f]{64}$/.test(path)),
    ).toBe(true);
  });

  it('S12 leaves nothing of an upload that breaks off', async () => {
    const issueId = await newIssue(app, campaignId);
    const before = filesOf(app);
    const probe = town.get('/auth/me');
    const authorization = probe.getHeader('authorization');
    await probe.expect(200);
    await breakOff(app, issueId, authorization);
    expect(await rowsOf(issueId)).toEqual([]);
    expect(filesOf(app)).toEqual(before);
  });

  it('S12 has put nothing outside the store', () => {
    // Neither beside the database nor beside its folder, where `../` would have led.
    expect(filesOf(app).filter((path) => !path.startsWith('objects/'))).toEqual([]);
    const around = readdirSync(dirname(app.place.dir)).filter((name) =>
      /审|passwd|\.pdf$/.test(name),
    );
    expect(around).toEqual([]);
    figure(
      'S12',
      `${BAD.length + 4} hostile uploads refused and ${NAMES.length} names made harmless on ${engine}: ` +
        '0 kept of the refused, 0 files outside the store, all served as attachments in a sandbox',
    );
  });
});
