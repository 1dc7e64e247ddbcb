import { stat } from 'node:fs/promises';
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import type { DatabaseTarget } from '../config/config.js';
import type { Connections } from './connections.js';
import type { FifoLock } from './fifo-lock.js';
import type { UnitOfWork } from './unit-of-work.js';

export interface PoolState {
  readonly pool: 'writer' | 'reader';
  readonly used: number;
  readonly idle: number;
  /** Requests that wait for a connection. */
  readonly waiting: number;
}

export interface FileSize {
  readonly file: 'database' | 'wal';
  readonly bytes: number;
}

/** How busy and how large the database is, for those who watch the program. */
export class DatabaseState {
  constructor(
    private readonly connections: Connections,
    private readonly target: DatabaseTarget,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  get engine(): DatabaseTarget['engine'] {
    return this.target.engine;
  }

  /** The queue of those who want to write, on SQLite; on PostgreSQL nobody stands in it. */
  get writerQueue(): FifoLock {
    return this.unitOfWork.writerQueue;
  }

  /** None on SQLite. */
  pools(): PoolState[] {
    if (this.target.engine !== 'postgres') return [];
    const { writer, reader } = this.connections;
    return [poolState('writer', writer), poolState('reader', reader)];
  }

  /** None on PostgreSQL, whose server keeps them. */
  async fileSizes(): Promise<FileSize[]> {
    if (this.target.engine !== 'sqlite') return [];
    const { file } = this.target;
    return [
      { file: 'database', bytes: await bytesOf(file) },
      { file: 'wal', bytes: await bytesOf(`${file}-wal`) },
    ];
  }
}

function poolState(pool: PoolState['pool'], { driver }: DataSource): PoolState {
  const { totalCount, idleCount, waitingCount } = (driver as PostgresDriver).master as Pool;
  return { pool, used: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
}

const bytesOf = async (path: string): Promise<number> =>
  (await stat(path).catch(() => undefined))?.size ?? 0;
