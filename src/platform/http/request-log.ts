import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';

/** One JSON line per request with allow-listed fields: no bodies, no query texts, no personal data. */
export function logRequests(app: NestFastifyApplication, log: Logger): void {
  if (!log.isLevelEnabled('info')) return;
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onResponse', (request, reply, done) => {
      const { caller } = request as { caller?: { userId: string } };
      log.info({
        traceId: request.id,
        method: request.method,
        route: request.routeOptions.url ?? 'unknown',
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        userId: caller?.userId,
      });
      done();
    });
}
