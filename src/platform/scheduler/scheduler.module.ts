import { Global, Inject, Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/config.js';
import { Scheduler } from './scheduler.js';

/** Tasks run by themselves from the moment the program listens, unless it is told not to. */
@Global()
@Module({ providers: [Scheduler], exports: [Scheduler] })
export class SchedulerModule implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly scheduler: Scheduler,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    if (!this.config.scheduler) return;
    this.host.httpAdapter.getInstance<FastifyInstance>().addHook('onListen', (done) => {
      this.scheduler.start();
      done();
    });
  }
}
