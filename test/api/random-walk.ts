import type { TestApp } from '../support/app.js';
import { type DrivenIssue, IssueDriver } from '../support/issues.js';

const TOWNS = ['qinghe', 'wanglan', 'liping', 'wuping', 'lanqiao'] as const;
const CATEGORIES = ['A05_SPLIT_HOUSEHOLD', 'A06_TAPERING', 'F04_ARCHIVE', 'G01_PHONE'] as const;
const REASON = '经核查该问题情况有变，按程序办理。';

interface Walker {
  id: string;
  town: string;
}

/** A small generator with a fixed seed, so that a failing walk can be walked again. */
export function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * Takes random valid actions on random issues, as the people who may, with days going by. Only actions
 * that the API offers (`allowedActions`) are tried, and each must succeed.
 */
export class RandomWalk {
  /** How often each action was taken. */
  readonly taken = new Map<string, number>();
  /** Called after each action, for tests that watch what becomes of the issues. */
  watch: () => Promise<void> = () => Promise.resolve();
  private readonly random: () => number;
  private readonly issues: Walker[] = [];
  private readonly driver: IssueDriver;
  private day = Date.UTC(2020, 3, 1, 1);

  constructor(
    private readonly app: TestApp,
    campaignId: string,
    seed: number,
  ) {
    this.random = mulberry32(seed);
    this.driver = new IssueDriver(app, campaignId);
  }

  async run(actions: number): Promise<void> {
    const last = Date.UTC(2020, 8, 20, 1);
    for (let count = 0; count < actions; count += 1) {
      if (count % Math.ceil(actions / 60) === 0 && this.day < last) {
        this.day += 3 * 24 * 60 * 60 * 1000;
        this.app.moveTo(new Date(this.day).toISOString());
      }
      await this.act();
      await this.watch();
    }
  }

  private pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.random() * list.length)] as T;
  }

  private async act(): Promise<void> {
    if (this.issues.length < 5 || this.random() < 0.12) return this.create();
    const walker = this.pick(this.issues);
    this.driver.town = walker.town;
    const issue = await this.driver.read(walker.id);
    const action = this.pick(this.choices(issue));
    await this.take(action, issue, walker);
    this.taken.set(action, (this.taken.get(action) ?? 0) + 1);
  }

  private async create(): Promise<void> {
    const town = this.pick(TOWNS);
    this.driver.town = town;
    const status = this.random() < 0.2 ? 'DRAFT' : 'REGISTERED';
    const { id } = await this.driver.to(status, { category: this.pick(CATEGORIES) });
    this.issues.push({ id, town });
    this.taken.set('create', (this.taken.get('create') ?? 0) + 1);
  }

  /** Actions of the walk that the issue's status allows. */
  private choices(issue: DrivenIssue): readonly string[] {
    switch (issue.status) {
      case 'DRAFT':
        return ['register', 'register', 'edit'];
      case 'REGISTERED':
        return ['assign', 'assign', 'assign', 'edit', 'recategorise', 'void', 'merge'];
      case 'ASSIGNED':
        return ['acknowledge', 'acknowledge', 'dispute'];
      case 'PLANNING':
        return ['submitPlan', 'submitPlan', 'submitPlan', 'transfer'];
      case 'PLAN_REVIEW':
        return ['approvePlan', 'approvePlan', 'returnPlan'];
      case 'RECTIFYING':
        return ['addProgress', 'applyClosure', 'applyClosure', 'carryOver', 'void', 'transfer'];
      case 'CLOSURE_REVIEW':
        return ['review', 'review', 'review', 'review', 'return', 'withdraw'];
      case 'CARRIED_OVER':
        return ['resume', 'addProgress'];
      case 'CLOSED':
        return ['reopen', 'solid'];
      default:
        return ['create'];
    }
  }

  private async take(action: string, issue: DrivenIssue, walker: Walker): Promise<unknown> {
    const { driver } = this;
    const step = (user: string, noun: string, body: object) => driver.step(user, issue, noun, body);
    switch (action) {
      case 'register':
        return driver.next(issue, 'REGISTERED');
      case 'edit':
        return this.edit(issue, { remark: `第${this.taken.size}次修改` });
      case 'recategorise':
        return this.edit(issue, { category: this.pick(CATEGORIES) });
      case 'assign':
        return this.assign(issue, walker);
      case 'acknowledge':
        return driver.next(issue, 'PLANNING');
      case 'dispute':
        return this.disputeOnce(issue);
      case 'submitPlan':
        return this.submitPlan(issue);
      case 'approvePlan':
        return driver.next(issue, 'RECTIFYING');
      case 'returnPlan':
        return step('div.chief', 'plan-review', { ...RETURN, opinion: '请细化措施。' });
      case 'addProgress':
        return driver.addProgress(issue, { unresolvedReason: 'U5', nextStep: '继续推进整改。' });
      case 'applyClosure':
        return driver.next(issue, 'CLOSURE_REVIEW');
      case 'review':
        return driver.review(issue);
      case 'return':
        return driver.review(issue, { ...RETURN });
      case 'withdraw':
        return this.withdraw(issue);
      case 'carryOver':
        return step('deputy', 'carry-over', this.carryOver());
      case 'resume':
        return step('div.chief', 'resumption', { assessment: REASON, deadline: '2020-12-05' });
      case 'solid':
        return this.lookBack(issue, 'SOLID');
      case 'reopen':
        return this.reopen(issue);
      case 'merge':
        return this.merge(issue);
      case 'void':
        return step('div.chief', 'void', { reason: REASON });
      case 'transfer':
        return step('director', 'transfer', {
          reason: REASON,
          organ: '区纪委监委',
          letterNo: '函1号',
        });
      default:
        return this.create();
    }
  }

  private async edit(issue: DrivenIssue, body: object): Promise<void> {
    const clerk = await this.app.as('div.clerk');
    await clerk.patch(`/issues/${issue.id}`, body, issue.version).expect(200);
  }

  /** To the registered town or to another one: then the issue moves between accounts. */
  private async assign(issue: DrivenIssue, walker: Walker): Promise<void> {
    walker.town = this.random() < 0.3 ? this.pick(TOWNS) : walker.town;
    await this.driver.step('div.chief', issue, 'assignment', {
      responsibleUnitId: this.app.units[walker.town],
      deadline: '2020-12-20',
    });
  }

  private async disputeOnce(issue: DrivenIssue): Promise<void> {
    const clerk = await this.app.as(this.driver.clerk);
    const answer = await clerk.post(
      `/issues/${issue.id}/dispute`,
      { reason: REASON },
      issue.version,
    );
    // A second objection, or one after the receipt clock, is refused by rule.
    if (answer.status !== 200 && answer.status !== 409) throw new Error(answer.text);
  }

  private async submitPlan(issue: DrivenIssue): Promise<void> {
    const deadline = '2020-12-10';
    const measures = [
      {
        measure: '逐户核定，参照单人户办理。',
        dueOn: '2020-12-01',
        milestones: [{ name: '完成核定', dueOn: '2020-11-01' }],
      },
    ];
    const saved = await this.driver.savePlan(issue, { deadline, measures });
    await this.driver.step(this.driver.clerk, saved, 'plan-submission', {});
  }

  private async withdraw(issue: DrivenIssue): Promise<void> {
    const { id, version } = await this.driver.pending(issue);
    const clerk = await this.app.as(this.driver.clerk);
    const answer = await clerk.post(`/closure-applications/${id}/withdrawal`, {}, version);
    if (answer.status !== 200 && answer.status !== 409) throw new Error(answer.text);
  }

  private carryOver(): object {
    const today = this.app.clock.today();
    const later = (days: number) =>
      new Date(Date.parse(`${today}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
    return {
      unresolvedReason: 'U1',
      unresolvedNote: '上级配套办法尚未出台，短期内不能到位。',
      stageGoal: '完成征求意见。',
      nextReviewOn: later(30),
      expectedFinishOn: later(80),
      nextStep: '起草办法并征求意见。',
    };
  }

  private async lookBack(issue: DrivenIssue, result: string): Promise<DrivenIssue> {
    return this.driver.step('inspector', issue, 'lookbacks', {
      checkedOn: this.app.clock.today(),
      methods: ['HOME_VISIT'],
      persons: '督查员庚',
      result,
      opinion: '已入户核查。',
    });
  }

  private async reopen(issue: DrivenIssue): Promise<void> {
    const checked = await this.lookBack(issue, 'REBOUND');
    await this.driver.step('deputy', checked, 'reopening', {
      reason: REASON,
      basis: '回头看记录',
      deadline: '2020-12-15',
    });
  }

  private async merge(issue: DrivenIssue): Promise<void> {
    const target = await this.driver.to('REGISTERED');
    this.issues.push({ id: target.id, town: this.driver.town });
    const body = { reason: REASON, targetIssueId: target.id };
    await this.driver.step('div.chief', issue, 'merge', body);
  }
}

const RETURN = {
  decision: 'RETURNED',
  opinion: '佐证不足。',
  reasonCode: 'R1',
  demand: '请补充首次发放低保金的银行回单。',
};
