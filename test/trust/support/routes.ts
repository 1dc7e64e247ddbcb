import type { FastifyInstance } from 'fastify';

export interface Route {
  readonly method: string;
  readonly path: string;
}

/** Everything that answers without a session; whoever adds a public route adds it here. */
const PUBLIC = [
  /^POST \/api\/auth\/login(\/second-step)?$/,
  /^GET \/api\/auth\/(methods|oidc\/(start|callback))$/,
  /^GET \/(live|ready|metrics)$/,
  /^GET \/api\/(docs|openapi\.json)/,
  // The page and the files of the browser UI, which hold no data (web-files.spec.ts).
  /^GET \*$/,
];

/** Reads the live route table; HEAD routes that accompany GET are listed too. */
export function routesOf(fastify: FastifyInstance): Route[] {
  const parents: string[] = [];
  return fastify
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .flatMap((line) => {
      const parts = /^(.*?)[├└]── (.*?) \((.*)\)$/.exec(line);
      if (!parts) return [];
      const [, indent = '', segment = '', methods = ''] = parts;
      const depth = indent.length / 4;
      parents.length = depth;
      const path = parents.join('') + segment;
      parents.push(path.slice(parents.join('').length));
      return methods.split(', ').map((method) => ({ method, path }));
    });
}

/** True for what a stranger may ask for. */
export const isPublic = ({ method, path }: Route): boolean =>
  PUBLIC.some((pattern) => pattern.test(`${method === 'HEAD' ? 'GET' : method} ${path}`));
