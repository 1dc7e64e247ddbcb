import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { serve } from '../app.serve.js';
import { createApp } from '../app.setup.js';
import { CampaignsService } from '../campaigns/campaigns.service.js';
import { TemplateLibrary } from '../campaigns/template-library.js';
import { OrganisationService } from '../identity/organisation.service.js';
import { addDays } from '../platform/calendar/business-date.js';
import { FixedClock, ShiftedClock } from '../platform/calendar/clock.js';
import { type Config, loadConfig } from '../platform/config/config.js';
import { Scheduler } from '../platform/scheduler/scheduler.js';
import { BulletinStory } from './bulletin-story.js';
import { DemoDocuments, type DemoStories } from './demo-documents.js';
import { IssueStory } from './issue-story.js';
import { readFindings } from './findings.js';
import { NoticeStory } from './notice-story.js';
import { Office } from './office.js';
import { PeopleStory } from './people-story.js';
import { ReportStory } from './report-story.js';
import { Timeline } from './timeline.js';
import { createOrganisation, DEMO_PASSWORD, DEMO_USERS } from './world.js';

/** First and last moment of the demo's past; it is served as of the last one. */
const BEGIN = '2020-03-30T09:00:00+08:00';
const NOW = '2020-07-08T10:00:00+08:00';
const SCHEDULED = { from: '2020-03-31', to: '2020-07-08' } as const;

/** The demo never touches a real database: it lives in a folder of its own, made anew each time. */
export function demoConfig(config: Config): Config {
  const dataDir = join(config.dataDir, 'demo');
  return {
    ...config,
    dataDir,
    database: { engine: 'sqlite', file: join(dataDir, 'xiaohao.sqlite') },
    adminPassword: DEMO_PASSWORD,
    logLevel: config.logLevel === 'info' ? 'warn' : config.logLevel,
  };
}

/** `npm run demo`: plays three months of 安澜区's campaign, writes its documents, then serves. */
export async function runDemo(): Promise<void> {
  const config = demoConfig(loadConfig());
  rmSync(config.dataDir, { recursive: true, force: true });
  rmSync(config.demoOutput, { recursive: true, force: true });
  const files = await makeDemo(config);
  await serveDemo(config, files);
}

/**
 * Fills an empty place with the demo's data, all of it through the services, and writes the documents.
 * @returns paths of the written files.
 */
export async function makeDemo(config: Config): Promise<string[]> {
  const clock = new FixedClock(BEGIN);
  const app = await createApp(config, clock);
  await app.init();
  try {
    const { office, told } = await playDemo(app, clock);
    return await new DemoDocuments(office, config.demoOutput).write(told);
  } finally {
    await app.close();
  }
}

/** Plays the demo's past in a program with an empty database; its clock then stands at the demo's now. */
export async function playDemo(
  app: INestApplicationContext,
  clock: FixedClock,
): Promise<{ office: Office; told: DemoStories }> {
  clock.set(BEGIN);
  const organisation = app.get(OrganisationService, { strict: false });
  const units = await createOrganisation(organisation);
  const chief = await organisation.callerOf('div.chief');
  const campaign = await app
    .get(CampaignsService, { strict: false })
    .create(chief, await demoCampaign(app.get(TemplateLibrary, { strict: false })));
  const office = new Office(app, units, campaign.id);
  const timeline = new Timeline(clock);
  planSchedule(timeline, app.get(Scheduler, { strict: false }));
  const stories = new Map<number, IssueStory>();
  for (const seed of readFindings()) stories.set(seed.no, new IssueStory(office, seed, stories));
  for (const story of stories.values()) story.plan(timeline);
  const reports = new ReportStory(office, [...stories.values()]);
  const notices = new NoticeStory(office, stories);
  const bulletin = new BulletinStory(office, stories);
  const people = new PeopleStory(office, stories);
  for (const story of [reports, notices, bulletin, people]) story.plan(timeline);
  await timeline.play();
  clock.set(NOW);
  return { office, told: { reports, notices, bulletin } };
}

/**
 * The 綦江 regime with one report of the bureau's own on top: its monthly letter to the city, which may
 * go up once the towns' ledgers are in.
 */
async function demoCampaign(templates: TemplateLibrary): Promise<object> {
  const template = 'qijiang-2020';
  const rules = (await templates.find(template))?.definition?.reportRules ?? [];
  const letter = {
    code: 'AL-P',
    name: '农村低保专项治理工作进展情况',
    reportType: 'PROGRESS',
    reporter: { level: 'COUNTY', orgType: 'CIVIL_AFFAIRS' },
    receiver: { level: 'CITY' },
    periodicity: 'MONTHLY',
    active: { from: '2020-07', to: '2020-12' },
    coverage: 'PREVIOUS',
    due: { anchor: 'NEXT_PERIOD_START', dayOfMonth: 7 },
    dependsOn: ['QJ-M'],
    signoff: { leaderSign: true, seal: true },
    attachments: ['工作台账', '典型案例'],
    certainty: 'ASSUMED',
  };
  const escalation = { contact: '社会救助科经办人甲', phone: '023-61230001' };
  return { template, escalation, reportRules: [...rules, letter] };
}

/** What the program does by itself, every morning before the people come. */
function planSchedule(timeline: Timeline, scheduler: Scheduler): void {
  for (let day: string = SCHEDULED.from; day <= SCHEDULED.to; day = addDays(day, 1)) {
    timeline.on(day, 'schedule', async () => {
      const failed = (await scheduler.tick()).filter(({ failures }) => failures > 0);
      if (failed.length > 0) throw new Error(JSON.stringify(failed));
    });
  }
}

async function serveDemo(config: Config, files: readonly string[]): Promise<void> {
  await serve(config, new ShiftedClock(NOW));
  const address = `http://${config.host}:${config.port}`;
  const logins = DEMO_USERS.map(({ username, post }) => `  ${username.padEnd(16)} ${post}`);
  console.log(
    [
      '',
      `Documents and workbooks of the demo (${files.length}):`,
      ...files.map((file) => `  ${file}`),
      '',
      `Logins, all with the password ${DEMO_PASSWORD}:`,
      `  ${'admin'.padEnd(16)} 系统管理员`,
      ...logins,
      '',
      `The demo stands at 2020-07-08. API: ${address}/api  Docs: ${address}/api/docs`,
      'Stop it with Ctrl+C; the next `npm run demo` starts afresh.',
    ].join('\n'),
  );
}
