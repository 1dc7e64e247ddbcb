import { describe, expect, it } from '@jest/globals';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { assertSameOrigin, clearCookie, credentialOf, setCookie } from './credentials.js';

const TOKEN = 'Okzr22eQFHNTWIqqAFjuiwZel-9jk2D5ktng6SQNXew';

function request(headers: Record<string, string>, method = 'GET', protocol = 'http') {
  return { headers, method, protocol, host: '10.1.2.3:3000' } as unknown as FastifyRequest;
}

describe('credential of a request', () => {
  it.each([
    ['http', { authorization: `Bearer ${TOKEN}` }, 'BEARER'],
    ['http', { authorization: `bearer ${TOKEN}` }, 'BEARER'],
    ['http', { cookie: `a=b; session=${TOKEN}` }, 'COOKIE'],
    ['https', { cookie: `__Host-session=${TOKEN}` }, 'COOKIE'],
    ['https', { authorization: `Bearer ${TOKEN}`, cookie: `__Host-session=x` }, 'BEARER'],
  ])('over %s %j comes by %s', (protocol, headers, via) => {
    expect(credentialOf(request(headers, 'GET', protocol))).toEqual({ token: TOKEN, via });
  });

  it.each([
    ['http', {}],
    ['http', { authorization: `Basic ${TOKEN}` }],
    ['http', { authorization: 'Bearer ' }],
    ['http', { authorization: `Bearer ${TOKEN} x` }],
    ['http', { authorization: 'Basic x', cookie: `session=${TOKEN}` }],
    ['http', { cookie: `xsession=${TOKEN}` }],
    ['https', { cookie: `session=${TOKEN}` }],
    ['http', { cookie: `__Host-session=${TOKEN}` }],
  ])('over %s %j is none', (protocol, headers) => {
    expect(
      credentialOf(request(headers as Record<string, string>, 'GET', protocol)),
    ).toBeUndefined();
  });
});

describe('cookies', () => {
  const written = (
    protocol: string,
    write: (from: FastifyRequest, reply: FastifyReply) => void,
  ) => {
    const lines: string[] = [];
    const reply = { header: (name: string, value: string) => lines.push(`${name}: ${value}`) };
    write(request({}, 'POST', protocol), reply as unknown as FastifyReply);
    return lines;
  };

  it.each([
    ['http', 'session=T; Path=/; HttpOnly; SameSite=Strict'],
    ['https', '__Host-session=T; Path=/; HttpOnly; SameSite=Strict; Secure'],
  ])('over %s is %s', (protocol, expected) => {
    const lines = written(protocol, (from, reply) => setCookie(from, reply, 'session', 'T'));
    expect(lines).toEqual([`set-cookie: ${expected}`]);
  });

  it('of the second step and of the provider end by themselves', () => {
    expect(written('http', (from, reply) => setCookie(from, reply, 'challenge', 'T'))).toEqual([
      'set-cookie: challenge=T; Path=/; HttpOnly; SameSite=Strict; Max-Age=300',
    ]);
    expect(written('https', (from, reply) => setCookie(from, reply, 'provider', 'T'))).toEqual([
      'set-cookie: __Host-provider=T; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=600',
    ]);
  });

  it('is taken back by the same name', () => {
    expect(written('https', (from, reply) => clearCookie(from, reply, 'session'))).toEqual([
      'set-cookie: __Host-session=; Path=/; HttpOnly; SameSite=Strict; Secure; Max-Age=0',
    ]);
  });
});

describe('origin of writes with a cookie', () => {
  const HOME = 'http://10.1.2.3:3000';

  it.each([
    ['GET', {}],
    ['HEAD', { origin: 'http://evil.example' }],
    ['POST', { origin: HOME }],
    ['PATCH', { origin: HOME, 'sec-fetch-site': 'same-origin' }],
  ])('%s with %j passes', (method, headers) => {
    expect(() =>
      assertSameOrigin(request(headers as Record<string, string>, method)),
    ).not.toThrow();
  });

  it.each([
    ['POST', {}],
    ['POST', { origin: 'null' }],
    ['POST', { origin: 'http://evil.example' }],
    ['PUT', { origin: 'http://10.1.2.3' }],
    ['DELETE', { origin: 'http://10.1.2.3:3000.evil.example' }],
    ['PATCH', { origin: HOME, 'sec-fetch-site': 'same-site' }],
    ['POST', { origin: HOME, 'sec-fetch-site': 'cross-site' }],
  ])('%s with %j is refused', (method, headers) => {
    expect(() => assertSameOrigin(request(headers as Record<string, string>, method))).toThrow(
      expect.objectContaining({ status: 403, code: 'FOREIGN_ORIGIN' }),
    );
  });
});
