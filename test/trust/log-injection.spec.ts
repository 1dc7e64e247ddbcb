import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger as Pino } from 'pino';
import { createApp } from '../../src/app.setup.js';
import { FixedClock } from '../../src/platform/calendar/clock.js';
import { openLog } from '../../src/platform/http/log.js';
import { makePlace, type TestPlace } from '../support/engines.js';
import { figure } from './support/figure.js';

/** What would begin a second line, command a terminal or hide what follows. */
const PAYLOADS: Readonly<Record<string, string>> = {
  'a forged line': '\r\n{"level":30,"msg":"forged"}',
  'a line feed': '\nforged',
  'a carriage return': '\rforged',
  'a colour': '\u001b[31mforged',
  'a cleared screen': '\u001b[2J\u001b[Hforged',
  'an eight-bit command': '\u009b31mforged',
  'a next line': '\u0085forged',
  'a line separator': '\u2028forged',
  'a paragraph separator': '\u2029forged',
  'a turned direction': '\u202eforged',
  'a zero byte': '\u0000forged',
  'an end of string': '","level":60,"forged":"',
};
/** Nothing outside printable characters and the one line end that is ours. */
const ONE_LINE = /^[^\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]*\n$/;

interface Line {
  readonly level: number;
  readonly route?: string;
  readonly traceId?: string;
}

describe('S20 hostile text in the log', () => {
  let place: TestPlace;
  let app: NestFastifyApplication;
  let log: Pino;
  let token = '';
  let lines: string[] = [];
  let events = 0;

  beforeAll(async () => {
    place = await makePlace('sqlite');
    log = openLog('debug', { write: (line: string) => void lines.push(line) });
    app = await createApp(
      { ...place.config, logLevel: 'debug' },
      new FixedClock('2020-04-01'),
      log,
    );
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    const payload = { username: 'admin', password: place.config.adminPassword };
    const answer = await app.inject({ method: 'POST', url: '/api/auth/login', payload });
    ({ token } = answer.json<{ token: string }>());
  });
  afterAll(async () => {
    await app?.close();
    await place?.remove();
  });

  /** What one event has left in the log: one line of JSON, however hostile its text. */
  async function lineOf(event: () => unknown): Promise<Line> {
    lines = [];
    await event();
    expect(lines).toHaveLength(1);
    const [line = ''] = lines;
    expect(line).toMatch(ONE_LINE);
    events += 1;
    return JSON.parse(line) as Line;
  }

  const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers });
  const upload = (fileName: string) =>
    app.inject({
      method: 'POST',
      url: '/api/issue-imports',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'multipart/form-data; boundary=x',
      },
      payload:
        `--x\r\ncontent-disposition: form-data; name="file"; filename="${fileName}.csv"\r\n` +
        'content-type: text/csv\r\n\r\na\r\n--x--\r\n',
    });
  const post = (url: string, payload: object) =>
    app.inject({ method: 'POST', url, payload, headers: { authorization: `Bearer ${token}` } });

  const REQUESTS: Readonly<Record<string, (text: string) => Promise<unknown>>> = {
    path: (text) => get(`/api/${encodeURIComponent(text)}`),
    'path of a screen': (text) => get(`/${encodeURIComponent(text)}`),
    'path parameter': (text) => get(`/api/issues/${encodeURIComponent(text)}`),
    query: (text) => get(`/api/issues?text=${encodeURIComponent(text)}`),
    'user agent': (text) => get('/api/issues', { 'user-agent': text }),
    referer: (text) => get('/api/issues', { referer: text }),
    'request id': (text) => get('/api/issues', { 'x-request-id': `abcdefgh${text}` }),
    'user name': (text) => post('/api/auth/login', { username: `a${text}`, password: 'wrong' }),
    'name of a new user': (text) => post('/api/users', { username: 'somebody', name: `甲${text}` }),
    'file name': (text) => upload(text),
  };

  it.each(Object.entries(REQUESTS))('S20 %s: one event, one line', async (_field, send) => {
    for (const text of Object.values(PAYLOADS)) {
      const line = await lineOf(() => send(text));
      expect(JSON.stringify(line)).not.toContain('forged');
      expect(line.level).toBeLessThan(50);
    }
  });

  it.each(['context', 'error', 'message', 'code', 'stack', 'route', 'userId', 'traceId'])(
    'S20 a logged %s: one event, one line, the text as it was',
    async (field) => {
      for (const text of Object.values(PAYLOADS)) {
        expect(await lineOf(() => log.error({ [field]: text }, text))).toMatchObject({
          [field]: text,
          msg: text,
        });
      }
    },
  );

  it('S20 a message of the framework: one event, one line', async () => {
    for (const text of Object.values(PAYLOADS)) {
      const line = await lineOf(() => new Logger(text).warn(text));
      expect(line).toMatchObject({ context: text, msg: text });
    }
  });

  it('S20 leaves out whatever is not allowed by name', async () => {
    const line = await lineOf(() => log.info({ status: 200, body: { name: '王晓' }, ip: '::1' }));
    expect(Object.keys(line).sort()).toEqual(['hostname', 'level', 'pid', 'status', 'time']);
  });

  it('S20 takes over a well-formed request id and no other', async () => {
    const id = 'proxy-1.4711_a';
    let header: unknown;
    const line = await lineOf(async () => {
      header = (await get('/api/issues', { 'x-request-id': id })).headers['x-request-id'];
    });
    expect([line.traceId, header]).toEqual([id, id]);
    for (const wrong of ['short', `${id} x`, 'x'.repeat(65), '../../../etc', '']) {
      const other = await lineOf(() => get('/api/issues', { 'x-request-id': wrong }));
      expect(other.traceId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    }
  });

  it('S20 tells of what is asked for all the time only to who wants it', async () => {
    expect(await lineOf(() => get('/live'))).toMatchObject({ level: 20, route: '/live' });
    expect(await lineOf(() => get('/api/issues'))).toMatchObject({ level: 30, status: 401 });
    figure(
      'S20',
      `${events} events with CR/LF, ANSI, U+2028 and the like in ` +
        `${Object.keys(REQUESTS).length + 9} fields: ${events} lines of JSON, 0 forged`,
    );
  });
});
