import fastifyMultipart from '@fastify/multipart';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { AppModule } from './app.module.js';
import { setUpOpenApi } from './app.openapi.js';
import type { Clock } from './platform/calendar/clock.js';
import type { Config } from './platform/config/config.js';
import { Metrics } from './platform/metrics/metrics.js';
import { openLog } from './platform/http/log.js';
import { NestLogger } from './platform/http/nest-logger.js';
import { ProblemFilter, sendProblem } from './platform/http/problem.filter.js';
import { requestIdOf, sendRequestIds } from './platform/http/request-id.js';
import { limitAddresses } from './platform/http/request-limit.js';
import { logRequests } from './platform/http/request-log.js';
import { securityHeadersOf, sendSecurityHeaders } from './platform/http/security-headers.js';
import { serveWebFiles } from './platform/http/web-files.js';
import { csvAddress } from './registers/ledger/accept-csv.js';
import { validationPipe } from './platform/http/validation.js';

const BODY_BYTES_MAX = 1024 * 1024;

/** Builds the program exactly as it is served; tests use the same function. Does not listen. */
export async function createApp(
  config: Config,
  clock: Clock,
  log: Logger = openLog(config.logLevel),
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_BYTES_MAX,
    trustProxy: config.trustProxy.length > 0 ? [...config.trustProxy] : false,
    genReqId: requestIdOf,
    rewriteUrl: csvAddress,
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      // Such an address has no route, and so no hook that would send them.
      void reply.headers(securityHeadersOf(reply.server));
      void sendProblem(reply, request.id, error);
    },
    routerOptions: { ignoreTrailingSlash: false, caseSensitive: true, maxParamLength: 200 },
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.forRoot(config, clock),
    adapter,
    { logger: new NestLogger(log), abortOnError: false, bodyParser: false },
  );
  await setUpHttp(app, config, log);
  setUpOpenApi(app);
  return app;
}

async function setUpHttp(app: NestFastifyApplication, config: Config, log: Logger): Promise<void> {
  app.setGlobalPrefix('api', { exclude: ['live', 'ready', 'metrics'] });
  // JSON and multipart are the only bodies: forms and plain texts of foreign pages are refused (415).
  app.useBodyParser('application/json', { bodyLimit: BODY_BYTES_MAX });
  app.getHttpAdapter().getInstance().removeContentTypeParser('text/plain');
  app.useGlobalPipes(validationPipe());
  app.useGlobalFilters(new ProblemFilter(log));
  sendRequestIds(app);
  await sendSecurityHeaders(app, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        fontSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        frameSrc: ["'self'", 'blob:'],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        upgradeInsecureRequests: null,
      },
    },
    xFrameOptions: { action: 'deny' },
    strictTransportSecurity: config.trustProxy.length > 0,
  });
  limitAddresses(app, config.requestLimits);
  await app.register(fastifyMultipart, {
    limits: { fileSize: config.uploadBytesMax, files: 1, fields: 20, fieldSize: 10_000, parts: 21 },
  });
  app.get(Metrics).observeRequests(app.getHttpAdapter().getInstance());
  logRequests(app, log);
  await serveWebFiles(app);
}
