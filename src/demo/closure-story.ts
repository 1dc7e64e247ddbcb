import { addWorkdays } from '../platform/calendar/workdays.js';
import { Reader } from '../platform/database/reader.js';
import { CarryOver } from '../registers/closure/carry-over.service.js';
import type { ApplicationBody } from '../registers/closure/closure.body.js';
import { CLOSING_STANDARD } from '../registers/closure/closure.codes.js';
import { ClosureApplications } from '../registers/closure/closure-applications.service.js';
import { ClosureQueries } from '../registers/closure/closure.queries.js';
import { ClosureReviews } from '../registers/closure/closure-reviews.service.js';
import { Extensions } from '../registers/closure/extensions.service.js';
import { Lookbacks } from '../registers/closure/lookbacks.service.js';
import { TaskCommands } from '../registers/tasks/task.commands.js';
import { TaskQueries } from '../registers/tasks/task.queries.js';
import type { IssueStory } from './issue-story.js';
import type { Office } from './office.js';

type PlanOn = (day: string, what: string, run: () => Promise<unknown>) => void;

/** The close-out half of a story: applications, reviews, extensions, lookbacks, reopening. */
export class ClosureStory {
  constructor(
    private readonly office: Office,
    private readonly story: IssueStory,
  ) {}

  plan(on: PlanOn): void {
    const { seed } = this.story;
    if (seed.returned) {
      on(seed.returned, 'apply', () => this.apply());
      on(seed.returned, 'confirm', () => this.review());
      on(addWorkdays(seed.returned, 1), 'return', () => this.review(true));
    }
    if (seed.apply) {
      on(seed.apply, 'apply', () => this.apply());
      const steps = seed.reviews === 'all' ? Infinity : (seed.reviews ?? 0);
      // One workday a step; a chain has at most seven.
      for (let step = 0; step < Math.min(steps, STEPS_MAX); step += 1) {
        on(addWorkdays(seed.apply, step < 2 ? step : 2), 'review', () => this.review());
      }
    }
    const { extension, lookback, reopen } = seed;
    if (extension) on(extension.on, 'ask for extension', () => this.extend(extension.until));
    if (extension?.decided) on(extension.decided, 'extend', () => this.decideExtension());
    if (seed.carryOver) on(seed.carryOver, 'carry over', () => this.carryOver());
    if (lookback) on(lookback.on, 'look back', () => this.lookBack(lookback.on, lookback.result));
    if (reopen) on(reopen.on, 'reopen', () => this.reopen(reopen.until));
  }

  private async apply(): Promise<void> {
    const { office, story } = this;
    const { clerk } = office.handlersOf(story.seed.unit);
    const issue = await story.read();
    if (!this.hasProof) await story.upload();
    this.hasProof = true;
    const tasks = await office.service(TaskQueries).currentOf(office.service(Reader), [issue.id]);
    const due = story.seed.dueRecoveryFen;
    for (const task of tasks.filter(({ status }) => status !== 'DONE')) {
      const done = { percent: 100, status: 'DONE', result: '已全部落实。' } as const;
      await office
        .service(TaskCommands)
        .report(await office.caller(clerk), task.id, task.version, done);
    }
    const { version } = await story.read();
    await office.service(ClosureApplications).apply(await office.caller(clerk), issue.id, version, {
      rectifiedOn: this.office.today(),
      effect: '整改措施全部落实，问题已解决。',
      resultPerson: '责任人已明确，已对经办人员开展提醒谈话。',
      resultFact: '事实已查清，整改措施逐条落实。',
      resultOutcome: '群众反映的困难已解决，有凭证可查。',
      measureResults: tasks.map((task) => ({ taskId: task.id, text: '已全部落实。' })),
      standards: CLOSING_STANDARD.codes.map((standard) => ({ standard, answer: 'MET' as const })),
      extendedCheck: '已在全辖区排查同类问题，未发现其他情形。',
      rulesMade: '已建立月度比对和登记制度。',
      beneficiaryOpinion: 'SATISFIED',
      ...(due !== undefined && { recoveredFen: due }),
    });
  }

  private hasProof = false;

  /** Lets whoever is due decide the step that waits; nothing when the application is decided. */
  private async review(returned = false): Promise<void> {
    const application = await this.pending();
    if (!application) return;
    const step = application.steps.find(({ decision }) => decision === null);
    const reviewer = this.reviewerOf(application);
    await this.office
      .service(ClosureReviews)
      .decide(await this.office.caller(reviewer), application.id, application.version, {
        opinion: returned
          ? '佐证材料不足，退回补充。'
          : '经核查，整改措施已全部落实，佐证齐全，同意。',
        ...(step?.siteCheckRequired && { siteCheck: '入户核实3户，台账、资料与实际情况一致。' }),
        ...(step?.minutesRequired && { minutesNo: '安民党组纪要〔2020〕6号' }),
        ...(returned
          ? {
              decision: 'RETURNED',
              reasonCode: 'R1',
              demand: '请补充3笔先行救助的补办审批表和发放凭证。',
            }
          : { decision: 'APPROVED' }),
      });
  }

  private async pending(): Promise<ApplicationBody | undefined> {
    const caller = await this.office.caller('div.clerk');
    const reader = this.office.service(Reader);
    const all = await this.office
      .service(ClosureQueries)
      .ofIssue(reader, caller, this.story.issueId);
    return all.find(({ status }) => status === 'PENDING');
  }

  private reviewerOf({ awaiting, steps }: ApplicationBody): string {
    const step = steps.find(({ decision }) => decision === null);
    switch (awaiting) {
      case 'UNIT_CONFIRMATION':
        return this.office.handlersOf(this.story.seed.unit).leader;
      case 'FIRST_REVIEW':
        return 'div.clerk';
      case 'COUNTERSIGN':
        return step?.unit === 'FINANCE' ? 'finance' : 'discipline';
      case 'SECOND_REVIEW':
        return 'deputy';
      case 'UPPER_ACCEPTANCE':
        return 'city.reviewer';
      default:
        return step?.roles.includes('DIRECTOR')
          ? 'director'
          : step?.roles.includes('DEPUTY_DIRECTOR')
            ? 'deputy'
            : 'div.chief';
    }
  }

  private async extend(until: string): Promise<void> {
    const { clerk } = this.office.handlersOf(this.story.seed.unit);
    const { id, version } = await this.story.read();
    await this.office.service(Extensions).apply(await this.office.caller(clerk), id, version, {
      newDeadline: until,
      reason: '部分对象外出务工，须返乡后逐一核实。',
      progressSoFar: '已完成三分之二的核查和补办。',
    });
  }

  private async decideExtension(): Promise<void> {
    const { id } = await this.story.read();
    const extensions = this.office.service(Extensions);
    const all = await extensions.ofIssue(this.office.service(Reader), id);
    const waiting = all.find(({ status }) => status === 'PENDING');
    if (!waiting) throw new Error('No extension waits');
    await extensions.decide(await this.office.caller('deputy'), waiting.id, waiting.version, {
      decision: 'APPROVED',
      opinion: '情况属实，同意延期，请抓紧推进。',
    });
  }

  private async carryOver(): Promise<void> {
    const { id, version } = await this.story.read();
    await this.office.service(CarryOver).approve(await this.office.caller('deputy'), id, version, {
      unresolvedReason: 'U1',
      unresolvedNote: '市级配套办法尚未出台，区级办法暂不能印发。',
      stageGoal: '三季度完成征求意见，四季度印发实施。',
      nextReviewOn: '2020-08-31',
      expectedFinishOn: '2020-10-30',
      nextStep: '跟踪市级办法进度，同步完善草案。',
    });
  }

  private async lookBack(
    on: string,
    result: 'SOLID' | 'PARTIAL' | 'FALSE' | 'REBOUND',
  ): Promise<void> {
    const { id, version } = await this.story.read();
    const solid = result === 'SOLID';
    await this.office
      .service(Lookbacks)
      .record(await this.office.caller('inspector'), id, version, {
        checkedOn: on,
        methods: ['LEDGER', 'HOME_VISIT'],
        persons: '督查员庚',
        result,
        opinion: solid ? '台账、资料与实际一致，整改成果巩固。' : '现场与佐证不符，整改不到位。',
      });
  }

  private async reopen(until: string): Promise<void> {
    const { id, version } = await this.story.read();
    await this.office.service(Lookbacks).reopen(await this.office.caller('deputy'), id, version, {
      reason: '回头看发现未实际张贴公示、以旧照片代替，属虚假整改，重新挂账。',
      basis: '2020年5月20日回头看记录',
      deadline: until,
    });
  }
}

const STEPS_MAX = 8;
