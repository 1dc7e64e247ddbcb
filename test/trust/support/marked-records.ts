import type { TestApp } from '../../support/app.js';
import { ANLAN, CaseDesk, type CasePeople, type Versioned } from '../../api/cases.fixture.js';
import { REPLY } from '../../api/supervision.fixture.js';
import { type DrivenIssue, ok, PDF_BYTES } from '../../support/issues.js';
import { bureauOfCaller, type PlaceKey, type Policy, standsWithin, worksFor } from './policy.js';
import { type MatrixUser, usernameOf } from './trust-world.js';

/** Where a record belongs: who handles it, which bureau runs it, which office of that keeps the books. */
export interface Home {
  readonly at: PlaceKey;
  readonly bureau: PlaceKey;
  readonly registrar: PlaceKey;
}

type Sight = (policy: Policy, caller: MatrixUser, home: Home) => boolean;

/** Who may read a mark, from the committed permission table: one sentence of the domain each. */
const SIGHTS = {
  issue: (policy, caller, { at, bureau, registrar }) =>
    policy.coversAny(caller, 'issue.read', [bureau, registrar, at]),
  evidence: (policy, caller, { at, bureau, registrar }) =>
    policy.coversAny(caller, 'evidence.read', [bureau, registrar, at]),
  // The reporter's side, and the people of the unit that receives it.
  report: (policy, caller, { at, bureau }) =>
    policy.covers(caller, 'report.read', at) ||
    (policy.has(caller, 'report.review') && worksFor(caller, bureau)),
  consolidation: (policy, caller, { bureau }) =>
    policy.covers(caller, 'report.read', bureau) ||
    (policy.has(caller, 'report.read') && worksFor(caller, bureau)),
  // The issuing bureau and those above it, and the unit that it is addressed to.
  notice: (policy, caller, { at, bureau }) =>
    policy.coversAny(caller, 'notice.read', [bureau, at]) ||
    (policy.has(caller, 'notice.draft') && bureauOfCaller(caller) === bureau),
  measure: (policy, caller, { bureau }) => policy.covers(caller, 'notice.read', bureau),
  case: (policy, caller, { bureau }) => policy.covers(caller, 'case.read', bureau),
  draftBulletin: (policy, caller, { bureau }) => policy.covers(caller, 'bulletin.read', bureau),
  // Issued ones are read by everybody below the bureau too.
  issuedBulletin: (policy, caller, { bureau }) =>
    policy.covers(caller, 'bulletin.read', bureau) ||
    (policy.has(caller, 'bulletin.read') && standsWithin(caller, bureau)),
} as const satisfies Record<string, Sight>;

type Kind = keyof typeof SIGHTS;

/** A text that stands in one record, and nowhere else but where that record is shown. */
export interface Mark {
  readonly word: string;
  readonly kind: Kind;
  readonly home: Home;
  /** Addresses under `/api` where those who may read the record find it. */
  readonly paths: readonly string[];
}

export const readsMark = (policy: Policy, caller: MatrixUser, { kind, home }: Mark): boolean =>
  SIGHTS[kind](policy, caller, home);

const YUNQI: CasePeople = {
  clerk: usernameOf('DIVISION_CLERK', 'yunqiRescue'),
  chief: usernameOf('DIVISION_CHIEF', 'yunqiRescue'),
  discipline: usernameOf('RESIDENT_DISCIPLINE', 'yunqi'),
  finance: usernameOf('FINANCE_REVIEWER', 'yunqi'),
  office: usernameOf('DIVISION_CLERK', 'yunqiRescue'),
  secrecy: usernameOf('INSPECTOR', 'yunqiRescue'),
  deputy: usernameOf('DEPUTY_DIRECTOR', 'yunqi'),
  director: usernameOf('DIRECTOR', 'yunqi'),
};

/** Puts marks into records of every kind beside the issues, over HTTP, as the people who would. */
export class Marker {
  readonly marks: Mark[] = [];

  constructor(
    private readonly app: TestApp,
    private readonly campaignId: string,
    private readonly home: Home,
  ) {}

  /** What a town has: evidence, 催办, 督办 with its reply, 催报, a report with an attachment. */
  async town(issue: DrivenIssue): Promise<void> {
    const { at, registrar } = this.home;
    const [clerk, leader] = [usernameOf('TOWN_CLERK', at), usernameOf('TOWN_LEADER', at)];
    const [division, chief] = [
      usernameOf('DIVISION_CLERK', registrar),
      usernameOf('DIVISION_CHIEF', registrar),
    ];
    await this.post(chief, `/issues/${issue.id}/assignment`, { deadline: '2020-09-30' }, issue);
    const evidence = await this.upload(clerk, `/issues/${issue.id}/evidence`, '佐证');
    this.mark('evidence', '佐证文件', `/issues/${issue.id}/evidence`);
    this.mark('evidence', '佐证内容', `/evidence/${evidence.id}/content`);
    const note = this.mark('issue', '催办', `/issues/${issue.id}/urges`);
    await this.post(division, `/issues/${issue.id}/urges`, { note });
    await this.notice(issue, { clerk, leader, division, chief });
    await this.report({ clerk, leader, division });
  }

  /** What a bureau has: a consolidation, a measure, a case, a bulletin. */
  async bureau(): Promise<void> {
    const division = usernameOf('DIVISION_CLERK', this.home.registrar);
    const { campaignId } = this;
    const reason = this.word('汇总');
    const whole = { campaignId, ruleCode: 'QJ-M', period: '2020-06', acceptMissing: { reason } };
    const { id } = await this.post(division, '/report-consolidations', whole);
    const at = `/report-consolidations/${id}`;
    this.mark('consolidation', '汇总', at, `${at}/versions/1.json`, `${at}/versions/1.pdf`);
    const unitId = this.app.units[this.home.at];
    const proposal = { campaignId, kind: 'SUMMON_TALK', unitId, reason: this.word('措施') };
    const measure = await this.post(division, '/supervision-measures', proposal);
    this.mark('measure', '措施', `/supervision-measures/${measure.id}`);
    await this.publications();
  }

  private async publications(): Promise<void> {
    const isAnlan = this.home.bureau === 'anlan';
    const desk = new CaseDesk(this.app, this.campaignId, isAnlan ? ANLAN : YUNQI);
    const item = await desk.draft({ title: `${this.word('案例')}问题` });
    this.mark('case', '案例', `/cases/${item.id}`, `/cases/${item.id}.pdf`);
    const approved = await desk.approved();
    const bulletin = await desk.compose([approved.id], { title: `${this.word('通报')}的通报` });
    // 云栖区 has no office to number and dispatch it: its bulletin stays a draft.
    if (isAnlan) await desk.issued(bulletin);
    const path = `/bulletins/${bulletin.id}`;
    this.mark(isAnlan ? 'issuedBulletin' : 'draftBulletin', '通报', path, `${path}.pdf`);
  }

  private async notice(
    issue: DrivenIssue,
    { clerk, leader, division, chief }: Record<'clerk' | 'leader' | 'division' | 'chief', string>,
  ): Promise<void> {
    const drafted = await this.post(division, '/notices', {
      ...{ kind: 'SUPERVISE', campaignId: this.campaignId, level: 'BLUE', issueIds: [issue.id] },
      ...{ title: `${this.word('督办')}的通知`, content: '请抓紧完成整改，并书面回复。' },
      ...{ leadUnitId: this.app.units[this.home.at], dueOn: '2020-08-20' },
      ...{ contact: '经办人甲', phone: '000-12345678' },
    });
    const at = `/notices/${drafted.id}`;
    const issued = await this.post(chief, `${at}/issuance`, {}, drafted);
    const signed = await this.post(clerk, `${at}/signing`, {}, issued);
    const reply = { ...REPLY, process: this.word('回复') };
    const written = await this.post(clerk, `${at}/replies`, reply, signed);
    await this.post(leader, `${at}/replies/1/signature`, {}, written);
    this.mark('notice', '督办', at, `${at}.pdf`, `/issues/${issue.id}/supervision`);
    this.mark('notice', '回复', at, `${at}/replies`);
  }

  private async report({
    clerk,
    leader,
    division,
  }: Record<'clerk' | 'leader' | 'division', string>): Promise<void> {
    const { campaignId } = this;
    const which = { campaignId, ruleCode: 'QJ-M', period: '2020-06' };
    const opened = await this.post(clerk, '/reports', which);
    const at = `/reports/${opened.id}`;
    await this.post(division, `${at}/urges`, { channel: 'PHONE', note: this.word('催报') });
    this.mark('report', '催报', `${at}/urges`);
    const attached = await this.upload(clerk, `${at}/attachments`, '报告附件');
    this.mark('report', '报告附件文件', `${at}/attachments`);
    this.mark('report', '报告附件内容', `${at}/attachments/${attached.seq ?? 1}/content`);
    const narrative = { notes: [this.word('报告')] };
    const writer = await this.app.as(clerk);
    const { version } = ok(await writer.get(at)).body as Versioned;
    const draft = ok(await writer.put(`${at}/draft`, { narrative }, version)).body as Versioned;
    const sent = await this.post(leader, `${at}/submission`, {}, draft);
    // In 云栖区, which has one town only, the consolidation then needs a reason to go without it.
    if (this.home.bureau === 'anlan') await this.post(division, `${at}/acceptance`, {}, sent);
    this.mark('report', '报告', at, `${at}/versions/1.json`, `${at}/versions/1.pdf`);
  }

  private word(what: string): string {
    return `暗记${this.home.at}${what}`;
  }

  private mark(kind: Kind, what: string, ...paths: string[]): string {
    const word = this.word(what);
    this.marks.push({ word, kind, home: this.home, paths });
    return word;
  }

  private async post(
    username: string,
    path: string,
    body: object,
    on?: Pick<Versioned, 'version'>,
  ): Promise<Versioned> {
    const user = await this.app.as(username);
    return ok(await user.post(path, body, on?.version)).body as Versioned;
  }

  /** A file with one mark in its name and another one in its bytes. */
  private async upload(
    username: string,
    path: string,
    what: string,
  ): Promise<{ id: string; seq?: number }> {
    const bytes = Buffer.concat([PDF_BYTES, Buffer.from(`% ${this.word(`${what}内容`)}\n`)]);
    const upload = (await this.app.as(username)).post(path);
    if (!path.startsWith('/reports')) void upload.field('type', 'OTHER');
    const name = `${this.word(`${what}文件`)}.pdf`;
    return ok(await upload.attach('file', bytes, name)).body as { id: string; seq?: number };
  }
}
