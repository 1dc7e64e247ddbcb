import type { IssueStatus } from '../../src/registers/codes.js';
import type { IssueAction } from '../../src/registers/issues/issue.transitions.js';
import type { TestApp } from '../support/app.js';
import {
  type Application,
  type DrivenIssue,
  type IssueDriver,
  ok,
  PDF_BYTES,
} from '../support/issues.js';

/** How an action is requested, and who is entitled to it in the demo's organisation. */
export interface ActionSample {
  readonly actor: string;
  /** Sends the request as `user`; answers the HTTP status. */
  send(app: TestApp, driver: IssueDriver, issue: DrivenIssue, user: string): Promise<number>;
  /** What the issue must be besides being in the right status. */
  readonly finding?: object;
  /** What must have happened before, by way of other actions that keep the status. */
  prepare?(app: TestApp, driver: IssueDriver, issue: DrivenIssue): Promise<void>;
}

const REASON = { reason: '经核查该问题登记有误，按程序办理。' };

/** A step on the issue itself. */
const step = (actor: string, noun: string, body: object, finding?: object): ActionSample => ({
  actor,
  ...(finding && { finding }),
  send: async (app, _driver, issue, user) => {
    const caller = await app.as(user);
    return (await caller.post(`/issues/${issue.id}/${noun}`, body, issue.version)).status;
  },
});

/** A decision on the pending close-out application. */
const review = (actor: string, body: object, steps: number): ActionSample => ({
  actor,
  prepare: async (_app, driver, issue) => {
    for (let done = 0; done < steps; done += 1) await driver.review(issue);
  },
  send: async (app, _driver, issue, user) => {
    const { id, version } = await latestApplication(app, issue);
    const caller = await app.as(user);
    return (await caller.post(`/closure-applications/${id}/reviews`, body, version)).status;
  },
});

async function latestApplication(app: TestApp, issue: DrivenIssue): Promise<Application> {
  const clerk = await app.as('div.clerk');
  const all = ok(await clerk.get(`/issues/${issue.id}/closure-applications`)).body as Application[];
  return all.at(-1) as Application;
}

const CARRY_OVER = {
  unresolvedReason: 'U1',
  unresolvedNote: '上级配套办法尚未出台，短期内不能到位。',
  stageGoal: '六月底前完成征求意见。',
  nextReviewOn: '2020-05-20',
  expectedFinishOn: '2020-09-30',
  nextStep: '起草办法并征求意见。',
};
const APPROVED = { decision: 'APPROVED', opinion: '同意。' };
const RETURNED = {
  decision: 'RETURNED',
  opinion: '佐证不足。',
  reasonCode: 'R1',
  demand: '请补充首次发放低保金的银行回单。',
};
const LOOKBACK = {
  checkedOn: '2020-04-01',
  methods: ['HOME_VISIT'],
  persons: '督查员庚',
  result: 'REBOUND',
  opinion: '问题出现反弹，须重新整改。',
};
const MINOR = {
  severity: 'GENERAL',
  rectificationType: 'IMMEDIATE',
  category: 'F04_ARCHIVE',
};

async function upload(app: TestApp, issue: DrivenIssue, user: string): Promise<number> {
  const caller = await app.as(user);
  const request = caller.post(`/issues/${issue.id}/evidence`).field('type', 'DOC');
  return (await request.attach('file', PDF_BYTES, '佐证.pdf')).status;
}

/** A valid request for every action of the transition table. */
export const ACTION_SAMPLES: Readonly<Record<IssueAction, ActionSample>> = {
  register: step('div.clerk', 'registration', {}),
  assign: step('div.chief', 'assignment', { deadline: '2020-06-30' }),
  acknowledge: step('qinghe.leader', 'acknowledgement', {}),
  dispute: step('qinghe.clerk', 'dispute', REASON),
  submitPlan: {
    ...step('qinghe.clerk', 'plan-submission', {}),
    prepare: async (_app, driver, issue) => {
      Object.assign(issue, await driver.savePlan(issue));
    },
  },
  returnPlan: step('div.chief', 'plan-review', RETURNED),
  approvePlan: step('div.chief', 'plan-review', APPROVED),
  savePlan: {
    actor: 'qinghe.clerk',
    send: async (app, driver, issue, user) => {
      const caller = await app.as(user);
      return (await caller.put(`/issues/${issue.id}/plan`, driver.plan(), issue.version)).status;
    },
  },
  addProgress: step('qinghe.clerk', 'progress', {
    text: '正在逐户核查。',
    percent: 30,
    unresolvedReason: 'U1',
    nextStep: '继续推进。',
  }),
  addEvidence: {
    actor: 'qinghe.clerk',
    send: (app, _driver, issue, user) => upload(app, issue, user),
  },
  addPerson: step('qinghe.clerk', 'persons', { name: '方木生' }),
  applyClosure: {
    actor: 'qinghe.clerk',
    prepare: async (_app, driver, issue) => {
      if (issue.status === 'RECTIFYING') await driver.addEvidence(issue);
    },
    send: async (app, driver, issue, user) => {
      const body = await driver.application(issue);
      const caller = await app.as(user);
      const path = `/issues/${issue.id}/closure-applications`;
      return (await caller.post(path, body, issue.version)).status;
    },
  },
  withdrawClosure: {
    actor: 'qinghe.clerk',
    send: async (app, _driver, issue, user) => {
      const { id, version } = await latestApplication(app, issue);
      const caller = await app.as(user);
      return (await caller.post(`/closure-applications/${id}/withdrawal`, {}, version)).status;
    },
  },
  reviewClosure: review('qinghe.leader', APPROVED, 0),
  returnClosure: review('div.clerk', RETURNED, 1),
  close: review('director', APPROVED, 3),
  closeImmediately: {
    ...step(
      'div.chief',
      'immediate-closure',
      {
        rectifiedOn: '2020-04-01',
        resultPerson: '已明确专人。',
        resultFact: '已当场整改。',
        resultOutcome: '电话已畅通。',
        effect: '当场整改到位。',
        opinion: '同意销号。',
      },
      MINOR,
    ),
    prepare: async (app, _driver, issue) => {
      if (issue.status === 'REGISTERED') await upload(app, issue, 'qinghe.clerk');
    },
  },
  requestExtension: step('qinghe.clerk', 'extensions', {
    newDeadline: '2020-06-20',
    reason: '部分对象外出务工，须返乡后核查。',
    progressSoFar: '已完成三分之二。',
  }),
  decideExtension: {
    actor: 'deputy',
    prepare: async (_app, driver, issue) => {
      if (issue.status !== 'RECTIFYING') return;
      Object.assign(
        issue,
        await driver.step('qinghe.clerk', issue, 'extensions', {
          newDeadline: '2020-06-20',
          reason: '部分对象外出务工，须返乡后核查。',
          progressSoFar: '已完成三分之二。',
        }),
      );
    },
    send: async (app, _driver, issue, user) => {
      const clerk = await app.as('div.clerk');
      const all = ok(await clerk.get(`/issues/${issue.id}/extensions`)).body as Application[];
      const { id, version } = all.at(-1) as Application;
      const caller = await app.as(user);
      return (await caller.post(`/extensions/${id}/decision`, APPROVED, version)).status;
    },
  },
  carryOver: step('deputy', 'carry-over', CARRY_OVER),
  resume: step('div.chief', 'resumption', {
    assessment: '配套办法已经出台，具备整改条件。',
    deadline: '2020-06-30',
  }),
  merge: {
    actor: 'div.chief',
    send: async (app, driver, issue, user) => {
      const target = await driver.to('REGISTERED');
      const caller = await app.as(user);
      const body = { ...REASON, targetIssueId: target.id };
      return (await caller.post(`/issues/${issue.id}/merge`, body, issue.version)).status;
    },
  },
  void: step('div.chief', 'void', REASON),
  transfer: step('director', 'transfer', {
    ...REASON,
    organ: '安澜区纪委监委',
    letterNo: '安民函〔2020〕3号',
  }),
  recordLookback: step('inspector', 'lookbacks', LOOKBACK),
  reopen: {
    ...step('deputy', 'reopening', {
      reason: '回头看发现反弹，须重新整改。',
      basis: '2020年4月1日回头看记录',
      deadline: '2020-06-10',
    }),
    prepare: async (_app, driver, issue) => {
      if (issue.status !== 'CLOSED') return;
      Object.assign(issue, await driver.step('inspector', issue, 'lookbacks', LOOKBACK));
    },
  },
  archive: {
    ...step('div.chief', 'archive', {}),
    prepare: async (_app, driver, issue) => {
      for (let check = 0; check < 2 && issue.status === 'CLOSED'; check += 1) {
        const solid = { ...LOOKBACK, result: 'SOLID' };
        Object.assign(issue, await driver.step('inspector', issue, 'lookbacks', solid));
      }
    },
  },
  edit: {
    actor: 'div.clerk',
    send: async (app, _driver, issue, user) => {
      const caller = await app.as(user);
      return (await caller.patch(`/issues/${issue.id}`, { remark: '补充' }, issue.version)).status;
    },
  },
};

/** Steps that lead to the statuses off the main path. */
const DETOURS: Readonly<Partial<Record<IssueStatus, readonly [IssueStatus, IssueAction]>>> = {
  CARRIED_OVER: ['RECTIFYING', 'carryOver'],
  TRANSFERRED: ['RECTIFYING', 'transfer'],
  MERGED: ['REGISTERED', 'merge'],
  VOIDED: ['REGISTERED', 'void'],
  ARCHIVED: ['CLOSED', 'archive'],
};

/** A new issue in any status of the workflow. */
export async function issueIn(
  status: IssueStatus,
  app: TestApp,
  driver: IssueDriver,
  finding: object = {},
): Promise<DrivenIssue> {
  const detour = DETOURS[status];
  if (!detour) return driver.to(status as Parameters<IssueDriver['to']>[0], finding);
  const [from, action] = detour;
  const issue = await issueIn(from, app, driver, finding);
  const sample = ACTION_SAMPLES[action];
  await sample.prepare?.(app, driver, issue);
  const answer = await sample.send(app, driver, issue, sample.actor);
  if (answer >= 300) throw new Error(`${action} answered ${answer}`);
  return driver.read(issue.id);
}
