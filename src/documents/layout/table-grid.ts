import { type Cell, type Row } from '../blocks/blocks.js';
import { DocumentError } from '../document-error.js';

/** A cell with the column where it starts. */
export interface GridCell {
  readonly cell: Cell;
  readonly row: number;
  readonly column: number;
  readonly colSpan: number;
  readonly rowSpan: number;
}

/**
 * Gives each cell its column, as HTML does with merged cells. Throws `DocumentError('MARKUP')` when
 * a row has more or fewer cells than the table has columns.
 */
export function placeCells(rows: readonly Row[], columnCount: number): GridCell[][] {
  const taken: number[] = new Array<number>(columnCount).fill(0);
  return rows.map((row, r) => {
    const placed: GridCell[] = [];
    let column = 0;
    for (const cell of row.cells) {
      while (column < columnCount && taken[column]! > r) column++;
      const { colSpan = 1 } = cell;
      const rowSpan = Math.min(cell.rowSpan ?? 1, rows.length - r);
      if (column + colSpan > columnCount) fail(r, columnCount);
      for (let i = column; i < column + colSpan; i++) taken[i] = r + rowSpan;
      placed.push({ cell, row: r, column, colSpan, rowSpan });
      column += colSpan;
    }
    if (taken.some((until) => until <= r)) fail(r, columnCount);
    return placed;
  });
}

function fail(row: number, columns: number): never {
  throw new DocumentError('MARKUP', `表格第${row + 1}行的单元格数与${columns}列不符`);
}
