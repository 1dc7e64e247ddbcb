import { lookup as resolveName } from 'node:dns/promises';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { PermanentFault, TemporaryFault } from '../../platform/outbox/outbox-channel.js';
import { mayConnectTo } from './webhook-address.rules.js';
import type { WebhookAnswer, WebhookRequest } from './webhook-request.rules.js';

const ANSWER_BYTES_MAX = 20_000;

export interface Resolved {
  readonly address: string;
  readonly family: number;
}
export type Resolve = (host: string) => Promise<readonly Resolved[]>;

const resolveAll: Resolve = (host) => resolveName(host, { all: true, verbatim: true });

/**
 * Posts JSON to a robot. The name is resolved once, every address is checked, and the connection goes to
 * the very addresses that were checked: a name that answers differently the second time (DNS rebinding)
 * gains nothing. Follows no redirect, uses no proxy, keeps no connection, reads 20 KB of the answer at
 * most.
 * @throws {TemporaryFault | PermanentFault} with a code only; addresses are secrets.
 */
export async function postJson(
  { url, headers, body }: WebhookRequest,
  options: { readonly allowLoopback: boolean; readonly signal: AbortSignal },
  resolve: Resolve = resolveAll,
): Promise<WebhookAnswer> {
  const { protocol, hostname } = new URL(url);
  const literal = hostname.replace(/^\[|\]$/g, '');
  if (isIP(literal) !== 0 && !mayConnectTo(literal, options.allowLoopback)) throw notAllowed();
  const request = protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((taken, failed) => {
    const fail = (error: unknown): void => failed(faultOf(error, options.signal));
    const call = request(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      agent: false,
      signal: options.signal,
      lookup: checkedLookup(resolve, options.allowLoopback),
    });
    call.on('error', fail);
    call.on('response', (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      const done = (): void =>
        taken({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') });
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes < ANSWER_BYTES_MAX) return;
        done();
        call.destroy();
      });
      response.on('end', done);
      response.on('error', fail);
    });
    call.end(body);
  });
}

/** Refuses a name as soon as one of its addresses lies in the house. */
function checkedLookup(resolve: Resolve, allowLoopback: boolean): LookupFunction {
  return (host, { all }, callback) => {
    resolve(host).then(
      (addresses) => {
        const [first] = addresses;
        if (!first || addresses.some(({ address }) => !mayConnectTo(address, allowLoopback))) {
          callback(notAllowed(), '', 0);
        } else if (all) {
          callback(null, [...addresses]);
        } else {
          callback(null, first.address, first.family);
        }
      },
      (error: unknown) => callback(error as NodeJS.ErrnoException, '', 0),
    );
  };
}

const notAllowed = (): PermanentFault => new PermanentFault('ADDRESS_NOT_ALLOWED');

function faultOf(error: unknown, signal: AbortSignal): Error {
  if (error instanceof PermanentFault) return error;
  if (signal.aborted) return new TemporaryFault('TIMEOUT');
  const { code = 'ERROR' } = error as NodeJS.ErrnoException;
  return new TemporaryFault(`NETWORK_${code.replace(/\W/g, '').slice(0, 40)}`);
}
