import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Scheduler } from '../../platform/scheduler/scheduler.js';
import { EscalationService } from './escalation.service.js';

const QUARTER_HOUR_MS = 15 * 60 * 1000;

/** What supervision does by itself: reminders before the deadline and the steps of the ladder after it. */
@Injectable()
export class SupervisionTasks implements OnModuleInit {
  constructor(
    private readonly scheduler: Scheduler,
    private readonly escalation: EscalationService,
  ) {}

  onModuleInit(): void {
    this.scheduler.register({
      name: 'issues.escalate',
      everyMs: QUARTER_HOUR_MS,
      run: (_now, stop) => this.escalation.run(stop),
    });
  }
}
