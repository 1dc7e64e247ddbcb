import type { Server, ServerResponse } from 'node:http';
import { Server as NetServer } from 'node:net';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';

export interface DrainTimes {
  /** How long the door stays open after `/ready` has begun to refuse, so that who asks it sends no more. */
  readonly openMs: number;
  /** From the beginning; whoever has no answer by then gets none. */
  readonly limitMs: number;
}

/** A connection that was let in just before the door closed may still have its first request on the way. */
const QUIET_MS = 200;
const LOOK_MS = 20;

/** Knows which requests are being answered, and ends serving without cutting one off. */
@Injectable()
export class Draining {
  private readonly answering = new Set<ServerResponse>();
  private lastEnd = 0;
  private started = false;

  /** True from the signal to stop; `/ready` refuses then. */
  get begun(): boolean {
    return this.started;
  }

  /** To be called before the server listens. */
  watch(server: Server): void {
    // Before the framework, so that what it refuses by itself is counted too.
    server.prependListener('request', (_request, response) => {
      if (this.started) endConnectionAfter(response);
      this.answering.add(response);
      response.once('close', () => {
        this.answering.delete(response);
        this.lastEnd = performance.now();
      });
    });
  }

  /**
   * Takes no more connections, lets those that are there have their answers and tells them to go.
   * @returns the number of answers that were cut off because the limit had come.
   */
  async drain(server: Server, { openMs, limitMs }: DrainTimes): Promise<number> {
    const limit = performance.now() + limitMs;
    this.started = true;
    this.answering.forEach(endConnectionAfter);
    await pause(openMs);
    // Just after those who wait outside were let in.
    await nextTurn();
    // Only the door: an HTTP server's own `close` would also cut off requests that are just coming in.
    NetServer.prototype.close.call(server);
    this.lastEnd = performance.now();
    while (performance.now() < limit && !this.isQuiet()) await pause(LOOK_MS);
    const cut = this.answering.size;
    server.closeAllConnections();
    return cut;
  }

  private isQuiet(): boolean {
    return this.answering.size === 0 && performance.now() - this.lastEnd >= QUIET_MS;
  }
}

function endConnectionAfter(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('connection', 'close');
}
