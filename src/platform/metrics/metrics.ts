import { Inject, Injectable, Logger } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';

const SECONDS = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

/** One sample of a gauge: its labels and its value. */
export type Sample = readonly [labels: Readonly<Record<string, string>>, value: number];

export interface GaugeOptions {
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly string[];
}

/**
 * The figures of `/metrics`. Rooms add theirs when the program starts; what they add is read only when
 * somebody asks. Labels have few values, and none tells of a person.
 */
@Injectable()
export class Metrics {
  private readonly log = new Logger(Metrics.name);
  private readonly registry = new Registry();
  private readonly failures: Counter;
  /** False unless a reader is configured: then nothing is counted at all. */
  readonly enabled: boolean;

  constructor(@Inject(CONFIG) config: Config) {
    this.enabled = config.watch?.metrics !== undefined;
    this.failures = this.counter({
      name: 'xiaohao_metrics_failures_total',
      help: 'Figures that could not be read when somebody asked for them.',
      labels: ['metric'],
    });
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  /** In the text format of Prometheus. */
  text(): Promise<string> {
    return this.registry.metrics();
  }

  counter({ name, help, labels = [] }: GaugeOptions): Counter {
    return new Counter({ name, help, labelNames: [...labels], registers: [this.registry] });
  }

  /** Durations in seconds. */
  histogram({ name, help, labels = [] }: GaugeOptions): Histogram {
    const registers = [this.registry];
    return new Histogram({ name, help, labelNames: [...labels], buckets: SECONDS, registers });
  }

  /**
   * A figure that is read anew each time. One that cannot be read is left out and counted: the others
   * are needed all the more.
   */
  gauge(
    { name, help, labels = [] }: GaugeOptions,
    read: () => readonly Sample[] | number | null | Promise<readonly Sample[] | number | null>,
  ): void {
    const { log, failures } = this;
    new Gauge({
      name,
      help,
      labelNames: [...labels],
      registers: [this.registry],
      async collect() {
        this.reset();
        try {
          const found = await read();
          // Without labels prom-client shows 0 after a reset; a figure that is not known is not 0.
          if (found === null) this.remove();
          else if (typeof found === 'number') this.set(found);
          else for (const [values, value] of found) this.set({ ...values }, value);
        } catch (error) {
          if (labels.length === 0) this.remove();
          failures.inc({ metric: name });
          log.warn(`${name} not read: ${error instanceof Error ? error.name : 'error'}`);
        }
      },
    });
  }

  /** Counts and times every answer by the template of its route, never by the address asked for. */
  observeRequests(fastify: FastifyInstance): void {
    if (!this.enabled) return;
    const durations = this.histogram({
      name: 'xiaohao_http_request_duration_seconds',
      help: 'Time from the request to the end of its answer.',
      labels: ['method', 'route', 'status'],
    });
    fastify.addHook('onResponse', (request, reply, done) => {
      const route = request.routeOptions.url;
      const method = route === undefined ? 'OTHER' : request.method;
      const status = String(reply.statusCode);
      durations.observe({ method, route: route ?? 'unmatched', status }, reply.elapsedTime / 1000);
      done();
    });
  }
}
