import { statfs } from 'node:fs/promises';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { DatabaseState } from '../database/database-state.js';
import { Metrics } from './metrics.js';

/** How the database and the disk are. */
@Injectable()
export class DatabaseGauges implements OnModuleInit {
  constructor(
    private readonly metrics: Metrics,
    private readonly database: DatabaseState,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    const { metrics, database } = this;
    if (!metrics.enabled) return;
    if (database.engine === 'sqlite') this.watchWriter();
    metrics.gauge(
      {
        name: 'xiaohao_database_connections',
        help: 'Connections of a pool that are used or idle, and requests that wait for one.',
        labels: ['pool', 'state'],
      },
      () =>
        database
          .pools()
          .flatMap(({ pool, used, idle, waiting }) => [
            [{ pool, state: 'used' }, used] as const,
            [{ pool, state: 'idle' }, idle] as const,
            [{ pool, state: 'waiting' }, waiting] as const,
          ]),
    );
    metrics.gauge(
      {
        name: 'xiaohao_database_file_bytes',
        help: 'Size of the SQLite file and of its write-ahead log.',
        labels: ['file'],
      },
      async () => (await database.fileSizes()).map(({ file, bytes }) => [{ file }, bytes] as const),
    );
    metrics.gauge(
      {
        name: 'xiaohao_disk_bytes',
        help: 'Room on the disk of the data directory.',
        labels: ['state'],
      },
      async () => {
        const { bavail, blocks, bsize } = await statfs(this.config.dataDir);
        return [
          [{ state: 'free' }, bavail * bsize],
          [{ state: 'size' }, blocks * bsize],
        ];
      },
    );
  }

  private watchWriter(): void {
    const { writerQueue } = this.database;
    this.metrics.gauge(
      {
        name: 'xiaohao_writer_queue_length',
        help: 'Transactions that wait for their turn or run.',
      },
      () => writerQueue.length,
    );
    const waits = this.metrics.histogram({
      name: 'xiaohao_writer_wait_seconds',
      help: 'How long transactions have waited for their turn.',
    });
    writerQueue.onTurn = (waitedMs) => waits.observe(waitedMs / 1000);
  }
}
