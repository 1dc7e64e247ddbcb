import type { DataSource } from 'typeorm';
import type { EntityClass } from './connections.js';
import type { Dialect } from './queryable.js';

export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

interface ColumnFacts {
  readonly property: string;
  readonly name: string;
  readonly toDatabase: (value: unknown) => unknown;
}

interface TableFacts {
  readonly table: string;
  readonly columns: readonly ColumnFacts[];
  /** Texts of statements made before, by what they write. */
  readonly texts: Map<string, string>;
}

type Row = Readonly<Record<string, unknown>>;

/**
 * INSERT and UPDATE of entities from TypeORM's metadata, each text built once: its query builders
 * spend more time on a statement than the database does.
 */
export class EntityStatements {
  private readonly tables = new Map<EntityClass, TableFacts>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly dialect: Dialect,
  ) {}

  /** Columns that are `undefined` in the row keep their default. */
  insert(entity: EntityClass, row: Row): Statement {
    const { table, columns, texts } = this.facts(entity);
    const written = columns.filter(({ property }) => row[property] !== undefined);
    const key = `insert ${written.map(({ name }) => name).join()}`;
    let text = texts.get(key);
    if (text === undefined) {
      const names = written.map(({ name }) => name).join(', ');
      const marks = written.map((_, index) => this.mark(index)).join(', ');
      text = `INSERT INTO ${table} (${names}) VALUES (${marks})`;
      texts.set(key, text);
    }
    return { text, values: written.map((column) => valueOf(column, row)) };
  }

  /**
   * Columns that are `undefined` in the patch keep their value; a `null` in the condition means empty.
   * @throws {Error} when patch or condition names no column, or one that the entity does not have.
   */
  update(entity: EntityClass, where: Row, patch: Row): Statement {
    const { table, columns, texts } = this.facts(entity);
    const written = named(columns, patch);
    const matched = named(columns, where);
    const bound = matched.filter(({ property }) => where[property] !== null);
    const key = `update ${[written, matched, bound].map((part) => part.map(({ name }) => name).join()).join(' ')}`;
    let text = texts.get(key);
    if (text === undefined) {
      const sets = written.map(({ name }, index) => `${name} = ${this.mark(index)}`);
      const conditions = matched.map((column) => {
        const index = bound.indexOf(column);
        return index < 0
          ? `${column.name} IS NULL`
          : `${column.name} = ${this.mark(written.length + index)}`;
      });
      text = `UPDATE ${table} SET ${sets.join(', ')} WHERE ${conditions.join(' AND ')}`;
      texts.set(key, text);
    }
    const values = [
      ...written.map((column) => valueOf(column, patch)),
      ...bound.map((column) => valueOf(column, where)),
    ];
    return { text, values };
  }

  private mark(index: number): string {
    return this.dialect === 'postgres' ? `$${index + 1}` : '?';
  }

  private facts(entity: EntityClass): TableFacts {
    let facts = this.tables.get(entity);
    if (!facts) {
      const metadata = this.dataSource.getMetadata(entity);
      const columns = metadata.columns.map(({ propertyName, databaseName, transformer }) => ({
        property: propertyName,
        name: `"${databaseName}"`,
        toDatabase: (value: unknown): unknown =>
          [transformer ?? []].flat().reduce<unknown>((done, step) => step.to(done), value),
      }));
      facts = { table: `"${metadata.tableName}"`, columns, texts: new Map() };
      this.tables.set(entity, facts);
    }
    return facts;
  }
}

function named(columns: readonly ColumnFacts[], row: Row): ColumnFacts[] {
  const given = Object.keys(row).filter((property) => row[property] !== undefined);
  const found = given.map((property) => {
    const column = columns.find((candidate) => candidate.property === property);
    if (!column) throw new Error(`The entity has no column ${property}`);
    return column;
  });
  if (found.length === 0) throw new Error('An update names what it writes and where');
  return found;
}

const valueOf = ({ property, toDatabase }: ColumnFacts, row: Row): unknown =>
  toDatabase(row[property]);
