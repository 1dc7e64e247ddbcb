import {
  type DynamicModule,
  Global,
  Inject,
  Module,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Clock } from '../calendar/clock.js';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { type Connections, openConnections, type SchemaParts } from './connections.js';
import { DatabaseState } from './database-state.js';
import { Reader } from './reader.js';
import { type Around, UnitOfWork } from './unit-of-work.js';

const CONNECTIONS = Symbol('CONNECTIONS');

@Global()
@Module({})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(@Inject(CONNECTIONS) private readonly connections: Connections) {}

  static forRoot(parts: SchemaParts, around?: Around): DynamicModule {
    return {
      module: DatabaseModule,
      providers: [
        {
          provide: CONNECTIONS,
          useFactory: (config: Config) => openConnections(config.database, parts),
          inject: [CONFIG],
        },
        {
          provide: UnitOfWork,
          useFactory: (connections: Connections, clock: Clock) =>
            new UnitOfWork(connections, clock, around),
          inject: [CONNECTIONS, Clock],
        },
        {
          provide: DatabaseState,
          useFactory: (connections: Connections, config: Config, unitOfWork: UnitOfWork) =>
            new DatabaseState(connections, config.database, unitOfWork),
          inject: [CONNECTIONS, CONFIG, UnitOfWork],
        },
        {
          provide: Reader,
          useFactory: (connections: Connections) => new Reader(connections),
          inject: [CONNECTIONS],
        },
      ],
      exports: [UnitOfWork, Reader, DatabaseState],
    };
  }

  onApplicationShutdown(): Promise<void> {
    return this.connections.close();
  }
}
