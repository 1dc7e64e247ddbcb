import type { Response } from 'supertest';
import type { DemoUnits } from '../../src/demo/world.js';
import type { Clock } from '../../src/platform/calendar/clock.js';
import type { TestUser } from './app.js';

/** A finding with every column that 建账 asks for. Minor, so that its review chain is short. */
export const FINDING = {
  statement: '晒谷村3户未脱贫重残人员靠家庭供养，未按单人户纳入低保',
  source: 'SUPERVISION_CHECK',
  foundOn: '2020-03-25',
  category: 'A05_SPLIT_HOUSEHOLD',
  detail: '经入户核查，晒谷村3户未脱贫重残人员长期靠家庭供养，至今未按单人户纳入低保。',
  areaCode: '990101101201',
  nature: 'POLICY',
  scope: 'INDIVIDUAL',
  severity: 'PROMINENT',
  rectificationType: 'TIME_LIMITED',
} as const;

/** Types that satisfy the required evidence of {@link FINDING}'s category. */
export const EVIDENCE_TYPES = [
  'SURVEY',
  'APPROVAL',
  'PAYMENT',
  'OTHER',
  'DOC',
  'SYSTEM_SHOT',
] as const;

const STANDARDS = [
  'FACTS',
  'PERSONS',
  'OUTCOME',
  'MONEY',
  'EXTENDED_CHECK',
  'RULES',
  'OPINION',
  'MATERIALS',
] as const;

/** The smallest file that is a PDF by its content. */
export const PDF_BYTES = Buffer.from(
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n' +
    '2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
);

export interface DrivenIssue {
  id: string;
  version: number;
  status: string;
  issueNo: string;
  allowedActions: string[];
}

/** Statuses in the order in which {@link IssueDriver.to} passes them. */
export const PATH = [
  'DRAFT',
  'REGISTERED',
  'ASSIGNED',
  'PLANNING',
  'PLAN_REVIEW',
  'RECTIFYING',
  'CLOSURE_REVIEW',
  'CLOSED',
] as const;
export type PathStatus = (typeof PATH)[number];

/** A program that people talk to, in this process or in another one. */
export interface DrivenApp {
  readonly units: DemoUnits;
  readonly clock: Pick<Clock, 'today'>;
  as(username: string): Promise<TestUser>;
}

/** Starts the 綦江 campaign for the bureau of 安澜区; returns its id. */
export async function createCampaign(app: DrivenApp, template = 'qijiang-2020'): Promise<string> {
  const chief = await app.as('div.chief');
  const answer = ok(await chief.post('/campaigns', { template }));
  return (answer.body as { id: string }).id;
}

/** The answer, when it is a success; otherwise an error that shows the problem. */
export function ok(response: Response): Response {
  if (response.status >= 300) throw new Error(`${response.status} ${response.text}`);
  return response;
}

/** Brings issues to any status over HTTP, as the people who would. */
export class IssueDriver {
  /** Town whose people handle the issues. */
  town = 'qinghe';
  registrar = 'div.clerk';

  constructor(
    private readonly app: DrivenApp,
    readonly campaignId: string,
  ) {}

  /** A new issue in the wanted status. */
  async to(status: PathStatus, finding: object = {}): Promise<DrivenIssue> {
    let issue = await this.draft(finding);
    for (const step of PATH.slice(1, PATH.indexOf(status) + 1))
      issue = await this.next(issue, step);
    return issue;
  }

  async draft(finding: object = {}): Promise<DrivenIssue> {
    const clerk = await this.app.as(this.registrar);
    const body = {
      ...FINDING,
      campaignId: this.campaignId,
      responsibleUnitId: this.app.units[this.town],
      ...finding,
    };
    return ok(await clerk.post('/issues', body)).body as DrivenIssue;
  }

  /** One step further, by the people of {@link town}. */
  async next(issue: DrivenIssue, status: PathStatus): Promise<DrivenIssue> {
    switch (status) {
      case 'DRAFT':
        return issue;
      case 'REGISTERED':
        return this.step(this.registrar, issue, 'registration', {});
      case 'ASSIGNED':
        return this.step('div.chief', issue, 'assignment', { deadline: '2020-06-30' });
      case 'PLANNING':
        return this.step(this.clerk, issue, 'acknowledgement', {});
      case 'PLAN_REVIEW':
        return this.submitPlan(issue);
      case 'RECTIFYING':
        return this.step('div.chief', issue, 'plan-review', {
          decision: 'APPROVED',
          opinion: '同意',
        });
      case 'CLOSURE_REVIEW':
        await this.addEvidence(issue);
        return this.applyClosure(issue);
      case 'CLOSED':
        return this.approveAll(issue);
    }
  }

  get clerk(): string {
    return `${this.town}.clerk`;
  }

  get leader(): string {
    return `${this.town}.leader`;
  }

  /** Takes a step on the issue and returns it as it then stands. */
  async step(user: string, issue: DrivenIssue, noun: string, body: object): Promise<DrivenIssue> {
    const caller = await this.app.as(user);
    const answer = ok(await caller.post(`/issues/${issue.id}/${noun}`, body, issue.version));
    const after = answer.body as DrivenIssue;
    // A step on a record of the issue (an application, a lookback) answers with the record.
    return after.id === issue.id ? after : this.read(issue.id, user);
  }

  async read(id: string, user = 'div.clerk'): Promise<DrivenIssue> {
    const caller = await this.app.as(user);
    return ok(await caller.get(`/issues/${id}`)).body as DrivenIssue;
  }

  /** The plan as it is sent; with one measure, leader and person. */
  plan(over: object = {}): object {
    return {
      causeAnalysis: '对分户政策理解不一，担心错保。',
      goal: '3户全部按单人户纳入低保。',
      rectificationType: 'TIME_LIMITED',
      deadline: '2020-05-20',
      measures: [{ measure: '逐户核定，参照单人户办理；补发自审批月起。', dueOn: '2020-05-10' }],
      responsibilities: [
        { kind: 'LEAD', unitId: this.app.units[this.town] },
        { kind: 'RESPONSIBLE_LEADER', personName: '分管领导', post: '副镇长' },
        {
          kind: 'RESPONSIBLE_PERSON',
          personName: '经办人',
          post: '民政办经办',
          phone: '13800005678',
        },
      ],
      ...over,
    };
  }

  async savePlan(issue: DrivenIssue, over: object = {}): Promise<DrivenIssue> {
    const clerk = await this.app.as(this.clerk);
    ok(await clerk.put(`/issues/${issue.id}/plan`, this.plan(over), issue.version));
    return this.read(issue.id, this.clerk);
  }

  async submitPlan(issue: DrivenIssue): Promise<DrivenIssue> {
    return this.step(this.clerk, await this.savePlan(issue), 'plan-submission', {});
  }

  addProgress(issue: DrivenIssue, over: object = {}): Promise<DrivenIssue> {
    const body = { text: '已完成入户核查，正在办理审批。', percent: 60, ...over };
    return this.step(this.clerk, issue, 'progress', body);
  }

  async addEvidence(issue: DrivenIssue): Promise<void> {
    const clerk = await this.app.as(this.clerk);
    for (const type of EVIDENCE_TYPES) {
      const upload = clerk.post(`/issues/${issue.id}/evidence`);
      ok(await upload.field('type', type).attach('file', PDF_BYTES, `${type}.pdf`));
    }
  }

  /** A complete application, with every measure and standard answered. */
  async application(issue: DrivenIssue, over: object = {}): Promise<object> {
    const clerk = await this.app.as(this.clerk);
    const tasks = ok(await clerk.get(`/issues/${issue.id}/tasks`)).body as { id: string }[];
    // Before there is a plan any id serves: such an application is refused for its status.
    if (tasks.length === 0) tasks.push({ id: issue.id });
    return {
      rectifiedOn: this.app.clock.today(),
      resultPerson: '责任人已明确，已对经办人员开展提醒谈话。',
      resultFact: '3户已逐户核定并办理审批。',
      resultOutcome: '3户已按单人户纳入低保，首月低保金已发放。',
      effect: '3户全部纳入保障。',
      measureResults: tasks.map(({ id }) => ({ taskId: id, text: '已全部落实。' })),
      standards: STANDARDS.map((standard) => ({ standard, answer: 'MET' })),
      extendedCheck: '全镇排查同类对象12户，均已落实。',
      ...over,
    };
  }

  async applyClosure(issue: DrivenIssue, user = this.clerk): Promise<DrivenIssue> {
    return this.step(user, issue, 'closure-applications', await this.application(issue));
  }

  /** The application that waits, as `user` sees it. */
  async pending(issue: DrivenIssue, user = 'div.clerk'): Promise<Application> {
    const caller = await this.app.as(user);
    const all = ok(await caller.get(`/issues/${issue.id}/closure-applications`))
      .body as Application[];
    const application = all.find(({ status }) => status === 'PENDING');
    if (!application) throw new Error(`Issue ${issue.id} has no pending application`);
    return application;
  }

  /** Lets the right person decide the step that waits. */
  async review(issue: DrivenIssue, over: object = {}): Promise<Application> {
    const application = await this.pending(issue);
    const reviewer = await this.app.as(this.reviewerOf(application.awaiting));
    const body = {
      decision: 'APPROVED',
      opinion: '经核查，措施已全部落实，同意。',
      siteCheck: '2020年5月入户核实，情况属实。',
      minutesNo: '安民党组纪要〔2020〕8号',
      ...over,
    };
    const path = `/closure-applications/${application.id}/reviews`;
    return ok(await reviewer.post(path, body, application.version)).body as Application;
  }

  async approveAll(issue: DrivenIssue): Promise<DrivenIssue> {
    for (;;) {
      const application = await this.review(issue);
      if (application.status !== 'PENDING') return this.read(issue.id);
    }
  }

  private reviewerOf(step: string | null): string {
    switch (step) {
      case 'UNIT_CONFIRMATION':
        return this.leader;
      case 'FIRST_REVIEW':
        return 'div.clerk';
      case 'COUNTERSIGN':
        return 'discipline';
      case 'SECOND_REVIEW':
        return 'deputy';
      case 'UPPER_ACCEPTANCE':
        return 'city.reviewer';
      default:
        return 'director';
    }
  }
}

export interface Application {
  id: string;
  version: number;
  status: string;
  awaiting: string | null;
  closureNo: string;
  canReview: boolean;
  steps: { checks?: object[] }[];
}
