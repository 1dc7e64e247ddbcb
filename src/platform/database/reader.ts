import type { Connections } from './connections.js';
import { type Dialect, type Queryable, selectRows, type Sql } from './queryable.js';
import { PostgresRunner, type Runner, SqliteRunner } from './runner.js';

/** Read-only access to committed data, outside any transaction. */
export class Reader implements Queryable {
  readonly dialect: Dialect;
  private readonly runner: Runner;

  constructor(private readonly connections: Connections) {
    const { dialect, reader } = connections;
    this.dialect = dialect;
    this.runner =
      dialect === 'sqlite' ? new SqliteRunner(reader) : new PostgresRunner(reader.manager);
  }

  get revision(): number | undefined {
    return this.connections.revisions?.committed;
  }

  all<Row>(query: Sql): Promise<Row[]> {
    return selectRows<Row>(this.runner, this.dialect, query);
  }

  async one<Row>(query: Sql): Promise<Row | undefined> {
    return (await this.all<Row>(query))[0];
  }
}
