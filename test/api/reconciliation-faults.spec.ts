import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { raw, sql, type Sql } from '../../src/platform/database/queryable.js';
import { ENGINES } from '../support/app.js';
import { type Failures, failures, ReconciledCampaign } from './reconciliation.fixture.js';

/** A matcher where a value of the type is expected. */
const matching = <T>(matcher: unknown): T => matcher as T;

interface Corruption {
  readonly name: string;
  readonly damage: () => Sql[];
  readonly repair: () => Sql[];
  readonly expected: () => Failures;
  /** Date of the reconciliation; by default today. */
  readonly asOf?: string;
}

describe.each(ENGINES)('reconciliation after corruption on %s', (engine) => {
  let campaign: ReconciledCampaign;

  beforeAll(async () => {
    campaign = await ReconciledCampaign.start(engine);
    await campaign.dropGuards();
  }, 180_000);
  afterAll(() => campaign.app.stop());

  const account = '青禾镇人民政府“分户/单人户保障未落实”';

  /** A column of the issue set to another value and back to what it was. */
  const changed = (
    name: string,
    table: string,
    assignment: () => [damage: Sql, repair: Sql],
    where: () => Sql,
    expected: Corruption['expected'],
    asOf?: string,
  ): Corruption => ({
    name,
    damage: () => [sql`UPDATE ${raw(table)} SET ${assignment()[0]} WHERE ${where()}`],
    repair: () => [sql`UPDATE ${raw(table)} SET ${assignment()[1]} WHERE ${where()}`],
    expected,
    ...(asOf && { asOf }),
  });

  const lastEntry = sql`seq = (SELECT MAX(seq) FROM ledger_entries)`;
  const ofWorking = () => sql`issue_id = ${campaign.working.id}`;
  const isWorking = () => sql`id = ${campaign.working.id}`;
  const isClosed = () => sql`id = ${campaign.closed.id}`;

  const CORRUPTIONS: Corruption[] = [
    changed(
      'a second lead',
      'responsibilities',
      () => [sql`kind = 'LEAD'`, sql`kind = 'RESPONSIBLE_LEADER'`],
      () => sql`${ofWorking()} AND post = '副镇长'`,
      () => ({ ONE_LEAD: [[campaign.working.issueNo, '有2个牵头单位']] }),
    ),
    changed(
      'no lead',
      'responsibilities',
      () => [sql`superseded_at = '2020-06-01T00:00:00.000Z'`, sql`superseded_at = NULL`],
      () => sql`${ofWorking()} AND kind = 'LEAD'`,
      () => ({ ONE_LEAD: [[campaign.working.issueNo, '有0个牵头单位']] }),
    ),
    changed(
      'no measure',
      'tasks',
      () => [sql`superseded_at = '2020-06-01T00:00:00.000Z'`, sql`superseded_at = NULL`],
      ofWorking,
      () => ({
        AT_LEAST_ONE_MEASURE: [[campaign.working.issueNo, '方案已批准，但没有整改措施']],
        FIVE_ELEMENTS: [[campaign.working.issueNo, '缺少整改措施']],
      }),
    ),
    changed(
      'a measure later than the issue',
      'tasks',
      () => [sql`due_on = '2020-05-21'`, sql`due_on = '2020-05-10'`],
      ofWorking,
      () => ({
        MEASURE_WITHIN_DEADLINE: [
          [
            campaign.working.issueNo,
            '措施990101-2020-RW-001的完成时限2020-05-21晚于整改时限2020-05-20',
          ],
        ],
      }),
    ),
    changed(
      'cause and deadline lost',
      'issues',
      () => [
        sql`cause_analysis = NULL, current_deadline = NULL`,
        sql`cause_analysis = '对分户政策理解不一', current_deadline = '2020-05-20'`,
      ],
      isWorking,
      () => ({
        MEASURE_WITHIN_DEADLINE: [
          [campaign.working.issueNo, matching<string>(expect.stringContaining('（空）'))],
        ],
        FIVE_ELEMENTS: [[campaign.working.issueNo, '缺少原因分析、整改时限']],
      }),
    ),
    changed(
      'a deadline after the end of the campaign',
      'issues',
      () => [sql`current_deadline = '2021-01-01'`, sql`current_deadline = '2020-05-20'`],
      isWorking,
      () => ({
        DEADLINE_WITHIN_CAMPAIGN: [
          [campaign.working.issueNo, '整改时限2021-01-01晚于专项治理规定的最后期限'],
        ],
      }),
    ),
    changed(
      'a month without progress',
      'progress_entries',
      () => [sql`month = '2020-04'`, sql`month = '2020-05'`],
      ofWorking,
      () => ({ MONTHLY_PROGRESS: [[campaign.working.issueNo, '2020-05没有填报进展']] }),
    ),
    changed(
      'a closed issue whose approval was taken back',
      'closure_applications',
      () => [sql`status = 'RETURNED'`, sql`status = 'APPROVED'`],
      () => sql`issue_id = ${campaign.closed.id}`,
      () => ({ CLOSED_COMPLETE: [[campaign.closed.issueNo, '没有经批准的销号申请']] }),
    ),
    {
      name: 'a final approval by the applicant',
      damage: () => [
        sql`UPDATE closure_steps SET decided_by = (SELECT a.applicant_id FROM closure_applications
              AS a WHERE a.id = application_id) WHERE kind = 'FINAL_APPROVAL'
              AND application_id = (SELECT id FROM closure_applications WHERE issue_id = ${campaign.closed.id})`,
      ],
      repair: () => [
        sql`UPDATE closure_steps SET decided_by = (SELECT id FROM users WHERE username = 'director')
            WHERE kind = 'FINAL_APPROVAL'
              AND application_id = (SELECT id FROM closure_applications WHERE issue_id = ${campaign.closed.id})`,
      ],
      expected: () => ({ CLOSED_COMPLETE: [[campaign.closed.issueNo, '申请人审核了自己的申请']] }),
    },
    changed(
      'two kinds of evidence gone',
      'evidence',
      () => [sql`withdrawn_at = '2020-06-01T00:00:00.000Z'`, sql`withdrawn_at = NULL`],
      () => sql`issue_id = ${campaign.closed.id} AND type IN ('APPROVAL', 'PAYMENT')`,
      () => ({
        CLOSED_COMPLETE: [[campaign.closed.issueNo, '缺少佐证材料：审批表（单人户）、发放凭证']],
      }),
    ),
    changed(
      'a one-step close without evidence',
      'evidence',
      () => [sql`withdrawn_at = '2020-06-01T00:00:00.000Z'`, sql`withdrawn_at = NULL`],
      () => sql`issue_id = ${campaign.oneStep.id}`,
      () => ({ CLOSED_COMPLETE: [[campaign.oneStep.issueNo, '一步销号没有佐证材料']] }),
    ),
    changed(
      'a closed issue set open again past the book',
      'issues',
      () => [sql`status = 'RECTIFYING'`, sql`status = 'CLOSED'`],
      isClosed,
      () => ({
        LEDGER_EQUALS_OPEN: [
          ['青禾镇人民政府', `${account}台账结存7，未销号问题8`],
          [campaign.closed.issueNo, '未销号，但台账没有它的结存'],
        ],
        TOTALS_EQUAL_ENTRIES: [
          ['青禾镇人民政府', '“已销号”计数2，问题1'],
          ['青禾镇人民政府', '“整改中”计数3，问题4'],
        ],
      }),
    ),
    changed(
      'a category changed past the book',
      'issues',
      () => [sql`category = 'F04_ARCHIVE'`, sql`category = 'A05_SPLIT_HOUSEHOLD'`],
      isWorking,
      () => ({
        LEDGER_EQUALS_OPEN: [
          ['青禾镇人民政府', `${account}台账结存7，未销号问题6`],
          ['青禾镇人民政府', '青禾镇人民政府“档案”台账结存0，未销号问题1'],
          [campaign.working.issueNo, `台账在${account}结存1，与问题的状态、单位或类别不符`],
        ],
      }),
    ),
    changed(
      'a registration moved after the date looked at',
      'issues',
      () => [sql`registered_on = '2020-05-02'`, sql`registered_on = '2020-04-01'`],
      isWorking,
      () => ({
        LEDGER_EQUALS_OPEN: [
          [campaign.working.issueNo, '截至2020-04-30台账结存1，按登记内容应为0'],
        ],
      }),
      '2020-04-30',
    ),
    changed(
      'a maintained sum',
      'ledger_totals',
      () => [sql`count = count + 1`, sql`count = count - 1`],
      () => sql`unit_id = ${campaign.app.units.wanglan} AND kind = 'TRANSFERRED_IN'`,
      () => ({
        TOTALS_EQUAL_ENTRIES: [
          ['望澜镇人民政府', '2020-04“分户/单人户保障未落实”移入汇总2，分录1'],
        ],
        PARENT_EQUALS_CHILDREN: matching<[string, string][]>(
          expect.arrayContaining([
            ['安澜区民政局', '移入：本级1，下级合计2'],
            ['望澜镇人民政府', '移入：本级1，下级合计2'],
          ]),
        ),
        OPENING_EQUALS_CLOSING: [['望澜镇人民政府', '2020-04期末1，下月期初2']],
      }),
    ),
    changed(
      'a maintained number by status',
      'issue_counts',
      () => [sql`count = count - 1`, sql`count = count + 1`],
      () => sql`unit_id = ${campaign.app.units.qinghe} AND status = 'PLANNING'`,
      () => ({ TOTALS_EQUAL_ENTRIES: [['青禾镇人民政府', '“制定方案”计数0，问题1']] }),
    ),
    changed(
      'a unit torn from its parent',
      'units',
      () => [
        sql`parent_id = ${campaign.app.units.city}`,
        sql`parent_id = ${campaign.app.units.anlan}`,
      ],
      () => sql`id = ${campaign.app.units.wanglan}`,
      () => ({
        PARENT_EQUALS_CHILDREN: [
          ['安澜区民政局', '移入：本级1，下级合计0'],
          ['安澜区民政局', '移入：本级1，全局各单位合计0'],
        ],
      }),
    ),
    {
      name: 'an entry posted with the wrong sign',
      damage: () => [
        sql`UPDATE ledger_entries SET kind = 'REOPENED' WHERE issue_id = ${campaign.closed.id} AND kind = 'CLOSED'`,
      ],
      repair: () => [
        sql`UPDATE ledger_entries SET kind = 'CLOSED' WHERE issue_id = ${campaign.closed.id} AND kind = 'REOPENED'`,
      ],
      expected: () =>
        matching<Failures>(
          expect.objectContaining({
            ENTRY_SEQUENCE: [
              [
                campaign.closed.issueNo,
                matching<string>(expect.stringMatching(/^第\d+号分录“重开”的增减为-1$/)),
              ],
            ],
          }),
        ),
    },
    {
      name: 'a gap in the numbers of the entries',
      damage: () => [sql`UPDATE ledger_entries SET seq = seq + 100 WHERE ${lastEntry}`],
      repair: () => [sql`UPDATE ledger_entries SET seq = seq - 100 WHERE ${lastEntry}`],
      expected: () => ({
        ENTRY_SEQUENCE: [
          [
            matching<string>(null),
            matching<string>(expect.stringMatching(/^已编到第\d+号，台账最后一条是第\d+号$/)),
          ],
          [
            campaign.rebound.issueNo,
            matching<string>(expect.stringMatching(/^第\d+号分录之前缺第\d+至\d+号$/)),
          ],
        ],
      }),
    },
  ];

  it.each(CORRUPTIONS)('names $name', async ({ damage, repair, expected, asOf }) => {
    const query = asOf === undefined ? '' : `?asOf=${asOf}`;
    await campaign.execute(damage());
    try {
      expect(failures(await campaign.reconcile('div.chief', query))).toEqual(expected());
    } finally {
      await campaign.execute(repair());
    }
    expect(failures(await campaign.reconcile('div.chief', query))).toEqual({});
  });
});
