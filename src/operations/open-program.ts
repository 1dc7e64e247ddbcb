import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../app.setup.js';
import type { Clock } from '../platform/calendar/clock.js';
import type { Config } from '../platform/config/config.js';

/**
 * Runs the work with the program started but not listening: it does nothing by itself, and its
 * schema is brought up to date.
 * @throws {DatabaseInUseError} on SQLite while another process serves.
 */
export async function withProgram<T>(
  config: Config,
  clock: Clock,
  work: (app: NestFastifyApplication) => Promise<T>,
): Promise<T> {
  const quiet = config.logLevel === 'debug' ? config.logLevel : 'error';
  const app = await createApp({ ...config, scheduler: false, logLevel: quiet }, clock);
  try {
    await app.init();
    return await work(app);
  } finally {
    await app.close();
  }
}
