import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { RequestLimits } from '../config/config.js';
import { TooManyRequests } from './problem.js';

const WINDOW_SECONDS = 60;

/** Counts requests by a key in windows of a minute, in this process. 0 lets everything pass. */
export class RequestCounter {
  private readonly limiter: RateLimiterMemory | undefined;

  constructor(perMinute: number) {
    if (perMinute > 0) {
      this.limiter = new RateLimiterMemory({ points: perMinute, duration: WINDOW_SECONDS });
    }
  }

  /** @throws {TooManyRequests} when there were too many of the key in this minute. */
  async count(key: string): Promise<void> {
    await this.limiter?.consume(key).catch((reason: unknown) => {
      if (!(reason instanceof RateLimiterRes)) throw reason;
      throw new TooManyRequests(Math.max(1, Math.ceil(reason.msBeforeNext / 1000)));
    });
  }
}

/**
 * Stops a flood from one address before anything is looked at. Generous: a whole office stands behind one
 * address, and behind a proxy that is not named in `TRUST_PROXY` everybody does. The page and its files
 * and the questions of a watchdog are not counted.
 */
export function limitAddresses(
  app: NestFastifyApplication,
  limits: RequestLimits | undefined,
): void {
  const counter = new RequestCounter(limits?.perAddress ?? 0);
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', async (request) => {
      if (request.url.startsWith('/api/')) await counter.count(request.ip);
    });
}
