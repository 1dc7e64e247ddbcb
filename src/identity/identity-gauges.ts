import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../platform/calendar/clock.js';
import { sql } from '../platform/database/queryable.js';
import { Reader } from '../platform/database/reader.js';
import { Metrics } from '../platform/metrics/metrics.js';

/** How many are signed in, and how many are locked out. */
@Injectable()
export class IdentityGauges implements OnModuleInit {
  constructor(
    private readonly metrics: Metrics,
    private readonly reader: Reader,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    if (!this.metrics.enabled) return;
    this.metrics.gauge({ name: 'xiaohao_sessions', help: 'Sessions that have not ended.' }, () =>
      this.count(
        sql`SELECT COUNT(*) AS total FROM sessions WHERE expires_at > ${this.clock.now()}`,
      ),
    );
    this.metrics.gauge(
      { name: 'xiaohao_locked_accounts', help: 'Accounts locked after wrong passwords.' },
      () =>
        this.count(
          sql`SELECT COUNT(*) AS total FROM users WHERE locked_until > ${this.clock.now()}`,
        ),
    );
  }

  private async count(query: ReturnType<typeof sql>): Promise<number> {
    return (await this.reader.one<{ total: number }>(query))?.total ?? 0;
  }
}
