import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, type DrivenIssue, IssueDriver, ok, PDF_BYTES } from '../support/issues.js';
import { download, textOf } from './reporting.fixture.js';

const START = '2020-04-01T09:00:00+08:00';
const MINOR = {
  severity: 'GENERAL',
  rectificationType: 'IMMEDIATE',
  category: 'F04_ARCHIVE',
};
const AT_ONCE = {
  rectifiedOn: '2020-04-01',
  resultPerson: '已明确专人。',
  resultFact: '已当场整改。',
  resultOutcome: '电话已畅通。',
  effect: '当场整改到位。',
  opinion: '同意销号。',
};
const EXTENSION = {
  newDeadline: '2020-06-20',
  reason: '部分对象外出务工，须返乡后核查。',
  progressSoFar: '已完成三分之二。',
};
const APPROVED = { decision: 'APPROVED', opinion: '同意。' };

describe.each(ENGINES)('guards of the close-out on %s', (engine) => {
  let app: TestApp;
  let driver: IssueDriver;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine, START);
    driver = new IssueDriver(app, await createCampaign(app));
  });
  beforeEach(() => app.moveTo(START));
  afterAll(() => app.stop());

  const actionsOf = async (issue: DrivenIssue, user: string) =>
    (await driver.read(issue.id, user)).allowedActions;

  async function upload(issue: DrivenIssue, user: string, name = '证明.pdf', over = {}) {
    const request = (await app.as(user)).post(`/issues/${issue.id}/evidence`);
    ok(await request.field({ type: 'DOC', ...over }).attach('file', PDF_BYTES, name));
  }

  async function lookBack(issue: DrivenIssue, result: string): Promise<DrivenIssue> {
    return driver.step('inspector', issue, 'lookbacks', {
      checkedOn: app.clock.today(),
      methods: ['HOME_VISIT'],
      persons: '督查员庚',
      result,
      opinion: '已入户核查。',
    });
  }

  const reopen = (issue: DrivenIssue) =>
    driver.step('deputy', issue, 'reopening', {
      reason: '回头看发现整改不实，须重新整改。',
      basis: '2020年5月回头看记录',
      deadline: '2020-07-10',
    });

  async function extend(issue: DrivenIssue, newDeadline: string): Promise<DrivenIssue> {
    const clerk = await app.as('qinghe.clerk');
    const body = { ...EXTENSION, newDeadline };
    const { id, version } = ok(
      await clerk.post(`/issues/${issue.id}/extensions`, body, issue.version),
    ).body;
    ok(await (await app.as('deputy')).post(`/extensions/${id}/decision`, APPROVED, version));
    return driver.read(issue.id);
  }

  describe('一步销号', () => {
    const close = async (issue: DrivenIssue, user: string) =>
      (await app.as(user)).post(`/issues/${issue.id}/immediate-closure`, AT_ONCE, issue.version);

    it.each([
      ['common to several places', { scope: 'COMMON' }, 'REVIEWS_REQUIRED'],
      ['of a large sum', { amountInvolvedFen: 1_000_000_000_00 }, 'REVIEWS_REQUIRED'],
      ['found by an upper organ', { source: 'NATIONAL_ASSESSMENT' }, 'REVIEWS_REQUIRED'],
      ['under special supervision', { isKey: true }, 'NOT_ONE_STEP'],
      ['with money to be recovered', { dueRecoveryFen: 100 }, 'NOT_ONE_STEP'],
      ['of discipline', { nature: 'DISCIPLINE' }, 'NOT_ONE_STEP'],
      ['that is prominent', { severity: 'PROMINENT' }, 'NOT_MINOR'],
    ])('is refused and not offered for an issue %s', async (_what, over, code) => {
      const issue = await driver.to('REGISTERED', { ...MINOR, ...over });
      await upload(issue, 'qinghe.clerk');
      expect(await actionsOf(issue, 'div.chief')).not.toContain('closeImmediately');
      const refused = await close(issue, 'div.chief');
      expect([refused.status, refused.body.code]).toEqual([422, code]);
      expect(await driver.read(issue.id)).toMatchObject({ status: 'REGISTERED', closureNo: null });
    });

    it('needs proof by somebody else, who is recorded as the applicant', async () => {
      const issue = await driver.to('REGISTERED', MINOR);
      await upload(issue, 'qinghe.leader');
      expect(await actionsOf(issue, 'qinghe.leader')).not.toContain('closeImmediately');
      const alone = await close(issue, 'qinghe.leader');
      expect([alone.status, alone.body.code]).toEqual([422, 'EVIDENCE_OF_OTHERS']);

      await upload(issue, 'qinghe.clerk');
      expect(await actionsOf(issue, 'qinghe.leader')).toContain('closeImmediately');
      expect((await close(issue, 'qinghe.leader')).status).toBe(200);
      const clerk = await app.as('div.clerk');
      const [record] = ok(await clerk.get(`/issues/${issue.id}/closure-applications`)).body;
      expect(record).toMatchObject({
        applicantName: '青禾镇经办人',
        steps: [{ kind: 'FINAL_APPROVAL', unit: 'responsible', decidedByName: '青禾镇分管领导' }],
      });
    });

    it('by the division is recorded as the bureau’s decision', async () => {
      const issue = await driver.to('REGISTERED', MINOR);
      await upload(issue, 'qinghe.leader');
      expect((await close(issue, 'div.chief')).status).toBe(200);
      const clerk = await app.as('div.clerk');
      const [record] = ok(await clerk.get(`/issues/${issue.id}/closure-applications`)).body;
      expect(record).toMatchObject({
        applicantName: '青禾镇分管领导',
        steps: [{ unit: 'bureau', decidedByName: '科长乙' }],
      });
    });

    it('leaves no plan owing when the issue is reopened', async () => {
      const issue = await driver.to('REGISTERED', MINOR);
      await upload(issue, 'qinghe.leader');
      ok(await close(issue, 'div.chief'));
      const reopened = await reopen(await lookBack(await driver.read(issue.id), 'FALSE'));
      app.moveTo('2020-05-20T09:00:00+08:00');
      await driver.addProgress(reopened);
      expect(await driver.read(issue.id)).toMatchObject({ light: 'GREEN' });
    });
  });

  it('prints the names of restricted evidence for those who may see it only', async () => {
    const issue = await driver.to('RECTIFYING');
    await driver.addEvidence(issue);
    await upload(issue, 'qinghe.clerk', '谈话记录甲.pdf', { isSensitive: 'true' });
    const { id } = await driver.pending(await driver.applyClosure(issue));
    const printed = async (user: string) =>
      textOf(await download(await app.as(user), `/closure-applications/${id}/form.pdf`));
    expect(await printed('div.clerk')).toContain('谈话记录甲');
    const seen = await printed('inspector');
    expect(seen).toContain('SURVEY');
    expect(seen).not.toContain('谈话记录甲');
    const leadership = await app.as('leadership');
    await leadership.get(`/closure-applications/${id}/form.pdf`).expect(403);
  });

  it('takes verdict and day back when the application is withdrawn', async () => {
    const issue = await driver.to('CLOSURE_REVIEW');
    expect(issue).toMatchObject({ verdict: 'RECTIFIED', rectifiedOn: '2020-04-01' });
    const { id, version } = await driver.pending(issue);
    const clerk = await app.as('qinghe.clerk');
    ok(await clerk.post(`/closure-applications/${id}/withdrawal`, {}, version));
    expect(await driver.read(issue.id)).toMatchObject({
      status: 'RECTIFYING',
      verdict: null,
      rectifiedOn: null,
    });
  });

  it('prints a closed round as it was, whatever the next round brings', async () => {
    let issue = await driver.to('RECTIFYING', { dueRecoveryFen: 100_000 });
    issue = await extend(issue, '2020-06-20');
    const progress = { recoveredFen: 100_000, refundedFen: 70_000 };
    issue = await driver.addProgress(issue, {
      ...progress,
      unresolvedReason: 'U1',
      nextStep: '续',
    });
    await driver.addEvidence(issue);
    await upload(issue, 'qinghe.clerk', '缴款书.pdf', { type: 'RECOVERY' });
    issue = await driver.applyClosure(issue);
    const { id } = await driver.pending(issue);
    issue = await driver.approveAll(issue);
    const clerk = await app.as('div.clerk');
    const print = async () => textOf(await download(clerk, `/closure-applications/${id}/form.pdf`));
    const before = await print();
    for (const fact of ['2020年6月20日（原2020年5月20日）', '1000.00', '700.00']) {
      expect(before).toContain(fact);
    }
    issue = await reopen(await lookBack(issue, 'FALSE'));
    await driver.addProgress(issue, { recoveredFen: 90_000, refundedFen: 80_000 });
    expect(await print()).toBe(before);
  });

  it('counts the pace of a new round, and its progress, from the reopening', async () => {
    let issue = await driver.to('CLOSED');
    app.moveTo('2020-05-06T09:00:00+08:00');
    issue = await reopen(await lookBack(issue, 'REBOUND'));
    const clerk = await app.as('qinghe.clerk');
    const entry = { text: '已重新入户核查。', percent: 20, asOf: '2020-05-05' };
    const early = await clerk
      .post(`/issues/${issue.id}/progress`, entry, issue.version)
      .expect(422);
    expect(early.body.errors).toMatchObject([{ path: 'asOf', code: 'BEFORE_ROUND' }]);
    app.moveTo('2020-05-08T09:00:00+08:00');
    issue = await driver.addProgress(issue, { percent: 20, asOf: '2020-05-06' });
    expect(issue).toMatchObject({ light: 'GREEN', assignedOn: '2020-05-06', acknowledgedOn: null });
  });

  describe('回头看', () => {
    it('answers with the issue’s new version and no ETag', async () => {
      const issue = await driver.to('CLOSED');
      const inspector = await app.as('inspector');
      const answer = await inspector
        .post(
          `/issues/${issue.id}/lookbacks`,
          {
            checkedOn: '2020-04-01',
            methods: ['FILES'],
            persons: '督查员庚',
            result: 'FALSE',
            opinion: '资料不实。',
          },
          issue.version,
        )
        .expect(200);
      expect(answer.headers).not.toHaveProperty('etag');
      expect(answer.body.issueVersion).toBe(issue.version + 1);
      await reopen({ ...issue, version: answer.body.issueVersion });
    });

    it('lets the latest check decide about reopening and archiving', async () => {
      let issue = await lookBack(await driver.to('CLOSED'), 'FALSE');
      expect(await actionsOf(issue, 'deputy')).toContain('reopen');
      expect(await actionsOf(issue, 'div.chief')).not.toContain('archive');
      issue = await lookBack(issue, 'SOLID');
      expect(await actionsOf(issue, 'deputy')).not.toContain('reopen');
      await expect(reopen(issue)).rejects.toThrow('NO_FAILED_LOOKBACK');
      issue = await lookBack(issue, 'SOLID');
      expect(await actionsOf(issue, 'div.chief')).toContain('archive');
      issue = await lookBack(issue, 'PARTIAL');
      app.moveTo('2021-04-01T09:00:00+08:00');
      expect(await actionsOf(issue, 'div.chief')).not.toContain('archive');
      await expect(driver.step('div.chief', issue, 'archive', {})).rejects.toThrow(
        'LOOKBACK_FAILED',
      );
    });

    it('is not offered to those who had part in the close-out', async () => {
      const issue = await driver.to('CLOSED');
      expect(await actionsOf(issue, 'div.clerk')).not.toContain('recordLookback');
      expect(await actionsOf(issue, 'inspector')).toContain('recordLookback');
    });
  });

  describe('extensions', () => {
    it('answer with what is documented and nothing more', async () => {
      const issue = await extend(await driver.to('RECTIFYING'), '2020-06-20');
      const clerk = await app.as('div.clerk');
      const [extension] = ok(await clerk.get(`/issues/${issue.id}/extensions`)).body;
      expect(Object.keys(extension).sort()).toEqual(
        [
          ...['id', 'issueId', 'cycleNo', 'oldDeadline', 'requestedDeadline', 'grantedDeadline'],
          ...['reason', 'progressSoFar', 'status', 'appliedByName', 'appliedAt', 'decidedByName'],
          ...['opinion', 'decidedAt', 'version'],
        ].sort(),
      );
    });

    it('are offered while there are any left', async () => {
      let issue = await driver.to('RECTIFYING');
      expect(await actionsOf(issue, 'qinghe.clerk')).toContain('requestExtension');
      issue = await extend(issue, '2020-06-20');
      issue = await extend(issue, '2020-07-10');
      expect(await actionsOf(issue, 'qinghe.clerk')).not.toContain('requestExtension');
    });

    it('of serious issues are offered to the director alone', async () => {
      const issue = await driver.to('RECTIFYING', { severity: 'SERIOUS' });
      const waiting = await driver.step('qinghe.clerk', issue, 'extensions', EXTENSION);
      expect(await actionsOf(waiting, 'deputy')).not.toContain('decideExtension');
      expect(await actionsOf(waiting, 'director')).toContain('decideExtension');
    });
  });

  it('does not offer to carry over what can be put right at once', async () => {
    const plan = {
      rectificationType: 'IMMEDIATE',
      deadline: '2020-04-08',
      measures: [{ measure: '当场更正公示内容。', dueOn: '2020-04-07' }],
    };
    const saved = await driver.savePlan(await driver.to('PLANNING'), plan);
    const submitted = await driver.step('qinghe.clerk', saved, 'plan-submission', {});
    const issue = await driver.next(submitted, 'RECTIFYING');
    expect(issue).toMatchObject({ rectificationType: 'IMMEDIATE' });
    expect(await actionsOf(issue, 'deputy')).not.toContain('carryOver');
    expect(await actionsOf(await driver.to('RECTIFYING'), 'deputy')).toContain('carryOver');
  });
});
