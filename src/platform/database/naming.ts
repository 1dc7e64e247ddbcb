import { createHash } from 'node:crypto';
import { DefaultNamingStrategy, type NamingStrategyInterface, type Table } from 'typeorm';

const snake = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();

const tableName = (table: Table | string): string =>
  (typeof table === 'string' ? table : table.name).split('.').at(-1) ?? '';

/** PostgreSQL cuts longer names off, silently. */
const NAME_LENGTH_MAX = 63;

function fitted(name: string): string {
  if (name.length <= NAME_LENGTH_MAX) return name;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${name.slice(0, NAME_LENGTH_MAX - digest.length - 1)}_${digest}`;
}

/**
 * snake_case tables and columns with speaking constraint names, so that hand-written SQL reads the
 * same on both engines and an error names the rule that was broken.
 */
export class SnakeNaming extends DefaultNamingStrategy implements NamingStrategyInterface {
  override columnName(propertyName: string, customName: string | undefined): string {
    return customName ?? snake(propertyName);
  }

  override primaryKeyName(table: Table | string): string {
    return fitted(`pk_${tableName(table)}`);
  }

  override foreignKeyName(table: Table | string, columns: string[]): string {
    return fitted(`fk_${tableName(table)}_${columns.map(snake).join('_')}`);
  }

  override indexName(table: Table | string, columns: string[]): string {
    return fitted(`ix_${tableName(table)}_${columns.map(snake).join('_')}`);
  }

  override uniqueConstraintName(table: Table | string, columns: string[]): string {
    return fitted(`uq_${tableName(table)}_${columns.map(snake).join('_')}`);
  }
}
