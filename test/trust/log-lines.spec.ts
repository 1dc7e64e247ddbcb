import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createApp } from '../../src/app.setup.js';
import { FixedClock } from '../../src/platform/calendar/clock.js';
import { Reader } from '../../src/platform/database/reader.js';
import { makePlace, type TestPlace } from '../support/engines.js';
import { figure } from './support/figure.js';

/** What ends a line, colours a terminal or turns the reading direction. */
const PAYLOADS = [
  'a\r\nlevel=30 forged',
  'a\n{"level":30,"msg":"forged"}',
  'a\u001b[2J\u001b[31mred',
  'a\u2028b\u2029c',
  'a\u0085b\u000bc\u000cd',
  'a\u202Eb\0c',
];
/** Nothing that a terminal or a collector of lines takes for more than a letter. */
const RAW = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e]/;

describe('S20 log lines', () => {
  const chunks: string[] = [];
  let place: TestPlace;
  let app: NestFastifyApplication;

  beforeAll(async () => {
    place = await makePlace('sqlite');
    const clock = new FixedClock('2020-04-01T09:00:00+08:00');
    const config = { ...place.config, logLevel: 'debug' as const };
    app = await createApp(config, clock, { write: (line) => void chunks.push(line) });
    await app.listen(0, '127.0.0.1');
  });
  afterAll(async () => {
    await app?.close();
    await place?.remove();
  });

  /** The lines that the work has written, each of them one event. */
  async function linesOf(work: () => unknown): Promise<Record<string, unknown>[]> {
    chunks.length = 0;
    await work();
    const text = chunks.join('');
    expect(text.endsWith('\n')).toBe(true);
    const lines = text.slice(0, -1).split('\n');
    expect(lines).toHaveLength(chunks.length);
    for (const line of lines) expect(line).not.toMatch(RAW);
    return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  /** A request with any bytes in path and headers, its answer read to the end. */
  const ask = (path: string, headers: Record<string, string> = {}): Promise<void> =>
    new Promise((resolve, reject) => {
      const { port: at } = app.getHttpServer().address() as AddressInfo;
      const request = httpRequest({ port: at, path, headers }, (response) => {
        response.resume().on('end', () => setImmediate(resolve));
      });
      request.on('error', reject).end();
    });

  let events = 0;

  it.each(PAYLOADS)(
    'S20 %j in a path, a query and headers is one line a request',
    async (payload) => {
      const coded = encodeURIComponent(payload);
      for (const path of [`/api/${coded}`, `/api/issues/${coded}`, `/live?x=${coded}`]) {
        const lines = await linesOf(() =>
          ask(path, { 'user-agent': coded, 'x-request-id': coded }),
        );
        expect(lines).toHaveLength(1);
        // Nor does any of it get into the log: the route is logged, not the address.
        expect(JSON.stringify(lines)).not.toMatch(/forged|2028|%0D|red/);
        events += 1;
      }
    },
  );

  it.each(PAYLOADS)('S20 %j in a message of the program is one line', async (payload) => {
    const log = new Logger(payload);
    const lines = await linesOf(() => {
      log.log(payload);
      log.warn(payload);
      log.error(payload, payload);
      log.debug(payload);
    });
    expect(lines).toHaveLength(4);
    // Kept, but as text of JSON that shows what it is.
    expect(lines.every(({ msg, context }) => msg === payload && context === payload)).toBe(true);
    events += 4;
  });

  it.each(PAYLOADS)('S20 %j in an error is one line with the trace id', async (payload) => {
    const reader = app.get(Reader);
    const failing = jest.spyOn(reader, 'one').mockRejectedValue(new Error(payload));
    const lines = await linesOf(() => ask('/ready')).finally(() => failing.mockRestore());
    expect(lines.map(({ msg }) => msg)).toEqual(['request failed', undefined]);
    expect(lines[0]).toMatchObject({ message: payload, traceId: lines[1]?.traceId });
    events += 2;
  });

  afterAll(() =>
    figure(
      'S20',
      `${PAYLOADS.length} payloads in paths, queries, headers, messages and errors: ${events} events, as many lines, 0 forged`,
    ),
  );
});
