import { DEMO_PASSWORD } from '../../../src/demo/world.js';
import type { Role } from '../../../src/identity/codes.js';
import type { Config } from '../../../src/platform/config/config.js';
import { OIDC_CALLBACK } from '../../../src/platform/config/sign-in-settings.js';
import { OrganisationService } from '../../../src/identity/organisation.service.js';
import { newId } from '../../../src/platform/database/ids.js';
import { sql } from '../../../src/platform/database/queryable.js';
import { Jobs } from '../../../src/platform/jobs/jobs.service.js';
import { CaseHandOver } from '../../../src/reporting/cases/hand-over.entity.js';
import { CaseDesk, type Versioned } from '../../api/cases.fixture.js';
import { Messaging, robotInput } from '../../api/messaging.fixture.js';
import { ReportDesk } from '../../api/reporting.fixture.js';
import { NoticeDriver } from '../../api/supervision.fixture.js';
import { type Engine, TestApp } from '../../support/app.js';
import { ImportDriver, ROW, workbookFrom } from '../../support/imports.js';
import {
  createCampaign,
  type DrivenIssue,
  IssueDriver,
  ok,
  PDF_BYTES,
} from '../../support/issues.js';
import { Robot } from '../../support/robot.js';
import { CONCERNED } from './asking.js';
import { type Caller, PLACES, type PlaceKey } from './policy.js';

const BUSINESS: readonly Role[] = [
  'VILLAGE_REPORTER',
  'TOWN_CLERK',
  'TOWN_LEADER',
  'DIVISION_CLERK',
  'DIVISION_CHIEF',
  'DEPUTY_DIRECTOR',
  'DIRECTOR',
  'RESIDENT_DISCIPLINE',
  'FINANCE_REVIEWER',
  'UPPER_REVIEWER',
  'INSPECTOR',
  'VIEWER_LEADERSHIP',
];
const ADMINISTRATORS: readonly (readonly [Role, string])[] = [
  ['SYS_ADMIN', 'admin'],
  ['SECURITY_ADMIN', 'security'],
  ['AUDITOR', 'auditor'],
];

export interface MatrixUser extends Caller {
  readonly username: string;
}

/** Every role at every place, natural or not: the policy must hold for all of them. */
export const CALLERS: readonly MatrixUser[] = [
  ...(Object.keys(PLACES) as PlaceKey[]).flatMap((at) =>
    BUSINESS.map((role) => ({ role, at, username: usernameOf(role, at) })),
  ),
  ...ADMINISTRATORS.map(([role, username]) => ({ role, at: undefined, username })),
];

/** Where people of a role really work; the short form asks these only. */
const NATURAL: Readonly<Record<string, readonly PlaceKey[]>> = {
  VILLAGE_REPORTER: ['shaigu'],
  TOWN_CLERK: ['qinghe', 'wanglan', 'songxi'],
  TOWN_LEADER: ['qinghe', 'wanglan', 'songxi'],
  DIVISION_CLERK: ['rescue', 'city', 'yunqiRescue'],
  DIVISION_CHIEF: ['rescue', 'city', 'yunqiRescue'],
  DEPUTY_DIRECTOR: ['anlan', 'city', 'yunqi'],
  DIRECTOR: ['anlan', 'yunqi'],
  RESIDENT_DISCIPLINE: ['anlan', 'yunqi'],
  FINANCE_REVIEWER: ['finance', 'yunqi'],
  UPPER_REVIEWER: ['city', 'yunqi'],
  INSPECTOR: ['rescue', 'yunqiRescue'],
  VIEWER_LEADERSHIP: ['anlan', 'yunqi'],
};

export const isNatural = ({ role, at }: Caller): boolean =>
  at === undefined || (NATURAL[role]?.includes(at) ?? false);

export function usernameOf(role: Role, at: PlaceKey): string {
  return `${role.toLowerCase()}.${at.toLowerCase()}`;
}

/** Who owns what only its owner sees: imports, jobs, messages. */
export const OWNER = usernameOf('TOWN_CLERK', 'qinghe');

/** Who stands in for the owner, and so sees that delegation too. */
export const DEPUTY = usernameOf('TOWN_LEADER', 'qinghe');

/**
 * What an installation may have beside the program: a reader of its figures, a provider to sign in with
 * (which does not answer here), and robots to write to. The routes to them are there to be asked.
 */
const SURROUNDINGS: Partial<Config> = {
  messaging: { webhooks: { hosts: ['localhost'], allowLoopback: true, timeoutMs: 1_000 } },
  watch: { metrics: { token: 'the-reader-of-the-figures' } },
  signIn: {
    secondFactor: 'optional',
    oidc: {
      ...{ issuer: 'http://127.0.0.1:9', clientId: 'xiaohao', clientSecret: 'not-asked-for' },
      ...{ label: '统一身份认证登录', usernameClaim: 'preferred_username', secondFactorValues: [] },
      redirectUri: `http://xiaohao.test${OIDC_CALLBACK}`,
    },
  },
};

/** Ids of one record of each kind, all of 青禾镇 or of its bureau's work with it. */
export type Records = Readonly<Record<string, string>>;

/**
 * A county with one record of every kind that has an id, beside a second county under the same city,
 * and a user of every role at every place.
 */
export class TrustWorld {
  private readonly tokens = new Map<string, string>();

  private constructor(
    readonly app: TestApp,
    readonly campaignId: string,
    readonly records: Records,
    private readonly robot: Robot,
  ) {}

  static async build(engine: Engine): Promise<TrustWorld> {
    const robot = await Robot.start();
    const app = await TestApp.startWithOrganisation(
      engine,
      '2020-04-02T09:00:00+08:00',
      SURROUNDINGS,
    );
    await addCallers(app);
    const campaignId = await createCampaign(app);
    const builder = new RecordBuilder(app, campaignId, robot);
    return new TrustWorld(app, campaignId, await builder.build(), robot);
  }

  /** The bearer token of a user, signed in once. */
  async token(username: string): Promise<string> {
    let token = this.tokens.get(username);
    if (!token) {
      const { body } = await this.app
        .anonymous()
        .post('/api/auth/login')
        .send({ username, password: DEMO_PASSWORD })
        .expect(200);
      token = (body as { token: string }).token;
      this.tokens.set(username, token);
    }
    return token;
  }

  async stop(): Promise<void> {
    await this.app.stop();
    await this.robot.stop();
  }
}

/** Adds a user for every role at every place. */
export async function addCallers(app: TestApp): Promise<void> {
  const organisation = app.app.get(OrganisationService);
  for (const { username, role, at } of CALLERS) {
    if (!at) continue;
    await organisation.createUser({
      username,
      name: `${role}甲`,
      post: role,
      unitId: app.units[at],
      roles: [role as Role],
      password: DEMO_PASSWORD,
    });
  }
}

/** Makes the records over HTTP, as the people who would. */
class RecordBuilder {
  private readonly driver: IssueDriver;
  private readonly desk: CaseDesk;

  constructor(
    private readonly app: TestApp,
    private readonly campaignId: string,
    private readonly robot: Robot,
  ) {
    this.driver = new IssueDriver(app, campaignId);
    this.desk = new CaseDesk(app, campaignId);
  }

  async build(): Promise<Records> {
    const { units } = this.app;
    const webhook = await this.post('admin', '/webhooks', robotInput(this.app, this.robot, {}));
    const issue = await this.driver.to('RECTIFYING');
    const reviewed = await this.driver.to('CLOSURE_REVIEW');
    const application = await this.driver.pending(reviewed);
    const records = {
      campaign: this.campaignId,
      unit: units.qinghe ?? '',
      webhook,
      issue: issue.id,
      application: application.id,
      user: await this.idOf('users', sql`username = 'qinghe.clerk'`),
      delegation: await this.delegation(),
      ...(await this.partsOf(issue)),
      ...(await this.supervision(issue)),
      ...(await this.ownThings()),
      ...(await this.reports()),
      ...(await this.publications()),
    };
    const messaging = new Messaging(this.app);
    await messaging.send(messaging.notice());
    return {
      ...records,
      notification: await this.idOf(
        'notifications',
        sql`user_id = (SELECT id FROM users WHERE username = ${OWNER})`,
      ),
      outbox: await this.idOf('outbox_messages', sql`1 = 1`),
    };
  }

  private async partsOf(issue: DrivenIssue): Promise<Records> {
    const clerk = await this.app.as('qinghe.clerk');
    const [task] = ok(await clerk.get(`/issues/${issue.id}/tasks`)).body as { id: string }[];
    await this.driver.addEvidence(issue);
    const [evidence] = ok(await clerk.get(`/issues/${issue.id}/evidence`)).body as {
      id: string;
    }[];
    const person = await this.post('qinghe.clerk', `/issues/${issue.id}/persons`, {
      name: CONCERNED,
    });
    const progressed = await this.driver.addProgress(await this.driver.read(issue.id));
    const wanted = {
      newDeadline: '2020-06-20',
      reason: '部分对象外出务工，须返乡后核查。',
      progressSoFar: '已完成三分之二。',
    };
    const path = `/issues/${issue.id}/extensions`;
    const extension = ok(await clerk.post(path, wanted, progressed.version)).body as Versioned;
    return {
      ...{ task: task?.id ?? '', evidence: evidence?.id ?? '' },
      ...{ extension: extension.id, person },
    };
  }

  private async delegation(): Promise<string> {
    const [fromDate, toDate] = ['2020-04-02', '2020-04-10'];
    const deputyId = await this.idOf('users', sql`username = ${DEPUTY}`);
    return this.post(OWNER, '/delegations', { deputyId, fromDate, toDate, reason: '年休假' });
  }

  private async supervision(issue: DrivenIssue): Promise<Records> {
    const notices = new NoticeDriver(this.app, this.campaignId);
    const notice = await notices.replied(await notices.signed(notices.superviseBody(issue)));
    const measure = await this.post('div.clerk', '/supervision-measures', {
      campaignId: this.campaignId,
      kind: 'SUMMON_TALK',
      unitId: this.app.units.qinghe,
      reason: '两次督办仍未按期完成整改，建议约谈。',
    });
    return { notice: notice.id, measure };
  }

  private async ownThings(): Promise<Records> {
    const driver = new ImportDriver(this.app, this.campaignId, OWNER);
    const { id } = await driver.check(await workbookFrom([{ ...ROW, 责任单位: '' }, ROW]));
    const wanted = { list: 'ISSUES', format: 'csv' };
    const job = await this.post(OWNER, '/exports', wanted);
    await this.app.app.get(Jobs).idle();
    return { import: id, job };
  }

  private async reports(): Promise<Records> {
    this.app.moveTo('2020-04-29T09:00:00+08:00');
    const desk = new ReportDesk(this.app, this.campaignId);
    const opened = await desk.open('qinghe', '2020-04');
    const clerk = await this.app.as('qinghe.clerk');
    ok(await clerk.post(`/reports/${opened.id}/attachments`).attach('file', PDF_BYTES, '附件.pdf'));
    const version = await desk.version(opened);
    const report = ok(await desk.submission('qinghe', { ...opened, version })).body as Versioned;
    await desk.accept(report);
    const consolidation = await this.post('div.clerk', '/report-consolidations', {
      campaignId: this.campaignId,
      ruleCode: 'QJ-M',
      period: '2020-04',
      acceptMissing: { reason: '两次催报仍未报送。' },
    });
    return { report: report.id, consolidation };
  }

  private async publications(): Promise<Records> {
    this.app.moveTo('2020-07-06T09:00:00+08:00');
    const item = await this.desk.approved();
    const bulletin = await this.desk.issued(
      await this.desk.compose([item.id], { feedbackOn: '2020-07-31' }),
    );
    const clerk = await this.app.as('qinghe.clerk');
    const tasks = ok(await clerk.get(`/bulletins/${bulletin.id}/follow-ups`)).body as {
      items: { id: string }[];
    };
    return {
      case: item.id,
      bulletin: bulletin.id,
      followUp: tasks.items[0]?.id ?? '',
      handOver: await this.handOver(item.id),
    };
  }

  /** The five seed campaigns ask no county for cases: the row stands for one that does. */
  private async handOver(caseId: string): Promise<string> {
    const id = newId();
    await this.app.uow.run((tx) =>
      tx.insert(CaseHandOver, {
        ...{ id, caseId, caseRound: 0, caseDigest: null, period: '2020Q2', status: 'SENT' },
        ...{ fromBureauId: this.app.units.anlan, toBureauId: this.app.units.city },
        ...{ campaignId: null, ruleCode: null, note: null, version: 1 },
        ...{ sentBy: id, sentByName: '科长乙', sentAt: tx.now },
        ...{ decidedBy: null, decidedByName: null, decidedAt: null, opinion: null, demand: null },
      }),
    );
    return id;
  }

  private async post(user: string, path: string, body: object): Promise<string> {
    const answer = ok(await (await this.app.as(user)).post(path, body)).body as {
      id: string;
    };
    return answer.id;
  }

  private async idOf(
    table: 'users' | 'notifications' | 'outbox_messages',
    where: ReturnType<typeof sql>,
  ) {
    const from = {
      users: sql`SELECT id FROM users WHERE ${where} LIMIT 1`,
      notifications: sql`SELECT id FROM notifications WHERE ${where} LIMIT 1`,
      outbox_messages: sql`SELECT id FROM outbox_messages WHERE ${where} LIMIT 1`,
    };
    const [row] = await this.app.rows<{ id: string }>(from[table]);
    if (!row) throw new Error(`${table} has no such row`);
    return row.id;
  }
}
