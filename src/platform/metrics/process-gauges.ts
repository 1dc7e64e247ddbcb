import { readFileSync } from 'node:fs';
import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DatabaseState } from '../database/database-state.js';
import { findProgramPath } from '../files/program-path.js';
import { Metrics } from './metrics.js';

const NS = 1e9;
const QUANTILES = [50, 90, 99] as const;

/** How the process itself is. */
@Injectable()
export class ProcessGauges implements OnModuleInit, OnApplicationShutdown {
  private delay: IntervalHistogram | undefined;

  constructor(
    private readonly metrics: Metrics,
    private readonly database: DatabaseState,
  ) {}

  onModuleInit(): void {
    const { metrics } = this;
    if (!metrics.enabled) return;
    metrics.gauge(
      {
        name: 'xiaohao_build_info',
        help: 'Always 1: what runs here.',
        labels: ['version', 'node', 'engine'],
      },
      () => [[{ version: versionOf(), node: process.version, engine: this.database.engine }, 1]],
    );
    metrics.gauge({ name: 'process_start_time_seconds', help: 'When the process began.' }, () =>
      Math.round(Date.now() / 1000 - process.uptime()),
    );
    metrics.gauge(
      { name: 'process_cpu_seconds', help: 'Processor time used so far.' },
      () => (process.cpuUsage().user + process.cpuUsage().system) / 1e6,
    );
    metrics.gauge(
      { name: 'process_resident_memory_bytes', help: 'Memory held by the process.' },
      () => process.memoryUsage.rss(),
    );
    metrics.gauge(
      { name: 'nodejs_heap_used_bytes', help: 'Memory used by objects.' },
      () => process.memoryUsage().heapUsed,
    );
    const delay = monitorEventLoopDelay({ resolution: 10 });
    delay.enable();
    this.delay = delay;
    metrics.gauge(
      {
        name: 'nodejs_eventloop_lag_seconds',
        help: 'Delay of the event loop since somebody asked last; quantile 1 is the longest.',
        labels: ['quantile'],
      },
      () => {
        const samples = [
          ...QUANTILES.map(
            (q) => [{ quantile: String(q / 100) }, delay.percentile(q) / NS] as const,
          ),
          [{ quantile: '1' }, delay.max / NS] as const,
        ];
        delay.reset();
        return samples;
      },
    );
  }

  onApplicationShutdown(): void {
    this.delay?.disable();
  }
}

function versionOf(): string {
  const path = findProgramPath('package.json');
  if (path === undefined) return 'unknown';
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}
