import { Module } from '@nestjs/common';
import { IdentityModule } from '../../identity/identity.module.js';
import { IssuesModule } from '../issues/issues.module.js';
import { TaskBook } from './task.book.js';
import { TaskCommands } from './task.commands.js';
import { TaskController } from './task.controller.js';
import { TaskQueries } from './task.queries.js';

@Module({
  imports: [IdentityModule, IssuesModule],
  controllers: [TaskController],
  providers: [TaskBook, TaskCommands, TaskQueries],
  exports: [TaskBook, TaskQueries],
})
export class TasksModule {}
