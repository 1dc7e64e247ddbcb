import { dirname } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { findProgramPath } from '../files/program-path.js';

/** Plainly spelled, so that no odd spelling of an address of the API passes for a screen. */
const SCREEN = /^\/(?!(?:api|live|ready|metrics)(?:\/|$))(?:[a-z][a-z-]*(?:\/[\w-]+)*\/?)?$/;
const FILE = /^(?:\/[\w-]+)*\/[\w-]+(?:\.[\w-]+)+$/;
/** The build names these files by their content. */
const NEVER_CHANGES = /\/assets\//;

/**
 * Serves the browser UI that `npm run build` has put into `web/dist`: files by their names, and the one page
 * for every address of a screen, so that a link or a refresh works. Without a build only the API is served.
 */
export async function serveWebFiles(app: NestFastifyApplication): Promise<void> {
  const page = findProgramPath('web', 'dist', 'index.html');
  if (page === undefined) return;
  const fastify = app.getHttpAdapter().getInstance();
  await app.register(fastifyStatic, {
    root: dirname(page),
    serve: false,
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply, path) => {
      const lasting = NEVER_CHANGES.test(path);
      void reply.header('cache-control', lasting ? 'max-age=31536000, immutable' : 'no-cache');
    },
  });
  fastify.get('/*', (request, reply) => answer(request, reply));
}

function answer(request: FastifyRequest, reply: FastifyReply): FastifyReply | void {
  const [path = '/'] = request.url.split('?');
  if (SCREEN.test(path)) return reply.sendFile('index.html');
  return FILE.test(path) ? reply.sendFile(path) : reply.callNotFound();
}
