import { DelegationsService } from '../delegations/delegations.service.js';
import type { IssuePersonFields } from '../registers/issues/persons/person.dto.js';
import { PersonService } from '../registers/issues/persons/person.service.js';
import type { IssueStory } from './issue-story.js';
import type { Office } from './office.js';
import type { Timeline } from './timeline.js';

/** 望澜镇's payments after death (#8). */
const FINDING = 8;

/** Invented; area prefix 99 does not exist. */
const CONCERNED: readonly IssuePersonFields[] = [
  {
    name: '程望山',
    idNumber: '990101194108060013',
    householdHead: '程小满',
    householdNo: '9901011020117',
    relationToHead: 'PARENT',
    note: '2019年12月3日去世，低保金发放至2020年3月。',
  },
  {
    name: '柳月兰',
    idNumber: '990101193802120026',
    phone: '13800005678',
    relationToHead: 'HEAD',
    note: '2019年12月20日去世，低保金发放至2020年3月；电话为其女儿。',
  },
];

/** Whom a finding is about, and who stands in for the director while he is away. */
export class PeopleStory {
  constructor(
    private readonly office: Office,
    private readonly stories: ReadonlyMap<number, IssueStory>,
  ) {}

  plan(timeline: Timeline): void {
    timeline.on('2020-06-15', 'people concerned', () => this.concern());
    timeline.on('2020-07-07', 'deputy of the director', () => this.deputise());
  }

  private async concern(): Promise<void> {
    const clerk = await this.office.caller('wanglan.clerk');
    const issueId = this.stories.get(FINDING)?.issueId ?? '';
    for (const person of CONCERNED) {
      await this.office.service(PersonService).add(clerk, issueId, person);
    }
  }

  private async deputise(): Promise<void> {
    const deputy = await this.office.caller('deputy');
    await this.office.service(DelegationsService).create(await this.office.caller('director'), {
      deputyId: deputy.userId,
      fromDate: '2020-07-08',
      toDate: '2020-07-10',
      reason: '赴市里参加培训',
    });
  }
}
