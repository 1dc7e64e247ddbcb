import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Draining } from './draining.js';

const TIMES = { openMs: 0, limitMs: 400 };

describe('Draining', () => {
  let server: Server;
  let draining: Draining;
  let url: string;
  /** Answers that wait for the test. */
  let held: ServerResponse[];
  let arrived: () => void;

  beforeEach(async () => {
    held = [];
    draining = new Draining();
    server = createServer((request, response) => {
      if (request.url === '/held') held.push(response);
      else response.end('at once');
      arrived();
    });
    draining.watch(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => server.closeAllConnections());

  const ask = async (path: string): Promise<{ answer: Promise<Response> }> => {
    const there = new Promise<void>((resolve) => (arrived = resolve));
    const answer = fetch(`${url}${path}`);
    answer.catch(() => undefined);
    await there;
    return { answer };
  };

  it('waits for who is being answered, tells them to go, and lets nobody else in', async () => {
    const { answer } = await ask('/held');
    const drained = draining.drain(server, TIMES);
    expect(draining.begun).toBe(true);
    held[0]?.end('late');
    const response = await answer;
    expect(response.headers.get('connection')).toBe('close');
    expect(await response.text()).toBe('late');
    expect(await drained).toBe(0);
    await expect(fetch(url)).rejects.toThrow();
  });

  it('cuts off, and counts, who has no answer at the limit', async () => {
    const { answer } = await ask('/held');
    expect(await draining.drain(server, TIMES)).toBe(1);
    await expect(answer).rejects.toThrow();
  });

  it('still answers while the door is open', async () => {
    const drained = draining.drain(server, { openMs: 300, limitMs: 1000 });
    const { answer } = await ask('/now');
    const response = await answer;
    expect([response.status, response.headers.get('connection')]).toEqual([200, 'close']);
    expect(await drained).toBe(0);
  });
});
