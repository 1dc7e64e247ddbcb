import { type Align, type Column, type Row, type Table } from '../blocks/blocks.js';
import { type CellLayout, CellSetter } from './table-cells.js';
import { columnWidths } from './table-columns.js';
import { type GridCell, placeCells } from './table-grid.js';
import { type Region, TablePager } from './table-pager.js';
import { type Typesetter } from './typesetter.js';
import { mm } from './units.js';

export interface TableStyle {
  /** Type size of body and header, points. */
  readonly size: number;
  /** Line pitch in em. */
  readonly leading: number;
  /** Blank inside each cell edge, points. */
  readonly pad: number;
}

export interface CellBox {
  readonly column: number;
  readonly colSpan: number;
  readonly rowSpan: number;
  readonly layout: CellLayout;
  readonly align: Align;
  readonly label: boolean;
}

/** A row, or the lines [fromLine, toLine) of a row too tall for a page. Heights in points. */
export interface RowBox {
  readonly cells: readonly CellBox[];
  /** Merged cells that cover this row, also those that begin above. */
  readonly spans: readonly CellBox[];
  readonly height: number;
  readonly fromLine: number;
  readonly toLine: number;
  /** Whole row in one piece: its cells are centred vertically. */
  readonly whole: boolean;
  /** All cells are one column wide and one row high. */
  readonly plain: boolean;
}
export interface PlacedRow extends RowBox {
  readonly y: number;
}
export interface TablePage {
  /** Top of the repeated header. */
  readonly top: number;
  readonly rows: readonly PlacedRow[];
  readonly bottom: number;
}
export interface TableLayout {
  readonly style: TableStyle;
  /** Column edges from the left, one more than columns. */
  readonly edges: readonly number[];
  readonly head: readonly RowBox[];
  readonly headHeight: number;
  readonly pages: readonly TablePage[];
}

/** Where a table may stand; points from the top left of the paper. */
export interface TablePlace {
  readonly x: number;
  readonly width: number;
  readonly region: (page: number) => Region;
  /** Room kept free under the totals for what belongs to them. */
  readonly tailHeight?: number;
}

/**
 * Lays a table out over pages: header repeated, rows kept whole where a page can hold them,
 * taller rows split by lines, totals and what follows them kept with the last row.
 */
export function layoutTable(
  table: Table,
  style: TableStyle,
  typesetter: Typesetter,
  { x, width, region, tailHeight = 0 }: TablePlace,
): TableLayout {
  const body = new CellSetter(typesetter, 'song', style.size);
  const label = new CellSetter(typesetter, 'hei', style.size);
  const edges = [x];
  for (const w of columnWidths(table, width, style, body)) edges.push(edges.at(-1)! + w);
  const build = (rows: readonly Row[], allLabels: boolean): RowBox[] =>
    new RowBuilder(table.columns, edges, style, allLabels ? label : body, label, allLabels).rows(
      rows,
    );
  const head = build(table.head, true);
  const headHeight = head.reduce((sum, row) => sum + row.height, 0);
  const pager = new TablePager(style, headHeight, region);
  pager.place(groupRows(build(table.body, false)), build(table.foot, false), tailHeight);
  return { style, edges, head, headHeight, pages: pager.pages };
}

class RowBuilder {
  constructor(
    private readonly columns: readonly Column[],
    private readonly edges: readonly number[],
    private readonly style: TableStyle,
    private readonly setter: CellSetter,
    private readonly labelSetter: CellSetter,
    private readonly allLabels: boolean,
  ) {}

  rows(rows: readonly Row[]): RowBox[] {
    const grid = placeCells(rows, this.columns.length);
    const boxes = grid.map((cells) => cells.map((cell) => this.box(cell)));
    const heights = rows.map((row, r) => this.naturalHeight(row, boxes[r]!));
    this.stretch(grid, boxes, heights);
    const open: { box: CellBox; until: number }[] = [];
    return boxes.map((cells, r) => {
      for (const box of cells) if (box.rowSpan > 1) open.push({ box, until: r + box.rowSpan });
      const spans = open.length === 0 ? [] : open.filter((s) => s.until > r).map((s) => s.box);
      const lines = Math.max(1, ...cells.map((c) => (c.rowSpan > 1 ? 1 : c.layout.lineCount)));
      const plain = cells.length === this.columns.length && spans.length === 0;
      const height = heights[r]!;
      return { cells, spans, height, fromLine: 0, toLine: lines, whole: true, plain };
    });
  }

  private box(placed: GridCell): CellBox {
    const { cell, column, colSpan, rowSpan } = placed;
    const label = this.allLabels || cell.label === true;
    const width = this.edges[column + colSpan]! - this.edges[column]! - 2 * this.style.pad;
    const layout = (label ? this.labelSetter : this.setter).set(cell, width);
    const align = cell.align ?? (label ? 'center' : this.columns[column]!.align);
    return { column, colSpan, rowSpan, layout, align, label };
  }

  private height(lines: number): number {
    return lines * this.style.size * this.style.leading + 2 * this.style.pad;
  }

  private naturalHeight(row: Row, boxes: readonly CellBox[]): number {
    let lines = 1;
    for (const box of boxes) {
      if (box.rowSpan === 1 && box.layout.lineCount > lines) lines = box.layout.lineCount;
    }
    return Math.max(this.height(lines), mm(row.minHeight ?? 0));
  }

  /** A merged cell with more text than its rows makes the last of them taller. */
  private stretch(grid: GridCell[][], boxes: CellBox[][], heights: number[]): void {
    grid.forEach((cells, r) => {
      cells.forEach(({ rowSpan }, c) => {
        if (rowSpan === 1) return;
        const have = heights.slice(r, r + rowSpan).reduce((sum, h) => sum + h, 0);
        const need = this.height(boxes[r]![c]!.layout.lineCount);
        if (need > have) heights[r + rowSpan - 1]! += need - have;
      });
    });
  }
}

/** Rows tied together by merged cells form one group, kept on one page where possible. */
function groupRows(rows: readonly RowBox[]): RowBox[][] {
  const groups: RowBox[][] = [];
  let previous: readonly CellBox[] = [];
  for (const row of rows) {
    const tied = row.spans.some((span) => previous.includes(span));
    if (tied) groups.at(-1)!.push(row);
    else groups.push([row]);
    previous = row.spans;
  }
  return groups;
}
