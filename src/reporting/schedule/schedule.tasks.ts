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
    this.add('reports.generate', () => this.generation.run());
    this.add('reports.remind', () => this.calls.remind());
    this.add('reports.urge', () => this.calls.urge());
  }

  private add(name: string, run: () => Promise<unknown>): void {
    this.scheduler.register({ name, everyMs: MINUTE_MS, run });
  }
}
