import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { Public } from '../http/access.js';
import { Problem } from '../http/problem.js';
import { Metrics } from './metrics.js';
import { MetricsAccess } from './metrics-access.js';

const FORWARDING = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'];

/** Figures for Prometheus. There is no such address unless a reader is configured. */
@ApiExcludeController()
@Controller('metrics')
export class MetricsController {
  private readonly access: MetricsAccess | undefined;
  private readonly believesProxies: boolean;

  constructor(
    private readonly metrics: Metrics,
    @Inject(CONFIG) config: Config,
  ) {
    this.access = config.watch?.metrics && new MetricsAccess(config.watch.metrics);
    this.believesProxies = config.trustProxy.length > 0;
  }

  /** Not for people: no session opens it, only the reader's own token or address. */
  @Public()
  @Get()
  async read(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    if (!this.access) throw noSuchAddress();
    const { ip: address, headers } = request;
    const forwarded = !this.believesProxies && FORWARDING.some((name) => name in headers);
    if (!this.access.permits({ address, authorization: headers.authorization, forwarded })) {
      throw noSuchAddress();
    }
    void reply.header('content-type', this.metrics.contentType).header('cache-control', 'no-store');
    return this.metrics.text();
  }
}

/** The same for everybody who may not read, so that nobody learns whether there is something. */
const noSuchAddress = (): Problem =>
  new Problem(404, 'NO_SUCH_ADDRESS', '没有这个地址，请检查链接。');
