import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../platform/http/problem.js';
import type { SessionVia } from './session.entity.js';

export interface Credential {
  readonly token: string;
  readonly via: SessionVia;
}

/** The session token of a request; the header of a program goes before the browser's cookie. */
export function credentialOf(request: FastifyRequest): Credential | undefined {
  const header = request.headers.authorization;
  if (header !== undefined) {
    const token = /^Bearer ([\w-]{20,100})$/i.exec(header)?.[1];
    return token === undefined ? undefined : { token, via: 'BEARER' };
  }
  const token = cookieOf(request, 'session');
  return token === undefined ? undefined : { token, via: 'COOKIE' };
}

/**
 * What this program keeps in the browser, out of reach of its scripts: the session until the browser is
 * closed, the way to the second step, and what the bureau's provider has to come back with. Only the last
 * one travels with a visit from another site, which is how people come back from there.
 */
const COOKIES = {
  session: { sameSite: 'Strict', seconds: null },
  challenge: { sameSite: 'Strict', seconds: 5 * 60 },
  provider: { sameSite: 'Lax', seconds: 10 * 60 },
} as const;

type CookieName = keyof typeof COOKIES;

/** `__Host-` binds the cookie to this host over TLS; without TLS browsers refuse that prefix. */
const nameOf = (request: FastifyRequest, name: CookieName): string =>
  isTls(request) ? `__Host-${name}` : name;

const isTls = (request: FastifyRequest): boolean => request.protocol === 'https';

export function cookieOf(request: FastifyRequest, name: CookieName): string | undefined {
  const prefix = `${nameOf(request, name)}=`;
  return request.headers.cookie
    ?.split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(prefix))
    ?.slice(prefix.length);
}

export function setCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  name: CookieName,
  value: string,
): void {
  const { seconds } = COOKIES[name];
  const age = seconds === null ? '' : `; Max-Age=${seconds}`;
  void reply.header('set-cookie', cookie(request, name, value) + age);
}

export function clearCookie(request: FastifyRequest, reply: FastifyReply, name: CookieName): void {
  void reply.header('set-cookie', `${cookie(request, name, '')}; Max-Age=0`);
}

function cookie(request: FastifyRequest, name: CookieName, value: string): string {
  const secure = isTls(request) ? '; Secure' : '';
  return `${nameOf(request, name)}=${value}; Path=/; HttpOnly; SameSite=${COOKIES[name].sameSite}${secure}`;
}

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * A browser must not be made to write by a page of another site: writes with a cookie need an `Origin`
 * of this very host.
 * @throws {Problem} 403 FOREIGN_ORIGIN
 */
export function assertSameOrigin(request: FastifyRequest): void {
  if (READING.has(request.method)) return;
  const { origin } = request.headers;
  const site = request.headers['sec-fetch-site'] ?? 'same-origin';
  if (site !== 'same-origin' || !origin || hostOf(origin) !== request.host) {
    throw new Problem(403, 'FOREIGN_ORIGIN', '请求来自其他网站，已拒绝。请从本系统的页面操作。');
  }
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
