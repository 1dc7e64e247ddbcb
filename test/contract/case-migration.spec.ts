import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import { MIGRATIONS } from '../../migrations/index.js';
import { createApp } from '../../src/app.setup.js';
import { DEMO_PASSWORD } from '../../src/demo/world.js';
import { OrganisationService } from '../../src/identity/organisation.service.js';
import { FixedClock } from '../../src/platform/calendar/clock.js';
import { openConnections } from '../../src/platform/database/connections.js';
import { newId } from '../../src/platform/database/ids.js';
import { ENGINES, type Engine } from '../support/app.js';
import { makePlace, type TestPlace } from '../support/engines.js';

const NUMBER = 11;
const BEFORE = MIGRATIONS.filter(({ name }) => Number(/(\d{2})000$/.exec(name)?.[1]) < NUMBER);
const AT = '2020-07-06T01:00:00.000Z';
const [BUREAU, CAMPAIGN, CASE, BULLETIN] = [newId(), newId(), newId(), newId()];

const furniture = {
  masthead: {
    copyNo: '',
    secrecy: '',
    urgency: '',
    marks: ['安澜区民政局'],
    markSuffix: '文件',
    docNo: '安民发〔2020〕1号',
    issuer: '',
  },
  signature: { organs: ['安澜区民政局'], issuedOn: '2020-07-06', sealed: true, note: '此件不公开' },
  imprint: { copies: '', printer: '安澜区民政局办公室', printedOn: '2020-07-06' },
};
const DOCUMENT = {
  ...furniture,
  title: '关于1起典型问题的通报',
  recipients: '各镇人民政府',
  opening: '现通报如下。',
  cases: [{ title: '某村问题', text: '王某违规。' }],
  analysis: '审核不严。',
  demands: [{ title: '自查', text: '各单位要自查。' }],
  followUp: '',
  attachments: [],
};

/** Rows as the release before wrote them. */
const ROWS: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  [
    'units',
    {
      id: BUREAU,
      path: `/${BUREAU}/`,
      level: 'COUNTY',
      type: 'CIVIL_AFFAIRS',
      name: '安澜区民政局',
      short_name: '安澜区',
      area_code: '990101',
      doc_code: '安民',
      position: 0,
    },
  ],
  [
    'campaigns',
    {
      id: CAMPAIGN,
      owner_unit_id: BUREAU,
      code: 'X',
      title: '2020年农村低保专项治理',
      starts_on: '2020-01-01',
      ends_on: '2020-12-31',
      status: 'ACTIVE',
      definition: '{}',
      created_by: newId(),
      created_at: AT,
    },
  ],
  [
    'cases',
    {
      id: CASE,
      case_no: '990101-2020Q2-AL-01',
      campaign_id: CAMPAIGN,
      bureau_id: BUREAU,
      unit_id: BUREAU,
      quarter: '2020Q2',
      title: '某村问题',
      violation_type: 'NEPOTISM',
      persons: JSON.stringify([
        { publicName: '王某', post: '村主任', identity: 'VILLAGE_CADRE', sanctions: [] },
      ]),
      facts: '王某违规。',
      rectification: '',
      analysis: '',
      lesson: '',
      disclosure: 'INTERNAL',
      mode: 'SURNAME',
      status: 'DRAFT',
      drafted_by: newId(),
      drafted_by_name: '经办人甲',
      created_at: AT,
      updated_at: AT,
    },
  ],
  [
    'bulletins',
    {
      id: BULLETIN,
      campaign_id: CAMPAIGN,
      bureau_id: BUREAU,
      status: 'ISSUED',
      doc_no: '安民发〔2020〕1号',
      quarter: '2020Q2',
      case_ids: JSON.stringify([CASE]),
      title: DOCUMENT.title,
      copies: '',
      co_unit_ids: '[]',
      disclosure: 'INTERNAL',
      composed_by: newId(),
      composed_by_name: '经办人甲',
      created_at: AT,
      updated_at: AT,
      issued_on: '2020-07-06',
      issued_at: AT,
      issued_by: newId(),
      issued_by_name: '局长丁',
      snapshot: JSON.stringify({ format: 1, document: DOCUMENT, cases: [] }),
      sha256: 'a'.repeat(64),
    },
  ],
];

async function writeAsBefore(place: TestPlace, engine: Engine): Promise<void> {
  const parts = { entities: [], migrations: BEFORE };
  const connections = await openConnections(place.config.database, parts);
  for (const [table, row] of ROWS) {
    const names = Object.keys(row);
    const marks = names.map((_, index) => (engine === 'postgres' ? `$${index + 1}` : '?'));
    await connections.writer.query(
      `INSERT INTO ${table} (${names.join(', ')}) VALUES (${marks.join(', ')})`,
      Object.values(row),
    );
  }
  await connections.close();
}

describe.each(ENGINES)('cases and bulletins of the release before, on %s', (engine) => {
  let place: TestPlace;
  let app: NestFastifyApplication;
  let token: string;

  beforeAll(async () => {
    place = await makePlace(engine);
    await writeAsBefore(place, engine);
    app = await createApp(place.config, new FixedClock('2020-07-08T09:00:00+08:00'));
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    await app.get(OrganisationService).createUser({
      username: 'div.clerk',
      name: '经办人甲',
      unitId: BUREAU,
      roles: ['DIVISION_CLERK'],
      password: DEMO_PASSWORD,
    });
    const signIn = { username: 'div.clerk', password: DEMO_PASSWORD };
    const answer = await request(app.getHttpServer()).post('/api/auth/login').send(signIn);
    token = (answer.body as { token: string }).token;
  });
  afterAll(async () => {
    await app.close();
    await place.remove();
  });

  const get = (path: string) =>
    request(app.getHttpServer()).get(`/api${path}`).set('authorization', `Bearer ${token}`);
  const patch = (body: object, version: number) =>
    request(app.getHttpServer())
      .patch(`/api/cases/${CASE}`)
      .set('authorization', `Bearer ${token}`)
      .set('if-match', `"${version}"`)
      .send(body);

  it('reads an old case, whose names were never kept, and edits it under its labels', async () => {
    const { body } = await get(`/cases/${CASE}`).expect(200);
    expect(body).toMatchObject({ persons: [{ publicName: '王某', handledSeparately: false }] });
    expect(body.persons[0].id).toMatch(/^[0-9a-f-]{36}$/);
    const refused = await patch({ mode: 'ROLE' }, body.version);
    expect([refused.status, refused.body.code]).toEqual([422, 'PERSON_NAMES']);
    const person = { publicName: '王某', post: '村主任', identity: 'VILLAGE_CADRE', sanctions: [] };
    const edited = await patch({ persons: [person] }, body.version).expect(200);
    expect(edited.body.persons[0]).toMatchObject({ id: body.persons[0].id, publicName: '王某' });
    const named = { ...person, realName: '王晓' };
    const anew = await patch({ persons: [named], mode: 'ROLE' }, edited.body.version).expect(200);
    expect(anew.body.persons[0].publicName).toBe('某村主任');
  });

  it('reads and prints an old bulletin as it was issued', async () => {
    const { body } = await get(`/bulletins/${BULLETIN}`).expect(200);
    expect(body).toMatchObject({
      status: 'ISSUED',
      title: DOCUMENT.title,
      noticeKind: null,
      awaiting: null,
      steps: [],
      withdrawn: false,
    });
    await get(`/bulletins/${BULLETIN}.pdf`).expect(200);
  });
});
