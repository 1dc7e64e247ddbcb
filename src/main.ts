import 'reflect-metadata';
import { createApp } from './app.setup.js';
import { SystemClock } from './platform/calendar/clock.js';
import { loadConfig } from './platform/config/config.js';
import { Scheduler } from './platform/scheduler/scheduler.js';

const config = loadConfig();
const app = await createApp(config, new SystemClock());
await app.listen(config.port, config.host);
if (config.scheduler) app.get(Scheduler, { strict: false }).start();
console.log(`Xiaohao 销号 is ready: ${await app.getUrl()}/api/docs`);
