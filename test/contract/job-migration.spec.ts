import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MIGRATIONS } from '../../migrations/index.js';
import { openConnections } from '../../src/platform/database/connections.js';
import { newId } from '../../src/platform/database/ids.js';
import { ENGINES } from '../support/app.js';
import { makePlace, type TestPlace } from '../support/engines.js';

const NUMBER = 20;
const BEFORE = MIGRATIONS.filter(({ name }) => Number(/(\d{2})000$/.exec(name)?.[1]) < NUMBER);
const AT = '2020-07-06T01:00:00.000Z';
const [UNIT, CAMPAIGN, IMPORT] = [newId(), newId(), newId()];

const job = (id: string, kind: string, input: object) => ({
  id,
  kind,
  title: '任务',
  status: 'SUCCEEDED',
  owner_id: 'somebody',
  input: JSON.stringify(input),
  created_at: AT,
});

/** Rows as the release before wrote them. */
const ROWS: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  [
    'units',
    {
      id: UNIT,
      path: `/${UNIT}/`,
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
      owner_unit_id: UNIT,
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
    'issue_imports',
    {
      id: IMPORT,
      campaign_id: CAMPAIGN,
      unit_id: UNIT,
      status: 'APPLIED',
      file_name: '问题.xlsx',
      sha256: 'a'.repeat(64),
      format: 'xlsx',
      job_id: 'apply',
      notes: '[]',
      created_by: 'somebody',
      created_at: AT,
    },
  ],
  ['jobs', job('check', 'issueImport.check', { importId: IMPORT })],
  ['jobs', job('apply', 'issueImport.apply', { importId: IMPORT })],
  ['jobs', job('export', 'export', { list: 'ISSUES', format: 'csv' })],
  ['jobs', job('unknown', 'export', { list: 'ISSUES', format: 'csv' })],
  [
    'audit_entries',
    {
      chain: UNIT,
      seq: 1,
      recorded_at: AT,
      actor_id: 'somebody',
      actor_name: '经办人甲',
      actor_unit_id: UNIT,
      action: 'export.request',
      subject_type: 'job',
      subject_id: 'export',
      detail: '{}',
      previous_hash: '0'.repeat(64),
      hash: '1'.repeat(64),
    },
  ],
];

describe.each(ENGINES)('jobs of the release before, on %s', (engine) => {
  let place: TestPlace;

  beforeAll(async () => {
    place = await makePlace(engine);
    const connections = await openConnections(place.config.database, {
      entities: [],
      migrations: BEFORE,
    });
    for (const [table, row] of ROWS) {
      const names = Object.keys(row);
      const marks = names.map((_, index) => (engine === 'postgres' ? `$${index + 1}` : '?'));
      await connections.writer.query(
        `INSERT INTO ${table} (${names.join(', ')}) VALUES (${marks.join(', ')})`,
        Object.values(row),
      );
    }
    await connections.close();
  });
  afterAll(() => place.remove());

  it('belong to the unit in which they were asked for; where nobody knows, to none', async () => {
    const connections = await openConnections(place.config.database, {
      entities: [],
      migrations: MIGRATIONS,
    });
    const rows: unknown = await connections.writer.query(
      'SELECT id, owner_scope FROM jobs ORDER BY id',
    );
    await connections.close();
    expect(rows).toEqual([
      { id: 'apply', owner_scope: UNIT },
      { id: 'check', owner_scope: UNIT },
      { id: 'export', owner_scope: UNIT },
      { id: 'unknown', owner_scope: null },
    ]);
  });
});
