import { expect, it } from '@jest/globals';
import type { ReportAnswer, ReportDesk } from '../api/reporting.fixture.js';
import { beginVillageSurvey, SURVEY_ATTACHMENTS, SURVEY_BEGINS } from '../api/village.fixture.js';
import { TestApp } from '../support/app.js';
import { ok, PDF_BYTES } from '../support/issues.js';
import { Dialog } from './support/dialogs.js';
import { describeInBrowser, useStage } from './support/stage.js';

const PATIENCE_MS = 90_000;
const [ATTACHED, ...WITHOUT] = SURVEY_ATTACHMENTS;

/** A village hands in what its regime also wants on stamped paper. */
async function submitted(app: TestApp): Promise<{ desk: ReportDesk; survey: ReportAnswer }> {
  const { desk, survey } = await beginVillageSurvey(app);
  const reporter = await app.as('shaigu.reporter');
  const upload = reporter.post(`/reports/${survey.id}/attachments`).field('slot', ATTACHED);
  ok(await upload.attach('file', PDF_BYTES, '台账.pdf'));
  const narrative = {
    withoutAttachment: WITHOUT.map((title) => ({ title, text: '本村没有应摸排的对象。' })),
  };
  ok(await reporter.put(`/reports/${survey.id}/draft`, { narrative }, await desk.version(survey)));
  return { desk, survey: ok(await desk.step('shaigu.head', survey, 'submission')).body };
}

describeInBrowser('the stamped paper of a report', () => {
  const { stage, world } = useStage(submitted, () =>
    TestApp.startWithOrganisation('sqlite', SURVEY_BEGINS),
  );

  it(
    'is entered before the report can be accepted',
    async () => {
      const { desk, survey } = world();
      const clerk = await stage().person('qinghe.clerk');
      await clerk.open(`/reports/${survey.id}`);
      expect(await clerk.action('接收').count()).toBe(0);
      await clerk.action('登记纸质件').click();
      const receipt = await Dialog.of(clerk, '登记纸质件');
      expect(await receipt.isRefused('登记', ['收到日期'])).toEqual(['收到日期']);
      await clerk.enterDay('收到日期', '2020-05-21');
      await clerk.fill({ 说明: '盖章件一式两份' });
      expect(await receipt.isRefused('登记', ['收到日期'])).toEqual(['收到日期']);
      const note = receipt.root.getByRole('textbox', { name: '说明' });
      expect(await note.inputValue()).toBe('盖章件一式两份');
      await clerk.enterDay('收到日期', '2020-05-20');
      expect(await receipt.unfit()).toEqual([]);
      await receipt.confirm('登记');
      await clerk.isTold(/^已登记收到.+的纸质件$/);

      const leader = await stage().person('qinghe.leader');
      await leader.open(`/reports/${survey.id}`);
      await leader.action('接收').click();
      const acceptance = await Dialog.of(leader, '接收报告');
      expect(await acceptance.unfit()).toEqual([]);
      await leader.fill({ 接收意见: '纸质件与电子件一致，接收。' });
      await acceptance.confirm('接收');
      await leader.isTold(/已接收$/);
      const accepted = await desk.read(survey, 'qinghe.clerk');
      expect(accepted).toMatchObject({ status: 'ACCEPTED', officialVersionNo: 1 });
      const reviews = await leader.page.getByRole('list', { name: '审核意见' }).innerText();
      for (const told of [
        '青禾镇经办人',
        '盖章件一式两份',
        '收到日期：2020-05-20',
        '青禾镇分管领导',
        '纸质件与电子件一致，接收。',
      ]) {
        expect(reviews).toContain(told);
      }
    },
    PATIENCE_MS,
  );
});
