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
  const token = cookieOf(request);
  return token === undefined ? undefined : { token, via: 'COOKIE' };
}

/** `__Host-` binds the cookie to this host over TLS; without TLS browsers refuse that prefix. */
function cookieName(request: FastifyRequest): string {
  return isTls(request) ? '__Host-session' : 'session';
}

function isTls(request: FastifyRequest): boolean {
  return request.protocol === 'https';
}

function cookieOf(request: FastifyRequest): string | undefined {
  const prefix = `${cookieName(request)}=`;
  return request.headers.cookie
    ?.split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(prefix))
    ?.slice(prefix.length);
}

/** Hands the token to the browser out of reach of its scripts; it ends with the browser session. */
export function setSessionCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  token: string,
): void {
  void reply.header('set-cookie', cookie(request, token));
}

export function clearSessionCookie(request: FastifyRequest, reply: FastifyReply): void {
  void reply.header('set-cookie', `${cookie(request, '')}; Max-Age=0`);
}

function cookie(request: FastifyRequest, value: string): string {
  const secure = isTls(request) ? '; Secure' : '';
  return `${cookieName(request)}=${value}; Path=/; HttpOnly; SameSite=Strict${secure}`;
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
