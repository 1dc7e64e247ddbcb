import type { IncomingMessage } from 'node:http';

const LISTS = /^\/api\/(issues|tasks|responsibilities|ledger)(?=\?|$)/;

/**
 * The address under which a request is to be handled: `GET /api/issues` with `Accept: text/csv` is
 * `GET /api/issues.csv`, likewise for the other lists; every other address is its own. For the
 * server's `rewriteUrl`.
 */
export function csvAddress({ method, url = '', headers }: IncomingMessage): string {
  const wanted = headers.accept?.split(',')[0]?.split(';')[0]?.trim().toLowerCase();
  if (method !== 'GET' || wanted !== 'text/csv') return url;
  return url.replace(LISTS, '/api/$1.csv');
}
