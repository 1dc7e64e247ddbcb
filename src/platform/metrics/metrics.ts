import { Inject, Injectable, Logger } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';

const SECONDS = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

type Found = readonly Sample[] | number | null;
/** Null for a figure that is not known. */
export type Reading = () => Found | Promise<Found>;

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
  private readonly readings: (() => Promise<void>)[] = [];
  private reading: Promise<string> | undefined;
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

  /** In the text format of Prometheus. Whoever asks meanwhile gets the same answer. */
  text(): Promise<string> {
    this.reading ??= this.readAll().finally(() => (this.reading = undefined));
    return this.reading;
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
  gauge({ name, help, labels = [] }: GaugeOptions, read: Reading): void {
    const gauge = new Gauge({ name, help, labelNames: [...labels], registers: [] });
    this.readings.push(async () => {
      gauge.reset();
      this.registry.removeSingleMetric(name);
      try {
        const found = await read();
        if (found === null) return;
        if (typeof found === 'number') gauge.set(found);
        else for (const [values, value] of found) gauge.set({ ...values }, value);
        this.registry.registerMetric(gauge);
      } catch (error) {
        this.failures.inc({ metric: name });
        this.log.warn(`${name} not read: ${error instanceof Error ? error.name : 'error'}`);
      }
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

  /** One after the other: whoever watches must not take the connections of those who work. */
  private async readAll(): Promise<string> {
    for (const read of this.readings) await read();
    return this.registry.metrics();
  }
}
