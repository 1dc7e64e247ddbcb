import { Module } from '@nestjs/common';
import { DocumentsModule } from '../documents/documents.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { AuditExportController } from './audit-export.controller.js';
import { AuditExport } from './audit-export.service.js';

/** What the auditor takes away. */
@Module({
  imports: [IdentityModule, DocumentsModule],
  controllers: [AuditExportController],
  providers: [AuditExport],
})
export class OversightModule {}
