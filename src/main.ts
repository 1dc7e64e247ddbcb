import 'reflect-metadata';
import { createApp } from './app.setup.js';
import { SystemClock } from './platform/calendar/clock.js';
import { loadConfig } from './platform/config/config.js';

const config = loadConfig();
const app = await createApp(config, new SystemClock());
await app.listen(config.port, config.host);
console.log(`Xiaohao 销号 is ready: ${await app.getUrl()}/api/docs`);
