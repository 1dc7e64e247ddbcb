import { type Table } from '../blocks/blocks.js';
import { widestUnit } from './line-breaker.js';
import { type CellSetter } from './table-cells.js';
import { type TableStyle } from './table-layout.js';

/** Columns that must not break may together take this share of the table at most. */
const WHOLE_SHARE_MAX = 0.7;

/**
 * Widths in points that fill `width`: by weight, but a `whole` column is at least as wide as its
 * widest code, date or number, at the expense of the others.
 */
export function columnWidths(
  table: Table,
  width: number,
  style: TableStyle,
  setter: CellSetter,
): number[] {
  const weights = table.columns.map((column) => column.weight);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const shares = weights.map((weight) => (weight / total) * width);
  const needs = table.columns.map((column, i) =>
    column.whole ? Math.max(shares[i]!, widestInColumn(table, i, style, setter)) : 0,
  );
  const needed = needs.reduce((sum, need) => sum + need, 0);
  const limit = needs.every((need) => need > 0) ? width : width * WHOLE_SHARE_MAX;
  const scale = needed > limit ? limit / needed : 1;
  const rest = shares.reduce((sum, share, i) => sum + (needs[i] === 0 ? share : 0), 0);
  const left = width - needed * scale;
  if (rest === 0) return shares.map((_, i) => (needs[i]! * width) / needed);
  return shares.map((share, i) => (needs[i]! > 0 ? needs[i]! * scale : (share * left) / rest));
}

function widestInColumn(
  table: Table,
  column: number,
  style: TableStyle,
  setter: CellSetter,
): number {
  const seen = new Set<string>();
  let widest = 0;
  for (const row of table.body) {
    // Rows with merged cells are headings of a form, not values of this column.
    if (row.cells.length !== table.columns.length) continue;
    for (const part of row.cells[column]!.parts) {
      if (seen.has(part.text)) continue;
      seen.add(part.text);
      widest = Math.max(widest, widestUnit(setter.text(part.text), style.size));
    }
  }
  return widest === 0 ? 0 : widest + 2 * style.pad + 0.1;
}
