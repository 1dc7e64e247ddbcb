import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from '../../src/platform/database/queryable.js';
import { Files } from '../../src/platform/files/files.service.js';
import { EvidenceQueries } from '../../src/registers/evidence/evidence.queries.js';
import { ENGINES, TestApp, type TestUser } from '../support/app.js';
import { createCampaign } from '../support/issues.js';
import { filePart, filesOf, freshPdf, newIssue, type Part, upload } from './evidence.fixture.js';
import { docx, jpeg, phoneExif } from './file-samples.js';

const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe.each(ENGINES)('evidence on %s', (engine) => {
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

  const setStatus = (issueId: string, status: string) =>
    app.uow.run((tx) =>
      tx.execute(sql`UPDATE issues SET status = ${status} WHERE id = ${issueId}`),
    );

  it('takes a document in, lists it, and gives the same bytes back as a harmless download', async () => {
    const issueId = await newIssue(app, campaignId);
    const bytes = freshPdf();
    const added = await upload(app, town, issueId, [
      ['type', 'APPROVAL'],
      ['documentDate', '2020-03-30'],
      ['note', '  单人户审批  '],
      ['pageCount', '2'],
      filePart('单人户低保审批表.pdf', bytes),
    ]).expect(201);
    expect(added.headers.etag).toBe('"1"');
    expect(added.body).toMatchObject({
      issueId,
      seq: 1,
      cycleNo: 1,
      type: 'APPROVAL',
      fileName: '单人户低保审批表.pdf',
      sha256: digest(bytes),
      mime: 'application/pdf',
      size: bytes.length,
      pageCount: 2,
      documentDate: '2020-03-30',
      takenAt: null,
      note: '单人户审批',
      isSensitive: false,
      sourceUnit: { name: '青禾镇人民政府' },
      uploadedAt: '2020-04-01T01:00:00.000Z',
    });
    const list = await town.get(`/issues/${issueId}/evidence`).expect(200);
    expect(list.body).toEqual([added.body]);

    const file = await town.get(`/evidence/${added.body.id}/content`).buffer(true).expect(200);
    expect((file.body as Buffer).equals(bytes)).toBe(true);
    expect(file.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': String(bytes.length),
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, no-cache',
    });
    expect(file.headers['content-disposition']).toBe(
      `attachment; filename="________.pdf"; filename*=UTF-8''${encodeURIComponent('单人户低保审批表')}.pdf`,
    );
  });

  it('takes an upload once that is repeated with its Idempotency-Key', async () => {
    const issueId = await newIssue(app, campaignId);
    const bytes = freshPdf();
    const send = (file: Buffer) =>
      upload(app, town, issueId, [['type', 'DOC'], filePart('a.pdf', file)]).set(
        'idempotency-key',
        'upload-0001',
      );
    const [first, again] = [await send(bytes), await send(bytes)];
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect(await rowsOf(issueId)).toHaveLength(1);
    expect(await app.app.get(Files).damaged()).toEqual([]);

    const other = await send(freshPdf());
    expect([other.status, other.body.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
    expect(await rowsOf(issueId)).toHaveLength(1);
  });

  it('takes the fields after the file, and leaves the issue’s version alone', async () => {
    const issueId = await newIssue(app, campaignId);
    const before = await town.get(`/issues/${issueId}`).expect(200);
    const added = await upload(app, town, issueId, [
      filePart('a.docx', docx()),
      ['type', 'DOC'],
      ['isSensitive', 'true'],
      ['note', ''],
    ]).expect(201);
    expect(added.body).toMatchObject({ type: 'DOC', isSensitive: true, note: null });
    const after = await town.get(`/issues/${issueId}`).expect(200);
    expect(after.body.version).toBe(before.body.version);
    const history = await town.get(`/issues/${issueId}/history`).expect(200);
    expect(history.body.at(-1)).toMatchObject({
      label: '上传佐证',
      detail: { seq: 1, type: 'DOC' },
    });
    expect(history.text).not.toContain('a.docx');
  });

  it('stores a photo without its place but with its time', async () => {
    const issueId = await newIssue(app, campaignId);
    const added = await upload(app, town, issueId, [
      ['type', 'PHOTO_AFTER'],
      filePart('整改后.JPG', jpeg({ exif: phoneExif('2020:03:31 14:30:00') })),
    ]).expect(201);
    expect(added.body).toMatchObject({ takenAt: '2020-03-31T06:30:00.000Z', pageCount: 1 });
    const file = await town.get(`/evidence/${added.body.id}/content`).buffer(true).expect(200);
    const stored = file.body as Buffer;
    expect(digest(stored)).toBe(added.body.sha256);
    expect(stored.includes('GPS')).toBe(false);
    expect(stored.includes('SecretPhone')).toBe(false);
  });

  it('numbers uploads that come at the same time without a gap, equal content stored once', async () => {
    const issueId = await newIssue(app, campaignId);
    const bytes = freshPdf();
    const before = filesOf(app).length;
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        upload(app, town, issueId, [['type', 'DOC'], filePart(`${index}.pdf`, bytes)]),
      ),
    );
    expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 201));
    const numbers = answers.map((answer) => answer.body.seq as number).sort((a, b) => a - b);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    expect(filesOf(app)).toHaveLength(before + 1);
  });

  it.each([
    ['a unit of another county', 'yunqi.clerk', 404],
    ['a town that has nothing to do with it', 'wanglan.clerk', 404],
    ['a leader who only reads', 'leadership', 403],
    ['the upper reviewer', 'city.reviewer', 403],
    ['the auditor', 'auditor', 403],
  ])('refuses an upload by %s', async (_who, username, status) => {
    const issueId = await newIssue(app, campaignId);
    const before = filesOf(app);
    const user = await app.as(username);
    await upload(app, user, issueId, [['type', 'DOC'], filePart('a.pdf', freshPdf())]).expect(
      status,
    );
    expect(await rowsOf(issueId)).toEqual([]);
    expect(filesOf(app)).toEqual(before);
  });

  it('hides list and content from other counties as if they did not exist', async () => {
    const issueId = await newIssue(app, campaignId);
    const added = await upload(app, town, issueId, [
      ['type', 'DOC'],
      filePart('a.pdf', freshPdf()),
    ]).expect(201);
    const foreign = await app.as('yunqi.clerk');
    await foreign.get(`/issues/${issueId}/evidence`).expect(404);
    const hidden = await foreign.get(`/evidence/${added.body.id}/content`).expect(404);
    const missing = await foreign
      .get('/evidence/01900000-0000-7000-8000-000000000000/content')
      .expect(404);
    expect({ ...hidden.body, traceId: '' }).toEqual({ ...missing.body, traceId: '' });
    await foreign
      .post(`/evidence/${added.body.id}/withdrawal`, { reason: '不是我的材料' }, 1)
      .expect(404);
    await app.anonymous().get(`/api/evidence/${added.body.id}/content`).expect(401);
  });

  it.each([
    ['marked sensitive', {}, [['isSensitive', 'true']] as Part[]],
    ['of conduct and corruption', { category: 'H03_NEPOTISM' }, [] as Part[]],
  ])('shows evidence %s to those concerned only', async (_what, over, fields) => {
    const issueId = await newIssue(app, campaignId, over);
    const added = await upload(app, town, issueId, [
      ['type', 'TALK_RECORD'],
      ...fields,
      filePart('谈话记录.pdf', freshPdf()),
    ]).expect(201);
    const seen: Record<string, [number, number]> = {};
    const users = ['qinghe.leader', 'div.clerk', 'deputy', 'director', 'discipline', 'inspector'];
    for (const username of [...users, 'leadership', 'city.reviewer']) {
      const user = await app.as(username);
      const list = await user.get(`/issues/${issueId}/evidence`);
      const file = await user.get(`/evidence/${added.body.id}/content`);
      seen[username] = [list.status === 200 ? list.body.length : list.status, file.status];
    }
    expect(seen).toEqual({
      'qinghe.leader': [1, 200],
      'div.clerk': [1, 200],
      deputy: [1, 200],
      director: [1, 200],
      discipline: [1, 200],
      inspector: [0, 404],
      leadership: [403, 403],
      'city.reviewer': [0, 404],
    });
  });

  it('refuses an upload to an ended issue', async () => {
    const issueId = await newIssue(app, campaignId);
    await setStatus(issueId, 'VOIDED');
    const answer = await upload(app, town, issueId, [
      ['type', 'DOC'],
      filePart('a.pdf', freshPdf()),
    ]).expect(409);
    expect(answer.body.code).toBe('WRONG_STATUS');
  });

  describe('withdrawal', () => {
    const REASON = { reason: '照片拍错了地点，另行上传' };

    async function onFile(): Promise<{ issueId: string; id: string }> {
      const issueId = await newIssue(app, campaignId);
      const added = await upload(app, town, issueId, [
        ['type', 'PHOTO_AFTER'],
        filePart('a.pdf', freshPdf()),
      ]).expect(201);
      return { issueId, id: added.body.id as string };
    }

    it('takes evidence off the file but keeps row and bytes', async () => {
      const { issueId, id } = await onFile();
      const withdrawn = await town.post(`/evidence/${id}/withdrawal`, REASON, 1).expect(200);
      expect(withdrawn.body).toMatchObject({ withdrawnReason: REASON.reason, version: 2 });
      const list = await town.get(`/issues/${issueId}/evidence`).expect(200);
      expect(list.body).toEqual([]);
      const all = await town.get(`/issues/${issueId}/evidence?withdrawn=true`).expect(200);
      expect(all.body).toEqual([withdrawn.body]);
      await town.get(`/evidence/${id}/content`).expect(200);
      const issue = await town.get(`/issues/${issueId}`).expect(200);
      expect(issue.body.version).toBe(3);
      await town.post(`/evidence/${id}/withdrawal`, REASON, 2).expect(409);
    });

    it('is refused to other units, without version, with an old version and without reason', async () => {
      const { id } = await onFile();
      const division = await app.as('div.clerk');
      await division.post(`/evidence/${id}/withdrawal`, REASON, 1).expect(403);
      await town.post(`/evidence/${id}/withdrawal`, REASON).expect(428);
      await town.post(`/evidence/${id}/withdrawal`, REASON, 2).expect(412);
      await town.post(`/evidence/${id}/withdrawal`, {}, 1).expect(400);
    });

    it('is refused while a close-out is under review', async () => {
      const { issueId, id } = await onFile();
      await setStatus(issueId, 'CLOSURE_REVIEW');
      const answer = await town.post(`/evidence/${id}/withdrawal`, REASON, 1).expect(409);
      expect(answer.body.code).toBe('UNDER_CLOSURE_REVIEW');
    });

    it('does not count for the close-out any more', async () => {
      const { issueId, id } = await onFile();
      await upload(app, town, issueId, [['type', 'DOC'], filePart('b.pdf', freshPdf())]).expect(
        201,
      );
      const queries = app.app.get(EvidenceQueries);
      const types = async (cycleNo: number) =>
        (await app.uow.run((tx) => queries.onFile(tx, issueId, cycleNo))).map(({ type }) => type);
      expect(await types(1)).toEqual(['PHOTO_AFTER', 'DOC']);
      await town.post(`/evidence/${id}/withdrawal`, REASON, 1).expect(200);
      expect(await types(1)).toEqual(['DOC']);
      const files = await app.uow.run((tx) => queries.onFile(tx, issueId, 1));
      expect(files.map((file) => [file.seq, file.type, file.fileName])).toEqual([
        [2, 'DOC', 'b.pdf'],
      ]);
      expect(await types(2)).toEqual([]);
    });
  });

  it('finds every stored file intact at the end', async () => {
    expect(await app.app.get(Files).damaged()).toEqual([]);
    const stored = await app.rows<{ sha256: string }>(sql`SELECT sha256 FROM stored_files`);
    expect(filesOf(app)).toHaveLength(stored.length);
  });
});
