import { Module } from '@nestjs/common';
import { IdentityModule } from '../../identity/identity.module.js';
import { IssuesModule } from '../issues/issues.module.js';
import { ResponsibilityBook } from './responsibility.book.js';
import { ResponsibilityController } from './responsibility.controller.js';
import { ResponsibilityQueries } from './responsibility.queries.js';

@Module({
  imports: [IdentityModule, IssuesModule],
  controllers: [ResponsibilityController],
  providers: [ResponsibilityBook, ResponsibilityQueries],
  exports: [ResponsibilityBook, ResponsibilityQueries],
})
export class ResponsibilitiesModule {}
