import { BulletinDispatch } from '../reporting/bulletins/bulletin-dispatch.service.js';
import { BulletinReviews } from '../reporting/bulletins/bulletin-reviews.service.js';
import { BulletinsService } from '../reporting/bulletins/bulletins.service.js';
import { CaseMaskingService } from '../reporting/cases/case-masking.service.js';
import { CaseReviews } from '../reporting/cases/case-reviews.service.js';
import type { CreateCaseBody, PersonFields } from '../reporting/cases/case.dto.js';
import { CasesService } from '../reporting/cases/cases.service.js';
import { readDemoData } from './findings.js';
import type { IssueStory } from './issue-story.js';
import type { Office } from './office.js';
import type { Timeline } from './timeline.js';

interface CaseSeed {
  readonly title: string;
  readonly violationType: CreateCaseBody['violationType'];
  readonly issue?: number;
  readonly households?: number;
  readonly persons?: number;
  readonly amountFen: number;
  readonly recoveredFen: number;
  readonly facts: string;
  readonly rectification: string;
  readonly analysis: string;
  readonly lesson: string;
  readonly people: PersonFields[];
}

const QUARTER = '2020Q2';

/** Who decides on the bulletin after it is handed in, in order: each step by another person. */
const REVIEWERS = ['discipline', 'finance', 'office.clerk', 'inspector', 'deputy'] as const;

/** The quarter's typical cases and the bulletin made of them. */
export class BulletinStory {
  readonly caseIds: string[] = [];
  private id = '';

  constructor(
    private readonly office: Office,
    private readonly stories: ReadonlyMap<number, IssueStory>,
  ) {}

  get bulletinId(): string {
    return this.id;
  }

  plan(timeline: Timeline): void {
    for (const seed of readDemoData<CaseSeed[]>('cases.yaml')) {
      timeline.on('2020-07-02', seed.title, () => this.prepareCase(seed));
    }
    timeline.on('2020-07-06', 'bulletin', () => this.issue());
  }

  /** Drafted, facts checked by the resident group, approved by the deputy director, masking confirmed. */
  private async prepareCase(seed: CaseSeed): Promise<void> {
    const { office } = this;
    const clerk = await office.caller('div.clerk');
    const issueId = seed.issue === undefined ? undefined : this.stories.get(seed.issue)?.issueId;
    const cases = office.service(CasesService);
    const draft = await cases.create(clerk, {
      campaignId: office.campaignId,
      quarter: QUARTER,
      title: seed.title,
      violationType: seed.violationType,
      facts: seed.facts,
      amountFen: seed.amountFen,
      recoveredFen: seed.recoveredFen,
      rectification: seed.rectification,
      analysis: seed.analysis,
      lesson: seed.lesson,
      disclosure: 'PUBLIC',
      concludedOn: '2020-06-30',
      persons: seed.people,
      ...(issueId !== undefined && { issueId }),
      ...(seed.households !== undefined && { householdCount: seed.households }),
      ...(seed.persons !== undefined && { personCount: seed.persons }),
    });
    let { version } = await cases.submit(clerk, draft.id, draft.version);
    for (const reviewer of ['discipline', 'deputy']) {
      const decided = await office
        .service(CaseReviews)
        .decide(await office.caller(reviewer), draft.id, version, {
          decision: 'APPROVED',
          opinion: '事实清楚，处理结果与处分决定一致，称谓符合要求。',
        });
      version = decided.version;
    }
    await this.confirmMasking(draft.id, version);
    this.caseIds.push(draft.id);
  }

  private async confirmMasking(caseId: string, version: number): Promise<void> {
    const maskings = this.office.service(CaseMaskingService);
    const chief = await this.office.caller('div.chief');
    const { digest } = await maskings.preview(chief, caseId);
    const opinion = '逐项核对，称谓符合要求。';
    await maskings.confirm(chief, caseId, version, { digest, opinion });
  }

  private async issue(): Promise<void> {
    const { office } = this;
    const bulletins = office.service(BulletinsService);
    const clerk = await office.caller('div.clerk');
    const { id, version } = await bulletins.create(clerk, {
      campaignId: office.campaignId,
      quarter: QUARTER,
      caseIds: this.caseIds,
      feedbackOn: '2020-07-31',
      copies: '示例市民政局，区纪委监委，区委办公室，区政府办公室',
      disclosure: 'PUBLIC',
    });
    let bulletin = await bulletins.submit(clerk, id, version);
    const reviews = office.service(BulletinReviews);
    const agreed = { decision: 'APPROVED', opinion: '同意。' } as const;
    for (const reviewer of REVIEWERS) {
      const caller = await office.caller(reviewer);
      bulletin = await reviews.decide(caller, id, bulletin.version, agreed);
    }
    const director = await office.caller('director');
    bulletin = await reviews.sign(director, id, bulletin.version, agreed);
    const dispatch = office.service(BulletinDispatch);
    const secretary = await office.caller('office.clerk');
    bulletin = await dispatch.number(secretary, id, bulletin.version, {});
    bulletin = await dispatch.issue(secretary, id, bulletin.version, {});
    await dispatch.publish(secretary, id, bulletin.version, { note: '区政府门户网站' });
    this.id = id;
  }
}
