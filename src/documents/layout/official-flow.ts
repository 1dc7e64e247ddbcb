import { type TableLayout } from './table-layout.js';
import { type Line } from './line-breaker.js';
import { type StyledText } from './typesetter.js';

/** A line of text placed relative to the left edge of 版心 and the top of its grid row. */
export interface FlowText {
  readonly text: StyledText;
  readonly line: Line;
  readonly size: number;
  /** Points from the left edge of 版心. */
  readonly x: number;
  /** Points from the top of the row to the top of the character box. */
  readonly dy: number;
  readonly tracking: number;
  /** Extra points in each stretchable gap. */
  readonly spread: number;
  readonly color?: string;
}

/** One or more grid rows that are never divided. */
export interface FlowLines {
  readonly kind: 'lines';
  readonly rows: number;
  readonly texts: readonly FlowText[];
  /** Structure element; lines of one element on one page are tagged together. */
  readonly element: { readonly tag: 'H1' | 'H2' | 'H3' | 'P'; readonly bookmark?: string };
  /** No page break before this item. */
  readonly glued: boolean;
  /** Red rule this many points below the top of the row. */
  readonly redRuleAt?: number;
}
/** Blank rows; dropped at the top of a page. */
export interface FlowGap {
  readonly kind: 'gap';
  readonly rows: number;
  readonly glued: boolean;
}
export interface FlowBreak {
  readonly kind: 'break';
}
export interface FlowTable {
  readonly kind: 'table';
  /** Lays the table out from the given top (points on the page) to the bottom of 版心. */
  readonly layOut: (firstTop: number) => TableLayout;
}
export type FlowItem = FlowLines | FlowGap | FlowBreak | FlowTable;

/** An item with the grid row where it starts. */
export interface PlacedLines {
  readonly item: FlowLines;
  readonly row: number;
}
export interface PlacedTable {
  readonly table: TableLayout;
  readonly page: number;
}
export interface FlowPage {
  readonly lines: PlacedLines[];
  readonly tables: PlacedTable[];
  /** Rows used from the top. */
  used: number;
}

/**
 * Distributes the flow over pages of `rowsMax` grid rows. Items glued together move to the next
 * page together, which keeps headings with their text and a signature with the end of the body
 * (GB/T 9704-2012 §7.3.5.5); a chain longer than a page is divided where the page ends.
 */
export function paginate(
  items: readonly FlowItem[],
  rowsMax: number,
  topOf: (row: number) => number,
  rowOf: (y: number) => number,
): FlowPage[] {
  const pages: FlowPage[] = [{ lines: [], tables: [], used: 0 }];
  const current = (): FlowPage => pages.at(-1)!;
  const turn = (): void => void pages.push({ lines: [], tables: [], used: 0 });
  const isEmpty = (page: FlowPage): boolean => page.lines.length + page.tables.length === 0;

  let i = 0;
  while (i < items.length) {
    const item = items[i]!;
    if (item.kind === 'break') {
      if (!isEmpty(current())) turn();
      i++;
    } else if (item.kind === 'table') {
      const table = item.layOut(topOf(current().used));
      table.pages.forEach((part, p) => {
        if (p > 0) turn();
        current().tables.push({ table, page: p });
        current().used = rowOf(part.bottom);
      });
      i++;
    } else {
      const end = chainEnd(items, i);
      const chain = items.slice(i, end) as (FlowLines | FlowGap)[];
      const rows = chain.reduce((sum, link) => sum + link.rows, 0);
      if (current().used + rows > rowsMax && rows <= rowsMax && !isEmpty(current())) turn();
      for (const link of chain) placeLink(link);
      i = end;
    }
  }
  return pages;

  function placeLink(link: FlowLines | FlowGap): void {
    if (link.kind === 'gap') {
      if (!isEmpty(current())) current().used = Math.min(rowsMax, current().used + link.rows);
      return;
    }
    if (current().used + link.rows > rowsMax && !isEmpty(current())) turn();
    current().lines.push({ item: link, row: current().used });
    current().used += link.rows;
  }
}

/** End of the chain that starts at `from`: the following items that are glued to it. */
function chainEnd(items: readonly FlowItem[], from: number): number {
  let end = from + 1;
  for (; end < items.length; end++) {
    const next = items[end]!;
    if ((next.kind !== 'lines' && next.kind !== 'gap') || !next.glued) break;
  }
  return end;
}
