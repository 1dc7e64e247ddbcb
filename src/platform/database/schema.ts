import {
  type QueryRunner,
  Table,
  type TableColumnOptions,
  TableForeignKey,
  TableIndex,
} from 'typeorm';

/** Columns for migrations: the twins of `columns.ts`. Names are snake_case, as in the database. */
export interface PortableColumn extends TableColumnOptions {
  /** `table` the column refers to, by its id. */
  references?: string;
}

const column =
  (type: string, length?: string) =>
  (name: string): PortableColumn => ({ name, type, ...(length ? { length } : {}) });

export const id = (name = 'id'): PortableColumn => ({
  ...column('varchar', '36')(name),
  isPrimary: true,
});
export const ref = (name: string, references: string): PortableColumn => ({
  ...column('varchar', '36')(name),
  references,
});
export const looseRef = column('varchar', '36');
export const code = column('varchar', '64');
export const string = (name: string, length: number) => column('varchar', String(length))(name);
export const text = column('text');
export const date = column('varchar', '10');
export const instant = column('varchar', '24');
export const integer = column('integer');
export const fen = column('bigint');
export const big = column('bigint');
export const flag = column('integer');
export const json = column('text');
export const rowVersion = (): PortableColumn => withDefault(integer('version'), 1);

export const nullable = (options: PortableColumn): PortableColumn => ({
  ...options,
  isNullable: true,
});
export const primary = (options: PortableColumn): PortableColumn => ({
  ...options,
  isPrimary: true,
});
export const withDefault = (options: PortableColumn, value: number): PortableColumn => ({
  ...options,
  default: value,
});

export interface PortableIndex {
  columns: string[];
  unique?: boolean;
}

/** Creates a table with its foreign keys and indexes; names come from the naming strategy. */
export async function createTable(
  runner: QueryRunner,
  name: string,
  columns: PortableColumn[],
  indexes: PortableIndex[] = [],
): Promise<void> {
  const naming = runner.dataSource.namingStrategy;
  const table = new Table({
    name,
    columns: columns.map(({ references: _references, ...options }) => options),
    foreignKeys: columns
      .filter((options) => options.references !== undefined)
      .map(
        (options) =>
          new TableForeignKey({
            name: naming.foreignKeyName(name, [options.name]),
            columnNames: [options.name],
            referencedTableName: options.references as string,
            referencedColumnNames: ['id'],
          }),
      ),
    indices: indexes.map(
      (index) =>
        new TableIndex({
          name: naming.indexName(name, index.columns),
          columnNames: index.columns,
          isUnique: index.unique ?? false,
        }),
    ),
  });
  await runner.createTable(table);
}

/**
 * Adds nullable columns, or ones with a default, to a table that has rows. Plain ALTER TABLE on purpose:
 * TypeORM would copy the whole table on SQLite, and with it drop the triggers that guard it.
 */
export async function addColumns(
  runner: QueryRunner,
  table: string,
  columns: readonly PortableColumn[],
): Promise<void> {
  for (const column of columns) {
    const type = column.length ? `${column.type}(${column.length})` : column.type;
    const value = column.default === undefined ? '' : ` DEFAULT ${String(column.default)}`;
    if (!column.isNullable && value === '') {
      throw new Error(`${table}.${column.name} needs a default: the table has rows`);
    }
    const presence = column.isNullable ? '' : ' NOT NULL';
    await runner.query(`ALTER TABLE ${table} ADD COLUMN ${column.name} ${type}${presence}${value}`);
  }
}

export async function dropColumns(
  runner: QueryRunner,
  table: string,
  names: readonly string[],
): Promise<void> {
  for (const name of names) await runner.query(`ALTER TABLE ${table} DROP COLUMN ${name}`);
}

/** Adds an index to a table; its name comes from the naming strategy. */
export async function addIndex(
  runner: QueryRunner,
  table: string,
  { columns, unique = false }: PortableIndex,
): Promise<void> {
  const name = runner.dataSource.namingStrategy.indexName(table, columns);
  const kind = unique ? 'UNIQUE INDEX' : 'INDEX';
  await runner.query(`CREATE ${kind} ${name} ON ${table} (${columns.join(', ')})`);
}

export async function dropIndex(
  runner: QueryRunner,
  table: string,
  columns: string[],
): Promise<void> {
  await runner.query(`DROP INDEX ${runner.dataSource.namingStrategy.indexName(table, columns)}`);
}

const isPostgres = (runner: QueryRunner): boolean => runner.dataSource.options.type === 'postgres';

/** Makes the database itself refuse to change or delete rows of a table, on both engines. */
export async function makeAppendOnly(runner: QueryRunner, table: string): Promise<void> {
  const message = `${table} is append-only`;
  if (isPostgres(runner)) {
    await runner.query(
      `CREATE FUNCTION ${table}_append_only() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION '${message}'; END $$`,
    );
    await runner.query(
      `CREATE TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table}
       FOR EACH STATEMENT EXECUTE FUNCTION ${table}_append_only()`,
    );
    return;
  }
  for (const event of ['UPDATE', 'DELETE']) {
    await runner.query(
      `CREATE TRIGGER ${table}_no_${event.toLowerCase()} BEFORE ${event} ON ${table}
       BEGIN SELECT RAISE(ABORT, '${message}'); END`,
    );
  }
}

/** Undoes {@link makeAppendOnly}. SQLite drops triggers with their table. */
export async function dropAppendOnly(runner: QueryRunner, table: string): Promise<void> {
  if (!isPostgres(runner)) return;
  await runner.query(`DROP FUNCTION IF EXISTS ${table}_append_only() CASCADE`);
}
