import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createApp } from '../app.setup.js';
import { CampaignsService } from '../campaigns/campaigns.service.js';
import { OrganisationService } from '../identity/organisation.service.js';
import { FixedClock, ShiftedClock } from '../platform/calendar/clock.js';
import { type Config, loadConfig } from '../platform/config/config.js';
import { Scheduler } from '../platform/scheduler/scheduler.js';
import { BulletinStory } from './bulletin-story.js';
import { DemoDocuments } from './demo-documents.js';
import { IssueStory } from './issue-story.js';
import { readFindings } from './findings.js';
import { planMonths } from './months.js';
import { Office } from './office.js';
import { Timeline } from './timeline.js';
import { createOrganisation, DEMO_PASSWORD, DEMO_USERS } from './world.js';

/** First and last moment of the demo's past; it is served as of the last one. */
const BEGIN = '2020-03-30T09:00:00+08:00';
const NOW = '2020-07-08T10:00:00+08:00';

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
    const organisation = app.get(OrganisationService, { strict: false });
    const units = await createOrganisation(organisation);
    const chief = await organisation.callerOf('div.chief');
    const campaign = await app
      .get(CampaignsService, { strict: false })
      .create(chief, { template: 'qijiang-2020' });
    const office = new Office(app, units, campaign.id);
    const timeline = new Timeline(clock);
    const stories = new Map<number, IssueStory>();
    for (const seed of readFindings()) stories.set(seed.no, new IssueStory(office, seed, stories));
    for (const story of stories.values()) story.plan(timeline);
    const reports = planMonths(timeline, office, [...stories.values()]);
    const bulletin = new BulletinStory(office, stories);
    bulletin.plan(timeline);
    await timeline.play();
    clock.set(NOW);
    return await new DemoDocuments(office, config.demoOutput).write(reports, bulletin);
  } finally {
    await app.close();
  }
}

async function serveDemo(config: Config, files: readonly string[]): Promise<void> {
  const app = await createApp(config, new ShiftedClock(NOW));
  await app.listen(config.port, config.host);
  if (config.scheduler) app.get(Scheduler, { strict: false }).start();
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
