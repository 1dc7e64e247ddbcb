import { OmitType } from '@nestjs/swagger';
import { AuditQuery } from '../identity/audit.dto.js';

/** The filters of the list. */
export class AuditExportQuery extends OmitType(AuditQuery, ['page', 'pageSize'] as const) {}
