import type { Server } from 'node:http';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from './app.setup.js';
import type { Clock } from './platform/calendar/clock.js';
import type { Config } from './platform/config/config.js';
import { Draining } from './platform/http/draining.js';

/** Requests that are being answered when the program is to end get this long. */
const LIMIT_MS = 10_000;
/** A proxy that asks `/ready` every second hears of the end before the door closes. */
const OPEN_MS = 1000;

/**
 * Serves until SIGTERM or Ctrl+C. Then `/ready` refuses at once, what is being answered is finished within
 * ten seconds, background jobs are given back, SQLite's log is moved into its file and everything is closed.
 * A second signal ends the process on the spot, which loses nothing that was acknowledged.
 */
export async function serve(config: Config, clock: Clock): Promise<NestFastifyApplication> {
  const app = await createApp(config, clock);
  const server = app.getHttpServer();
  app.get(Draining).watch(server);
  await app.listen(config.port, config.host);
  let ending = false;
  const end = (openMs: number): void => {
    if (ending) process.exit(1);
    ending = true;
    stop(app, server, openMs).catch((error: unknown) => {
      new Logger('serve').error(`not ended in good order: ${String(error)}`);
      process.exit(1);
    });
  };
  process.on('SIGTERM', () => end(config.shutdownWaitMs ?? OPEN_MS));
  // At the keyboard nobody wants to wait.
  process.on('SIGINT', () => end(0));
  return app;
}

async function stop(app: NestFastifyApplication, server: Server, openMs: number): Promise<void> {
  const cut = await app.get(Draining).drain(server, { openMs, limitMs: LIMIT_MS });
  if (cut > 0) new Logger('serve').warn(`${cut} answers were cut off`);
  await app.close();
  process.exit(0);
}
