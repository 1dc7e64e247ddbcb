import { Global, Module } from '@nestjs/common';
import { AuditLog } from './audit-log.js';
import { AuditWatch } from './audit-watch.js';
import { HeadSigner } from './head-signer.js';

@Global()
@Module({ providers: [AuditLog, AuditWatch, HeadSigner], exports: [AuditLog, AuditWatch] })
export class AuditModule {}
