import { Module } from '@nestjs/common';
import { IdentityModule } from '../../identity/identity.module.js';
import { FilesModule } from '../../platform/files/files.module.js';
import { IssuesModule } from '../issues/issues.module.js';
import { EvidenceController } from './evidence.controller.js';
import { EvidenceQueries } from './evidence.queries.js';
import { EvidenceService } from './evidence.service.js';

@Module({
  imports: [FilesModule, IdentityModule, IssuesModule],
  controllers: [EvidenceController],
  providers: [EvidenceQueries, EvidenceService],
  exports: [EvidenceQueries, EvidenceService],
})
export class EvidenceModule {}
