import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import ExcelJS from 'exceljs';
import { sql } from '../../src/platform/database/queryable.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, ok } from '../support/issues.js';
import { CaseDesk, everythingStored, FAVOUR, type Versioned } from './cases.fixture.js';
import { download, textOf } from './reporting.fixture.js';

/** Names that stand nowhere in the sources of the program. */
const CANARIES = ['鄢珑璟', '晏珑'];
const [CADRE, STAFF] = FAVOUR.persons;
const PERSONS = [
  { ...CADRE, realName: CANARIES[0], idNumber: '990101196503150018' },
  { ...STAFF, realName: CANARIES[1] },
];
const FACTS = '2018年6月，村党支部书记鄢某某未作近亲属备案，晏某审核时未核对车辆信息。';
const NAMED = { persons: PERSONS, facts: FACTS };

/** Every cell of a workbook's first sheet. */
async function cellsOf(bytes: Buffer): Promise<string> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(bytes as unknown as ArrayBuffer);
  const rows = workbook.worksheets[0]?.getSheetValues() ?? [];
  expect(JSON.stringify(rows)).toContain('鄢某某：受到党内严重警告处分');
  return JSON.stringify(rows);
}

describe.each(ENGINES)('names in cases on %s', (engine) => {
  let app: TestApp;
  let desk: CaseDesk;
  let campaignId: string;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine, '2020-07-06T09:00:00+08:00');
    campaignId = await createCampaign(app);
    desk = new CaseDesk(app, campaignId);
  });
  afterAll(() => app.stop());

  const patch = async (item: Versioned, body: object) =>
    (await app.as('div.clerk')).patch(`/cases/${item.id}`, body, item.version);
  const audits = (id: string, action: string) =>
    app.rows<{ actorName: string; detail: string }>(sql`
      SELECT actor_name, detail FROM audit_entries
      WHERE subject_id = ${id} AND action = ${action} ORDER BY seq`);

  describe('of a bulletin that went the whole way', () => {
    let item: Versioned;
    let issued: Versioned;

    const clean = (text: string, shown = '鄢某某'): void => {
      for (const name of CANARIES) expect(text.includes(name)).toBe(false);
      expect(text.includes('990101196503150018')).toBe(false);
      // The search would find a name that is in the open.
      expect(text).toContain(shown);
    };

    it('are in no answer', async () => {
      item = await desk.approved(NAMED);
      issued = await desk.issued(await desk.compose([item.id]));
      const clerk = await app.as('div.clerk');
      const paths = [`/cases/${item.id}`, `/cases/${item.id}/masking`, `/bulletins/${issued.id}`];
      for (const path of paths) clean(ok(await clerk.get(path)).text);
      clean(ok(await clerk.get('/cases')).text, FAVOUR.title);
    });

    it('are in no paper', async () => {
      const clerk = await app.as('div.clerk');
      clean(await textOf(await download(clerk, `/cases/${item.id}.pdf`)));
      clean(await textOf(await desk.pdf('qinghe.clerk', issued.id)));
      clean(await textOf(await download(clerk, `/bulletins/${issued.id}/archive.pdf`)));
      clean(await cellsOf(await download(clerk, '/cases.xlsx?status=APPROVED')));
    });

    it('are in no row of the database, the log included, and in no file', async () => {
      clean(await everythingStored(app));
      const files = readdirSync(app.place.dir, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(join(entry.parentPath, entry.name)).toString('utf8'));
      clean(files.join(), engine === 'sqlite' ? '鄢某某' : '"audit"');
    });
  });

  it('are shown for a reason, which the log keeps, to those who may', async () => {
    const item = await desk.draft(NAMED);
    const chief = await app.as('div.chief');
    const path = `/cases/${item.id}/name-reveals`;
    expect((await chief.post(path, {})).status).toBe(400);
    const answer = ok(await chief.post(path, { reason: '核对处分决定书' }));
    expect(answer.body.persons).toMatchObject([
      { publicName: '鄢某某', realName: CANARIES[0] },
      { publicName: '晏某', realName: CANARIES[1] },
    ]);
    expect(answer.headers['cache-control']).toBe('no-store');
    const [entry] = await audits(item.id, 'case.reveal');
    expect(entry?.actorName).toBe('科长乙');
    expect(entry?.detail).toContain('核对处分决定书');
    expect(entry?.detail).not.toContain(CANARIES[0]);
    const reason = { reason: '想看看' };
    for (const user of ['div.clerk', 'finance', 'leadership', 'qinghe.clerk', 'city.reviewer']) {
      expect([user, (await (await app.as(user)).post(path, reason)).status]).toEqual([user, 403]);
    }
    expect(await audits(item.id, 'case.reveal')).toHaveLength(1);
  });

  it('are not kept with the answer of a request that may be repeated', async () => {
    const item = await desk.draft(NAMED);
    const chief = await app.as('div.chief');
    const reveal = () =>
      chief
        .post(`/cases/${item.id}/name-reveals`, { reason: '核对' })
        .set('idempotency-key', 'reveal-once-1');
    expect(ok(await reveal()).body).toEqual(ok(await reveal()).body);
    const keys = await app.rows(sql`SELECT response FROM idempotency_keys`);
    expect(JSON.stringify(keys)).not.toContain(CANARIES[0]);
    expect(await audits(item.id, 'case.reveal')).toHaveLength(2);
  });

  it('do not open in another row, and a changed one is an error, not a wrong name', async () => {
    const item = await desk.draft(NAMED);
    await app.uow.run((tx) =>
      tx.execute(sql`UPDATE case_people SET sealed_name = (
        SELECT MAX(sealed_name) FROM case_people WHERE case_id = ${item.id})
        WHERE case_id = ${item.id}`),
    );
    const chief = await app.as('div.chief');
    const answer = await chief.post(`/cases/${item.id}/name-reveals`, { reason: '核对' });
    expect(answer.status).toBe(500);
    expect(answer.text).not.toMatch(/鄢|晏/);
  });

  it('are looked for in every text that is written later', async () => {
    const item = await desk.draft(NAMED);
    const refused = await patch(item, { lesson: `${CANARIES[1]}的教训是深刻的。` });
    expect(refused.body.errors).toMatchObject([{ path: 'lesson', code: 'REAL_NAME' }]);
    const clerk = await app.as('div.clerk');
    const body = { campaignId, quarter: '2020Q2', caseIds: [item.id] };
    const composed = await clerk.post('/bulletins', { ...body, analysis: `${CANARIES[0]}违纪。` });
    expect(composed.body.errors).toMatchObject([{ path: 'analysis', code: 'REAL_NAME' }]);
  });

  it('are refused in opinions, reasons and notes', async () => {
    const name = CANARIES[1] ?? '';
    const refusedAt = (answer: { status: number; body: { errors?: { path: string }[] } }) => [
      answer.status,
      answer.body.errors?.[0]?.path,
    ];
    const item = await desk.submitted(NAMED);
    const opinion = { opinion: `${name}的处分与决定一致。` };
    expect(refusedAt(await desk.review('discipline', item, opinion))).toEqual([422, 'opinion']);
    const reason = { reason: `核对${name}` };
    const chief = await app.as('div.chief');
    const reveal = await chief.post(`/cases/${item.id}/name-reveals`, reason);
    expect(refusedAt(reveal)).toEqual([422, 'reason']);
    const done = await desk.approved(NAMED);
    expect(refusedAt(await desk.step('deputy', done, 'reopening', reason))).toEqual([
      422,
      'reason',
    ]);
    const note = { period: '2020Q2', note: `${name}一案` };
    expect(refusedAt(await desk.step('div.chief', done, 'hand-overs', note))).toEqual([
      422,
      'note',
    ]);
    const draft = await desk.compose([done.id]);
    const handedIn = ok(await desk.act('div.clerk', draft, 'submission')).body as Versioned;
    const countersign = { decision: 'APPROVED', ...opinion };
    expect(refusedAt(await desk.act('discipline', handedIn, 'reviews', countersign))).toEqual([
      422,
      'opinion',
    ]);
    expect(refusedAt(await desk.act('director', handedIn, 'cancellation', reason))).toEqual([
      422,
      'reason',
    ]);
  });

  describe('when people change', () => {
    it('all public names are made anew: a second 鄢 makes 甲 and 乙', async () => {
      const item = await desk.draft(NAMED);
      const [first, second] = (item as unknown as { persons: { id: string }[] }).persons;
      const another = { ...CADRE, realName: '鄢大山', sanctions: [] };
      const persons = [
        { ...CADRE, realName: undefined, id: first?.id },
        another,
        { ...STAFF, realName: undefined, id: second?.id },
      ];
      const edited = ok(await patch(item, { persons })).body;
      expect(edited.persons.map((one: { publicName: string }) => one.publicName)).toEqual([
        '鄢某甲',
        '鄢某乙',
        '晏某',
      ]);
      const rows = await app.rows(sql`SELECT id FROM case_people
        WHERE case_id = ${item.id} AND removed_at IS NULL`);
      expect(rows).toHaveLength(3);
    });

    it('a person who is left out is marked removed, not deleted', async () => {
      const item = await desk.draft(NAMED);
      ok(await patch(item, { persons: [{ ...CADRE, realName: undefined, publicName: '鄢某某' }] }));
      const rows = await app.rows<{ removedAt: string | null }>(
        sql`SELECT removed_at FROM case_people WHERE case_id = ${item.id}`,
      );
      expect(rows.filter(({ removedAt }) => removedAt !== null)).toHaveLength(1);
      expect(rows).toHaveLength(2);
    });

    it('another mode needs no names again', async () => {
      const item = await desk.draft(NAMED);
      const edited = ok(await patch(item, { mode: 'ROLE' })).body;
      expect(edited.persons[0].publicName).toBe('某村党支部书记');
    });

    it.each([
      ['an unknown person', { id: '01a20326-1be5-76c1-959a-fa450883b62e' }, 'id', 'UNKNOWN_PERSON'],
      ['an unknown label', { publicName: '赵某' }, 'publicName', 'UNKNOWN_PERSON'],
      ['nobody at all', {}, 'realName', 'REQUIRED'],
      ['a name that is none', { realName: 'Wang' }, 'realName', 'WRONG_FORMAT'],
      [
        'a wrong number',
        { realName: '赵一', idNumber: '990101196503150017' },
        'idNumber',
        'WRONG_FORMAT',
      ],
    ])('%s is refused, naming the field', async (_what, over, field, code) => {
      const person = { ...CADRE, realName: undefined, ...over };
      const refused = await patch(await desk.draft(NAMED), { persons: [person] });
      expect(refused.body.errors).toMatchObject([{ path: `persons[0].${field}`, code }]);
    });
  });

  describe('are masked under the eyes of a second person', () => {
    it('who is neither drafter nor editor, and sees every token', async () => {
      const item = await desk.reviewed(NAMED);
      const clerk = await desk.confirmMasking('div.clerk', item);
      expect([clerk.status, clerk.body.code]).toEqual([403, 'SELF_MASKING']);
      const chief = await app.as('div.chief');
      const preview = ok(await chief.get(`/cases/${item.id}/masking`)).body;
      expect(preview.persons).toMatchObject([
        { publicName: '鄢某某', occurrences: 1, printedByName: false },
        { publicName: '晏某', occurrences: 1 },
      ]);
      const facts = preview.texts.find((text: { path: string }) => text.path === 'facts');
      expect(facts.segments.map((part: { text: string }) => part.text).join('')).toBe(FACTS);
      expect(facts.segments).toContainEqual({ text: '晏某', token: 'PUBLIC_NAME' });
      const done = ok(await desk.confirmMasking('div.chief', item)).body;
      expect(done.masking).toMatchObject({ confirmedByName: '科长乙' });
      const [entry] = await audits(item.id, 'case.mask');
      expect(entry?.actorName).toBe('科长乙');
    });

    it('who confirms what was looked at: an older preview does not count', async () => {
      const item = await desk.reviewed();
      const digest = '0'.repeat(64);
      const refused = await desk.step('div.chief', item, 'masking', { digest, opinion: '同意' });
      expect([refused.status, refused.body.code]).toEqual([409, 'PREVIEW_OUTDATED']);
    });

    it('again after the case was changed', async () => {
      const item = await desk.approved();
      const reopened = ok(await desk.step('deputy', item, 'reopening', { reason: '称谓有误' }));
      const edited = ok(await patch(reopened.body, { lesson: '引以为戒。' })).body;
      expect(edited.masking).toBeNull();
    });
  });
});
