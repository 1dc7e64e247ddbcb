import { Global, Module } from '@nestjs/common';
import { AuditGauges } from './audit-gauges.js';
import { DatabaseGauges } from './database-gauges.js';
import { MetricsController } from './metrics.controller.js';
import { Metrics } from './metrics.js';
import { ProcessGauges } from './process-gauges.js';
import { WorkGauges } from './work-gauges.js';

/** Figures for those who watch the program; rooms above add theirs to {@link Metrics}. */
@Global()
@Module({
  controllers: [MetricsController],
  providers: [Metrics, AuditGauges, DatabaseGauges, ProcessGauges, WorkGauges],
  exports: [Metrics],
})
export class MetricsModule {}
