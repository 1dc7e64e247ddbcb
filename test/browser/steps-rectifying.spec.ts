import { it } from '@jest/globals';
import { createCampaign, type DrivenIssue, IssueDriver } from '../support/issues.js';
import type { Person } from './support/person.js';
import { STORY_MS, type StepStory, takeStory } from './support/issue-steps.js';
import { describeInBrowser, useStage } from './support/stage.js';

/** What one step is enough for. */
const MINOR = {
  severity: 'GENERAL',
  rectificationType: 'IMMEDIATE',
  category: 'F04_ARCHIVE',
  statement: '镇便民服务中心公示的监督电话无人接听',
};
const EXTENSION = {
  newDeadline: '2020-06-20',
  reason: '部分对象外出务工，须返乡后核查。',
  progressSoFar: '已完成三分之二。',
};
const CARRY_OVER = {
  unresolvedReason: 'U1',
  unresolvedNote: '上级配套办法尚未出台，短期内不能到位。',
  stageGoal: '六月底前完成征求意见。',
  nextReviewOn: '2020-05-20',
  expectedFinishOn: '2020-09-30',
  nextStep: '起草办法并征求意见。',
};
const SOLID = {
  checkedOn: '2020-04-01',
  methods: ['HOME_VISIT'],
  persons: '督查员庚',
  result: 'SOLID',
  opinion: '已入户核实，成效巩固。',
};

const applied = async (driver: IssueDriver): Promise<DrivenIssue> =>
  driver.step('qinghe.clerk', await driver.to('RECTIFYING'), 'extensions', EXTENSION);

const lookedBack = async (
  driver: IssueDriver,
  results: readonly string[],
): Promise<DrivenIssue> => {
  let issue = await driver.to('CLOSED');
  for (const result of results) {
    issue = await driver.step('inspector', issue, 'lookbacks', { ...SOLID, result });
  }
  return issue;
};

/** While the plan is carried out. */
const RECTIFYING: readonly StepStory[] = [
  {
    step: '申请延期',
    by: 'qinghe.clerk',
    bring: (driver) => driver.to('RECTIFYING'),
    required: ['申请延至', '延期理由', '目前进展'],
    fill: async (person) => {
      await person.enterDay('申请延至', '2020-06-20');
      await person.fill({ 延期理由: EXTENSION.reason, 目前进展: EXTENSION.progressSoFar });
    },
    told: '延期申请已提交，等待审批',
    ends: { status: 'RECTIFYING', extensionPending: true, currentDeadline: '2020-05-20' },
    notes: ['申请延至：2020-06-20', EXTENSION.reason, `目前进展：${EXTENSION.progressSoFar}`],
  },
  {
    step: '审批延期',
    by: 'deputy',
    bring: applied,
    required: ['审批结论', '审批意见'],
    fill: async (person) => {
      await decide(person, '同意');
      await person.enterDay('批准延至', '2020-06-10');
      await person.fill({ 审批意见: '同意，但须抓紧，不得再延。' });
    },
    confirm: '提交审批',
    told: '已同意延期至2020-06-10',
    ends: { extensionPending: false, extensionCount: 1, currentDeadline: '2020-06-10' },
    notes: ['同意', '同意，但须抓紧，不得再延。', '整改时限：2020-06-10'],
  },
  {
    step: '审批延期',
    by: 'director',
    bring: applied,
    fill: async (person) => {
      await decide(person, '退回');
      await person.fill({ 审批意见: '理由不充分，按原时限完成。' });
    },
    confirm: '提交审批',
    told: '已退回延期申请',
    ends: { extensionPending: false, extensionCount: 0, currentDeadline: '2020-05-20' },
    notes: ['退回', '理由不充分，按原时限完成。'],
  },
  {
    step: '批准挂账',
    by: 'deputy',
    bring: (driver) => driver.to('RECTIFYING'),
    required: [
      '未整改到位原因',
      '未整改到位说明',
      '阶段目标',
      '下次复评时间',
      '预计完成时间',
      '下步打算',
    ],
    fill: async (person) => {
      await person.choose('未整改到位原因', '政策不明确或待上级明确');
      await person.fill({
        未整改到位说明: CARRY_OVER.unresolvedNote,
        阶段目标: CARRY_OVER.stageGoal,
        下步打算: CARRY_OVER.nextStep,
      });
      await person.enterDay('下次复评时间', CARRY_OVER.nextReviewOn);
      await person.enterDay('预计完成时间', CARRY_OVER.expectedFinishOn);
    },
    told: '已批准挂账，转为持续整改',
    ends: { status: 'CARRIED_OVER', ...CARRY_OVER },
    notes: [
      '未整改到位原因：政策不明确或待上级明确',
      CARRY_OVER.unresolvedNote,
      `阶段目标：${CARRY_OVER.stageGoal}`,
      `下步打算：${CARRY_OVER.nextStep}`,
    ],
  },
  {
    step: '恢复整改',
    by: 'div.chief',
    bring: async (driver) =>
      driver.step('deputy', await driver.to('RECTIFYING'), 'carry-over', CARRY_OVER),
    required: ['阶段评估', '新的整改时限'],
    fill: async (person) => {
      await person.fill({ 阶段评估: '配套办法已经出台，具备整改条件。' });
      await person.enterDay('新的整改时限', '2020-06-30');
    },
    told: '已恢复整改',
    ends: { status: 'RECTIFYING', currentDeadline: '2020-06-30' },
    notes: ['阶段评估：配套办法已经出台，具备整改条件。', '整改时限：2020-06-30'],
  },
  {
    step: '撤回销号申请',
    by: 'qinghe.clerk',
    bring: (driver) => driver.to('CLOSURE_REVIEW'),
    confirm: '撤回',
    told: '销号申请已撤回，问题回到整改中',
    ends: { status: 'RECTIFYING' },
  },
  {
    step: '立行立改销号',
    by: 'div.chief',
    bring: async (driver) => {
      const issue = await driver.to('REGISTERED', MINOR);
      await driver.addEvidence(issue);
      return issue;
    },
    required: ['整改完成时间', '见人', '见事', '见结果', '整改成效', '意见'],
    fill: async (person) => {
      await person.enterDay('整改完成时间', '2020-04-01');
      await person.fill({
        见人: '已明确专人接听。',
        见事: '当场更正公示的号码。',
        见结果: '电话已畅通。',
        整改成效: '群众反映渠道畅通。',
        意见: '已当场拨打核实，同意销号。',
      });
    },
    told: '已销号',
    ends: { status: 'CLOSED', closedOn: '2020-04-01', effect: '群众反映渠道畅通。' },
    notes: ['已当场拨打核实，同意销号。'],
  },
];

/** After 销号. */
const CLOSED: readonly StepStory[] = [
  {
    step: '登记回头看',
    by: 'inspector',
    bring: (driver) => lookedBack(driver, []),
    required: ['核查时间', '核查方式', '回头看结果', '核查意见'],
    fill: (person) => lookBack(person, '巩固', '已入户核实，成效巩固。'),
    told: '回头看已登记',
    ends: { status: 'CLOSED' },
    notes: ['巩固', '核查人员：督查员庚、督查员辛', '已入户核实，成效巩固。'],
  },
  {
    step: '登记回头看',
    by: 'inspector',
    bring: (driver) => lookedBack(driver, []),
    fill: (person) => lookBack(person, '反弹', '1户已被停发，问题反弹。'),
    told: '回头看已登记',
    ends: { status: 'CLOSED' },
    notes: ['反弹', '1户已被停发，问题反弹。'],
  },
  {
    step: '重新挂账',
    by: 'deputy',
    bring: (driver) => lookedBack(driver, ['REBOUND']),
    required: ['重新挂账理由', '依据', '新的整改时限'],
    fill: async (person) => {
      await person.fill({
        重新挂账理由: '回头看发现1户被停发，须重新整改。',
        依据: '2020年4月1日回头看记录',
      });
      await person.enterDay('新的整改时限', '2020-06-10');
    },
    told: '已重新挂账',
    ends: { status: 'RECTIFYING', cycleNo: 2, currentDeadline: '2020-06-10' },
    entry: '反弹重新挂账',
    notes: ['回头看发现1户被停发，须重新整改。', '依据：2020年4月1日回头看记录'],
  },
  {
    step: '归档',
    by: 'div.chief',
    bring: (driver) => lookedBack(driver, ['SOLID', 'SOLID']),
    told: '已归档',
    ends: { status: 'ARCHIVED', allowedActions: [] },
  },
];

const decide = (person: Person, decision: string): Promise<void> =>
  person.page.getByRole('radiogroup', { name: '审批结论' }).getByText(decision).click();

async function lookBack(person: Person, result: string, opinion: string): Promise<void> {
  await person.enterDay('核查时间', '2020-04-01');
  for (const method of ['查台账', '入户']) {
    await person.page.getByRole('group', { name: '核查方式' }).getByText(method).click();
  }
  await person.fill({ 核查人员: '督查员庚、督查员辛', 核查意见: opinion });
  await person.choose('回头看结果', result);
}

describeInBrowser('steps from the plan to the archive', () => {
  const { stage, world } = useStage(async (app) => new IssueDriver(app, await createCampaign(app)));

  it.each([...RECTIFYING, ...CLOSED])(
    '$step by $by',
    async (story) => {
      await takeStory(stage(), world(), story);
    },
    STORY_MS,
  );
});
