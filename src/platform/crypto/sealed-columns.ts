import type { FieldPlace } from './field-cipher.js';

/**
 * A column whose values are sealed by `FieldCipher`. Declare it once, in the room that owns the table, take
 * the place of each row's value from it, and list it in `app.parts.ts`: a rotation of the keys seals
 * anew what is in these columns, and a test looks for sealed values in any other.
 */
export class SealedColumn {
  constructor(
    readonly table: string,
    readonly column: string,
    /** Column with the row's id, which the value is bound to. */
    readonly key = 'id',
  ) {}

  at(rowId: string): FieldPlace {
    return { table: this.table, column: this.column, rowId };
  }
}

/** Injection token of every {@link SealedColumn} of the program. */
export const SEALED_COLUMNS = Symbol('SEALED_COLUMNS');
