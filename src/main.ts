import 'reflect-metadata';
import { serve } from './app.serve.js';
import { SystemClock } from './platform/calendar/clock.js';
import { loadConfig } from './platform/config/config.js';

const app = await serve(loadConfig(), new SystemClock());
console.log(`Xiaohao 销号 is ready: ${await app.getUrl()}/api/docs`);
