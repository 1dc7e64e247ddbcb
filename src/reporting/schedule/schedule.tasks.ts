import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Scheduler } from '../../platform/scheduler/scheduler.js';
import { ReportCalls } from './report-calls.service.js';
import { ReportGeneration } from './report-generation.service.js';

const MINUTE_MS = 60 * 1000;

/** What the schedule of reports does by itself; first come the reports, then the calls about them. */
@Injectable()
export class ScheduleTasks implements OnModuleInit {
  constructor(
    private readonly scheduler: Scheduler,
    private readonly generation: ReportGeneration,
    private readonly calls: ReportCalls,
  ) {}

  onModuleInit(): void {
    this.add('reports.generate', (stop) => this.generation.run(stop));
    this.add('reports.remind', (stop) => this.calls.remind(stop));
    this.add('reports.urge', (stop) => this.calls.urge(stop));
  }

  private add(name: string, run: (stop: AbortSignal) => Promise<unknown>): void {
    this.scheduler.register({ name, everyMs: MINUTE_MS, run: (_now, stop) => run(stop) });
  }
}
