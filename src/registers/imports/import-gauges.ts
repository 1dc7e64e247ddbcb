import { Injectable, type OnModuleInit } from '@nestjs/common';
import { sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { IMPORT_STATUS } from './import.codes.js';

/** How the imports of findings stand. */
@Injectable()
export class ImportGauges implements OnModuleInit {
  constructor(
    private readonly metrics: Metrics,
    private readonly reader: Reader,
  ) {}

  onModuleInit(): void {
    if (!this.metrics.enabled) return;
    this.metrics.gauge(
      { name: 'xiaohao_imports', help: 'Uploaded files of findings.', labels: ['status'] },
      async () => {
        const rows = await this.reader.all<{ status: string; total: number }>(
          sql`SELECT status, COUNT(*) AS total FROM issue_imports GROUP BY status`,
        );
        const totals = new Map(rows.map(({ status, total }) => [status, total]));
        return IMPORT_STATUS.codes.map((status) => [{ status }, totals.get(status) ?? 0] as const);
      },
    );
  }
}
