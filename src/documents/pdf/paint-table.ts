import {
  type CellBox,
  type PlacedRow,
  type RowBox,
  type TableLayout,
  type TablePage,
} from '../layout/table-layout.js';
import { BASELINE_EM } from '../layout/units.js';
import { type PdfCanvas } from './canvas.js';

const INNER_RULE = 0.5;
const OUTER_RULE = 1;
const HEAD_GRAY = 0.93;

/** Paints the part of a table that lies on one page: header, rows, rules. */
export function paintTablePage(canvas: PdfCanvas, table: TableLayout, page: TablePage): void {
  const left = table.edges[0]!;
  const right = table.edges.at(-1)!;
  if (table.headHeight > 0) {
    canvas.fill(left, page.top, right - left, table.headHeight, HEAD_GRAY);
    let y = page.top;
    const head = table.head.map((row): PlacedRow => {
      const placed = { ...row, y };
      y += row.height;
      return placed;
    });
    paintRows(canvas, table, head);
    if (page.rows.length > 0) canvas.rule(left, y, right, y, INNER_RULE);
  }
  paintRows(canvas, table, page.rows);
  canvas.rule(left, page.top, right, page.top, OUTER_RULE);
  canvas.rule(left, page.bottom, right, page.bottom, OUTER_RULE);
  canvas.rule(left, page.top, left, page.bottom, OUTER_RULE);
  canvas.rule(right, page.top, right, page.bottom, OUTER_RULE);
}

function paintRows(canvas: PdfCanvas, table: TableLayout, rows: readonly PlacedRow[]): void {
  paintSpans(canvas, table, rows);
  for (const row of rows) {
    for (const box of row.cells) {
      if (box.rowSpan === 1) paintCell(canvas, table, box, row, row.y, row.height);
    }
  }
  paintRowRules(canvas, table, rows);
  paintColumnRules(canvas, table, rows);
}

/** Merged cells: drawn over the rows of theirs that are on this page, their text again on each page. */
function paintSpans(canvas: PdfCanvas, table: TableLayout, rows: readonly PlacedRow[]): void {
  const extents = new Map<CellBox, { y: number; bottom: number }>();
  for (const row of rows) {
    for (const span of row.spans) {
      const extent = extents.get(span);
      if (extent) extent.bottom = row.y + row.height;
      else extents.set(span, { y: row.y, bottom: row.y + row.height });
    }
  }
  for (const [box, { y, bottom }] of extents) {
    const whole = { fromLine: 0, toLine: box.layout.lineCount, whole: true };
    paintCell(canvas, table, box, whole, y, bottom - y);
    const x = table.edges[box.column + box.colSpan]!;
    if (box.column + box.colSpan < table.edges.length - 1) canvas.rule(x, y, x, bottom, INNER_RULE);
  }
}

function paintCell(
  canvas: PdfCanvas,
  table: TableLayout,
  box: CellBox,
  lines: Pick<RowBox, 'fromLine' | 'toLine' | 'whole'>,
  top: number,
  height: number,
): void {
  const { size, leading, pad } = table.style;
  const pitch = size * leading;
  const x = table.edges[box.column]! + pad;
  const width = table.edges[box.column + box.colSpan]! - pad - x;
  const { parts, lineCount } = box.layout;
  const shown = Math.min(lines.toLine, lineCount) - lines.fromLine;
  const hasFoot = parts.some((part) => part.atFoot);
  let y = top + pad;
  if (lines.whole && !hasFoot) y = top + (height - shown * pitch) / 2;
  let index = 0;
  for (const part of parts) {
    if (part.atFoot && lines.whole)
      y = Math.max(y, top + height - pad - linesFrom(parts, part) * pitch);
    for (const line of part.lines) {
      if (index >= lines.fromLine && index < lines.toLine) {
        const align = part.align ?? box.align;
        const blank =
          align === 'center'
            ? (width - line.width) / 2
            : align === 'right'
              ? width - line.width
              : 0;
        const baseline = y + (pitch - size) / 2 + size * BASELINE_EM;
        canvas.line(part.text, line, x + blank, baseline, { size });
        y += pitch;
      }
      index++;
    }
  }
}

/** Lines from a foot part to the end of its cell. */
function linesFrom(
  parts: CellBox['layout']['parts'],
  part: CellBox['layout']['parts'][number],
): number {
  return parts.slice(parts.indexOf(part)).reduce((sum, p) => sum + p.lines.length, 0);
}

/** The rule between two rows, interrupted where a merged cell runs through. */
function paintRowRules(canvas: PdfCanvas, table: TableLayout, rows: readonly PlacedRow[]): void {
  const { edges } = table;
  for (let r = 0; r + 1 < rows.length; r++) {
    const y = rows[r + 1]!.y;
    const through = rows[r]!.spans.filter((span) => rows[r + 1]!.spans.includes(span));
    let from = 0;
    for (const span of [...through].sort((a, b) => a.column - b.column)) {
      if (span.column > from) canvas.rule(edges[from]!, y, edges[span.column]!, y, INNER_RULE);
      from = span.column + span.colSpan;
    }
    if (from < edges.length - 1) canvas.rule(edges[from]!, y, edges.at(-1)!, y, INNER_RULE);
  }
}

/** Long rules through runs of plain rows, short ones beside merged cells. */
function paintColumnRules(canvas: PdfCanvas, table: TableLayout, rows: readonly PlacedRow[]): void {
  const { edges } = table;
  let runTop: number | undefined;
  const endRun = (bottom: number): void => {
    if (runTop === undefined) return;
    for (let i = 1; i < edges.length - 1; i++) {
      canvas.rule(edges[i]!, runTop, edges[i]!, bottom, INNER_RULE);
    }
    runTop = undefined;
  };
  for (const row of rows) {
    if (row.plain) {
      runTop ??= row.y;
      continue;
    }
    endRun(row.y);
    for (const box of row.cells) {
      const edge = box.column + box.colSpan;
      if (box.rowSpan === 1 && edge < edges.length - 1) {
        canvas.rule(edges[edge]!, row.y, edges[edge]!, row.y + row.height, INNER_RULE);
      }
    }
  }
  const last = rows.at(-1);
  if (last) endRun(last.y + last.height);
}
