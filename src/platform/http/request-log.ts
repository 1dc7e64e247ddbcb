import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';

/** Asked for all the time, by machines and by pages that are being opened. */
const FREQUENT: ReadonlySet<string> = new Set(['/live', '/ready', '/metrics', '/*']);

/**
 * One JSON line per request: the template of its route, never the address asked for; no bodies, no query
 * texts, no headers, no personal data.
 */
export function logRequests(app: NestFastifyApplication, log: Logger): void {
  if (log.level === 'silent') return;
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onResponse', (request, reply, done) => {
      const { url: route = 'unknown' } = request.routeOptions;
      const level = levelOf(route, reply.statusCode);
      if (log.isLevelEnabled(level)) {
        const { caller } = request as { caller?: { userId: string } };
        log[level]({
          traceId: request.id,
          method: request.method,
          route,
          status: reply.statusCode,
          ms: Math.round(reply.elapsedTime),
          userId: caller?.userId,
        });
      }
      done();
    });
}

/** A server that says it is not ready does what it should, and yet somebody should see it. */
function levelOf(route: string, status: number): 'error' | 'warn' | 'info' | 'debug' {
  if (status >= 500) return FREQUENT.has(route) ? 'warn' : 'error';
  return FREQUENT.has(route) ? 'debug' : 'info';
}
