import { it } from '@jest/globals';
import { createCampaign, IssueDriver } from '../support/issues.js';
import type { Person } from './support/person.js';
import { Dialog } from './support/dialogs.js';
import { STORY_MS, type StepStory, takeStory } from './support/issue-steps.js';
import { describeInBrowser, useStage } from './support/stage.js';

const MERGE_TARGET = '晒谷村5户未按单人户纳入低保（总题）';

/** Looks for an issue by its words and takes what is found. */
async function findIssue(person: Person, label: string, words: string): Promise<void> {
  await person.page.getByRole('combobox', { name: label, exact: true }).fill(words);
  const found = person.page.getByRole('option', { name: words });
  await found.click();
  await found.waitFor({ state: 'hidden' });
}

/** From 交办 to the approved plan, and the ways out of the books other than 销号. */
const STORIES: readonly StepStory[] = [
  {
    step: '管辖异议',
    by: 'qinghe.clerk',
    bring: (driver) => driver.to('ASSIGNED'),
    required: ['理由'],
    fill: (person) => person.fill({ 理由: '该户已于2019年迁出本镇，应由望澜镇办理。' }),
    told: '已提出管辖异议，问题退回交办单位',
    ends: { status: 'REGISTERED', assignedOn: null },
    notes: ['该户已于2019年迁出本镇，应由望澜镇办理。'],
  },
  {
    step: '交办',
    by: 'div.chief',
    bring: (driver) => driver.to('REGISTERED'),
    fill: async (person) => {
      await person.chooseUnit('责任单位', '望澜镇人民政府');
      await person.enterDay('整改时限', '2020-06-15');
      await person.choose('处置方式', '转办（转送）');
      await person.fill({ 办理要求: '请逐户核查，月底前报方案。' });
    },
    told: '已交办，等待责任单位签收',
    ends: { status: 'ASSIGNED', currentDeadline: '2020-06-15', handlingMode: 'FORWARD' },
    notes: ['责任单位：望澜镇人民政府', '整改时限：2020-06-15', '请逐户核查，月底前报方案。'],
  },
  {
    step: '催办',
    by: 'div.clerk',
    bring: (driver) => driver.to('ASSIGNED'),
    fill: (person) => person.fill({ 催办内容: '签收期限将到，请今日签收。' }),
    told: '已催办青禾镇',
    ends: { status: 'ASSIGNED' },
    notes: ['签收期限将到，请今日签收。'],
  },
  {
    step: '退回方案',
    by: 'div.chief',
    bring: (driver) => driver.to('PLAN_REVIEW'),
    required: ['退回原因', '补充整改要求', '审核意见'],
    fill: async (person) => {
      await person.choose('退回原因', '措施未落实');
      await person.fill({
        补充整改要求: '措施须写明每户的责任人和完成时限。',
        审核意见: '措施过于笼统，退回修改。',
      });
    },
    told: '方案已退回',
    ends: { status: 'PLANNING' },
    entry: '方案退回',
    notes: [
      '措施过于笼统，退回修改。',
      '措施未落实',
      '补充整改要求：措施须写明每户的责任人和完成时限。',
    ],
  },
  {
    step: '并案',
    by: 'div.chief',
    bring: async (driver) => {
      await driver.to('REGISTERED', { statement: MERGE_TARGET });
      return driver.to('RECTIFYING');
    },
    required: ['并入的问题', '理由'],
    fill: async (person) => {
      await findIssue(person, '并入的问题', MERGE_TARGET);
      await person.fill({ 理由: '与总题所列对象重复，一并整改。' });
    },
    told: '已并案',
    ends: { status: 'MERGED', endingNote: '与总题所列对象重复，一并整改。' },
    notes: ['与总题所列对象重复，一并整改。'],
  },
  {
    step: '移送',
    by: 'director',
    bring: (driver) => driver.to('RECTIFYING'),
    required: ['接收机关', '移送函文号', '理由'],
    fill: (person) =>
      person.fill({
        接收机关: '安澜区纪委监委',
        移送函文号: '安民函〔2020〕3号',
        理由: '发现经办人员涉嫌截留低保金，移送审查。',
      }),
    told: '已移送',
    ends: { status: 'TRANSFERRED' },
    notes: [
      '接收机关：安澜区纪委监委',
      '移送函文号：安民函〔2020〕3号',
      '发现经办人员涉嫌截留低保金，移送审查。',
    ],
  },
  {
    step: '撤销',
    by: 'div.chief',
    bring: (driver) => driver.to('REGISTERED', { source: 'UPPER_ASSIGNED' }),
    required: ['理由'],
    fill: async (person) => {
      await person.fill({ 理由: '经核查3户均已纳入，登记有误。' });
      const dialog = await Dialog.of(person, '撤销');
      await dialog.isRefused('撤销');
      await dialog.root.getByText('上级反馈的问题须经来源机关同意后才能撤销。').waitFor();
      await dialog.root.getByText('来源机关已同意撤销', { exact: true }).click();
    },
    told: '已撤销',
    ends: { status: 'VOIDED', endingNote: '经核查3户均已纳入，登记有误。' },
    notes: ['经核查3户均已纳入，登记有误。'],
  },
];

describeInBrowser('steps from 交办 to the plan, and out of the books', () => {
  const { stage, world } = useStage(async (app) => new IssueDriver(app, await createCampaign(app)));

  it.each(STORIES)(
    '$step by $by',
    async (story) => {
      await takeStory(stage(), world(), story);
    },
    STORY_MS,
  );
});
