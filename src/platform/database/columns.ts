import { Column, ForeignKey, Index, PrimaryColumn, type ColumnOptions } from 'typeorm';

/**
 * Entity columns whose types mean the same on SQLite and PostgreSQL. Their twins for migrations are
 * in `schema.ts`; a contract test compares the two on both engines.
 */
type Nullable = Pick<ColumnOptions, 'nullable'>;

/** Primary key, UUID v7 as text: sorts by creation time and reads the same on both engines. */
export const IdColumn = () => PrimaryColumn({ type: 'varchar', length: 36 });

/** Reference to the id of another entity, with a foreign key and an index of its own when asked. */
export function RefColumn(
  target: () => new () => object,
  options: Nullable & { index?: boolean } = {},
): PropertyDecorator {
  return (object, property) => {
    Column({ type: 'varchar', length: 36, nullable: options.nullable ?? false })(object, property);
    ForeignKey(target)(object, property);
    if (options.index) Index()(object, property);
  };
}

/** An id kept without a foreign key (subjects of audit rows, actors). */
export const LooseRefColumn = (options: Nullable = {}) =>
  Column({ type: 'varchar', length: 36, ...options });

/** UPPER_SNAKE code of a code list. */
export const CodeColumn = (options: Nullable = {}) =>
  Column({ type: 'varchar', length: 64, ...options });

/** Short single-line text. */
export const StringColumn = (length: number, options: Nullable = {}) =>
  Column({ type: 'varchar', length, ...options });

/** Text of any length. */
export const TextColumn = (options: Nullable = {}) => Column({ type: 'text', ...options });

/** Business date `YYYY-MM-DD` in Asia/Shanghai; text, so that it never shifts with a time zone. */
export const DateColumn = (options: Nullable = {}) =>
  Column({ type: 'varchar', length: 10, ...options });

/** Instant in UTC, `YYYY-MM-DDTHH:mm:ss.sssZ`; text of fixed shape, so that text order is time order. */
export const InstantColumn = (options: Nullable = {}) =>
  Column({ type: 'varchar', length: 24, ...options });

export const IntegerColumn = (options: Nullable & { default?: number } = {}) =>
  Column({ type: 'integer', ...options });

/** Money in fen, whole. */
export const FenColumn = (options: Nullable = {}) => Column({ type: 'bigint', ...options });

/** A whole number that may pass 2³¹ (sequence numbers). */
export const BigColumn = (options: Nullable = {}) => Column({ type: 'bigint', ...options });

/** Boolean kept as 0 or 1; raw rows give the number, `Boolean(row.x)` at the edge. */
export const FlagColumn = (options: { default?: 0 | 1 } = {}) =>
  Column({
    type: 'integer',
    ...options,
    transformer: {
      to: (value: boolean | number | undefined) =>
        value === undefined ? undefined : Number(value),
      from: (value: number) => Boolean(value),
    },
  });

/** JSON kept as text; raw rows give the text, parse at the edge. */
export const JsonColumn = (options: Nullable = {}) =>
  Column({
    type: 'text',
    ...options,
    transformer: {
      to: (value: unknown) =>
        value === undefined || value === null ? value : JSON.stringify(value),
      from: (value: string | null): unknown => (value === null ? null : JSON.parse(value)),
    },
  });

/** Row version for optimistic locking; starts at 1. */
export const RowVersionColumn = () => Column({ type: 'integer', default: 1 });
