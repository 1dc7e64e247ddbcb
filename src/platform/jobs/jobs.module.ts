import { Global, Module } from '@nestjs/common';
import { JobBook } from './job-book.js';
import { JobHandlers } from './job-handlers.js';
import { JobRunner } from './job-runner.js';
import { Jobs } from './jobs.service.js';

@Global()
@Module({
  providers: [JobBook, JobHandlers, JobRunner, Jobs],
  exports: [JobHandlers, Jobs],
})
export class JobsModule {}
