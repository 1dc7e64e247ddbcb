import type { Connections } from './connections.js';
import { type Dialect, type Queryable, type RunQuery, selectRows, type Sql } from './queryable.js';

/** Read-only access to committed data, outside any transaction. */
export class Reader implements Queryable {
  readonly dialect: Dialect;
  private readonly run: RunQuery;

  constructor(connections: Connections) {
    this.dialect = connections.dialect;
    this.run = (text, values) => connections.reader.query(text, values);
  }

  all<Row>(query: Sql): Promise<Row[]> {
    return selectRows<Row>(this.run, this.dialect, query);
  }

  async one<Row>(query: Sql): Promise<Row | undefined> {
    return (await this.all<Row>(query))[0];
  }
}
