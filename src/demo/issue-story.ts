import { Readable } from 'node:stream';
import { CampaignCatalog, type LoadedCampaign } from '../campaigns/campaign-catalog.js';
import { groupOfCategory, type ProblemCategory } from '../campaigns/codes/problem-category.js';
import { requiredEvidenceFor } from '../campaigns/evidence.rules.js';
import { addDays } from '../platform/calendar/business-date.js';
import { addWorkdays, workdayOnOrAfter } from '../platform/calendar/workdays.js';
import { Reader } from '../platform/database/reader.js';
import { Files } from '../platform/files/files.service.js';
import { EvidenceService } from '../registers/evidence/evidence.service.js';
import { IssueAssignment } from '../registers/issues/issue.assignment.js';
import type { IssueBody } from '../registers/issues/issue.body.js';
import { IssueEndings } from '../registers/issues/issue.endings.js';
import { IssueQueries } from '../registers/issues/issue.queries.js';
import { IssueRegistration } from '../registers/issues/issue.registration.js';
import { PlanApproval } from '../registers/plans/plan.approval.js';
import { PlanDrafting } from '../registers/plans/plan.drafting.js';
import { ProgressCommands } from '../registers/plans/progress.commands.js';
import { ClosureStory } from './closure-story.js';
import type { FindingSeed } from './findings.js';
import type { Office } from './office.js';
import { proofOf } from './proof.js';
import type { Timeline } from './timeline.js';

const STAGES = ['DRAFT', 'REGISTERED', 'ASSIGNED', 'PLANNING', 'PLAN_REVIEW', 'RECTIFYING'];
const REASON = '经核查，按程序办理，详见核查报告。';

/** One issue of the demo, from the finding to where its story stops. */
export class IssueStory {
  private id = '';

  constructor(
    private readonly office: Office,
    readonly seed: FindingSeed,
    private readonly others: ReadonlyMap<number, IssueStory>,
  ) {}

  get issueId(): string {
    return this.id;
  }

  /** Puts every event of the story on the timeline. */
  plan(timeline: Timeline): void {
    const { seed } = this;
    const on = (day: string, what: string, run: () => Promise<unknown>) => {
      timeline.on(workdayOnOrAfter(day), `#${seed.no} ${what}`, async () => {
        await run();
      });
    };
    const reaches = (stage: string) =>
      STAGES.indexOf(seed.stop ?? 'RECTIFYING') >= STAGES.indexOf(stage);
    const quick = seed.type === 'IMMEDIATE';
    const day = (workdays: number) => addWorkdays(seed.register, workdays);
    on(seed.register, 'log', () => this.log(reaches('REGISTERED')));
    if (reaches('ASSIGNED')) on(seed.register, 'assign', () => this.assign());
    if (reaches('PLANNING')) on(day(1), 'acknowledge', () => this.acknowledge());
    if (reaches('PLAN_REVIEW')) on(day(quick ? 1 : 3), 'plan', () => this.submitPlan());
    if (reaches('RECTIFYING')) on(day(quick ? 2 : 5), 'approve plan', () => this.approvePlan());
    if (seed.void) on(seed.void, 'void', () => this.void());
    if (seed.transfer) on(seed.transfer, 'transfer', () => this.transfer());
    if (seed.mergeInto) on(seed.register, 'merge', () => this.merge(seed.mergeInto ?? 0));
    new ClosureStory(this.office, this).plan(on);
  }

  /** The issue as one of the bureau sees it now. */
  async read(): Promise<IssueBody> {
    return this.office.service(IssueQueries).get(await this.office.caller('div.clerk'), this.id);
  }

  /** Adds the month's entry; on overdue and continuing issues with reason and next step. */
  async report(percent: number, text: string, recoveredFen?: number): Promise<void> {
    const issue = await this.read();
    const { clerk } = this.office.handlersOf(this.seed.unit);
    await this.office
      .service(ProgressCommands)
      .add(await this.office.caller(clerk), this.id, issue.version, {
        text,
        percent,
        unresolvedReason: 'U5',
        nextStep: '倒排工期，逐项推进，按期销号。',
        ...(recoveredFen !== undefined && { recoveredFen }),
      });
  }

  /** Uploads one proof for each kind that the category asks for. */
  async upload(): Promise<void> {
    const { definition } = await this.campaign();
    const category = this.seed.category as ProblemCategory;
    const groups = requiredEvidenceFor(definition, category, (this.seed.dueRecoveryFen ?? 0) > 0);
    const caller = await this.office.caller(this.office.handlersOf(this.seed.unit).clerk);
    for (const group of groups) {
      const type = group.anyOf[0] ?? 'OTHER';
      const bytes = proofOf(`${this.seed.no}-${type}`);
      const file = await this.office
        .service(Files)
        .accept(Readable.from([bytes]), `${group.label}.pdf`);
      await this.office
        .service(EvidenceService)
        .attach(caller, this.id, { type, pageCount: 1 }, file);
    }
  }

  private async log(register: boolean): Promise<void> {
    const { seed, office } = this;
    const registrar = seed.by === 'town' ? office.handlersOf(seed.unit).clerk : 'div.clerk';
    const issue = await office.service(IssueRegistration).create(
      await office.caller(registrar),
      {
        campaignId: office.campaignId,
        statement: seed.statement,
        detail: seed.detail,
        source: seed.source,
        foundOn: addDays(seed.register, -3),
        category: seed.category,
        areaCode: seed.area,
        nature: seed.nature ?? 'POLICY',
        scope: seed.scope ?? 'INDIVIDUAL',
        severity: seed.severity,
        isKey: seed.severity === 'SERIOUS',
        rectificationType: seed.type,
        responsibleUnitId: office.unit(seed.unit),
        ...(seed.households !== undefined && { householdCount: seed.households }),
        ...(seed.persons !== undefined && { personCount: seed.persons }),
        ...(seed.amountFen !== undefined && { amountInvolvedFen: seed.amountFen }),
        ...(seed.dueRecoveryFen !== undefined && { dueRecoveryFen: seed.dueRecoveryFen }),
      },
      register,
    );
    this.id = issue.id;
  }

  private async assign(): Promise<void> {
    const { version } = await this.read();
    await this.office
      .service(IssueAssignment)
      .assign(await this.office.caller('div.chief'), this.id, version, {
        deadline: addDays(this.seed.register, this.seed.days),
        note: '请按时限整改到位，逐条对账销号。',
      });
  }

  private async acknowledge(): Promise<void> {
    const { version } = await this.read();
    const { clerk } = this.office.handlersOf(this.seed.unit);
    const caller = await this.office.caller(clerk);
    await this.office.service(IssueAssignment).acknowledge(caller, this.id, version);
  }

  private async submitPlan(): Promise<void> {
    const { office, seed } = this;
    const { clerk, leader } = office.handlersOf(seed.unit);
    const caller = await office.caller(clerk);
    const head = await office.caller(leader);
    const issue = await this.read();
    const deadline = issue.currentDeadline ?? addDays(seed.register, seed.days);
    const title = await this.keyTask();
    await office.service(PlanDrafting).save(caller, this.id, issue.version, {
      causeAnalysis: seed.cause,
      goal: `${seed.measures.at(-1) ?? '整改到位'}，问题全部整改到位。`,
      rectificationType: seed.type,
      deadline,
      ...(seed.type === 'LONG_TERM' && {
        stageGoal: '第一阶段完成起草，第二阶段印发实施。',
        nextReviewOn: addDays(seed.register, 60),
        expectedFinishOn: deadline,
      }),
      measures: seed.measures.map((measure) => ({
        measure,
        title,
        goal: '按时限落实到位',
        dueOn: deadline,
      })),
      responsibilities: [
        { kind: 'LEAD', unitId: office.unit(seed.unit) },
        { kind: 'RESPONSIBLE_LEADER', userId: head.userId },
        { kind: 'RESPONSIBLE_PERSON', userId: caller.userId },
      ],
    });
    const { version } = await this.read();
    await office.service(PlanApproval).submit(caller, this.id, version);
  }

  /** The campaign's key task under which issues of this category fall. */
  private async keyTask(): Promise<string> {
    const { definition } = await this.campaign();
    const category = this.seed.category as ProblemCategory;
    const found = definition.tasks.find(({ items }) =>
      items.some(
        ({ categories }) =>
          categories.includes(category) || categories.includes(groupOfCategory(category)),
      ),
    );
    return found?.title ?? '健全制度机制';
  }

  private campaign(): Promise<LoadedCampaign> {
    const reader = this.office.service(Reader);
    return this.office.service(CampaignCatalog).get(reader, this.office.campaignId);
  }

  private async approvePlan(): Promise<void> {
    const { version } = await this.read();
    await this.office
      .service(PlanApproval)
      .review(await this.office.caller('div.chief'), this.id, version, {
        decision: 'APPROVED',
        opinion: '措施可行，责任明确，同意实施。',
      });
  }

  private async void(): Promise<void> {
    const { version } = await this.read();
    await this.office
      .service(IssueEndings)
      .void(await this.office.caller('div.chief'), this.id, version, {
        reason: '经核查，反映的亲属关系不在近亲属备案范围内，问题不属实。',
      });
  }

  private async transfer(): Promise<void> {
    const { version } = await this.read();
    await this.office
      .service(IssueEndings)
      .transfer(await this.office.caller('director'), this.id, version, {
        reason: REASON,
        organ: '安澜区纪委监委',
        letterNo: '安民函〔2020〕7号',
      });
  }

  private async merge(target: number): Promise<void> {
    const { version } = await this.read();
    const targetIssueId = this.others.get(target)?.issueId ?? '';
    await this.office
      .service(IssueEndings)
      .merge(await this.office.caller('div.chief'), this.id, version, {
        reason: '与审计反馈为同一事项，合并办理。',
        targetIssueId,
      });
  }
}
