import { type PlacedLine, type SheetLayout } from '../layout/sheet-layout.js';
import { type PdfCanvas } from './canvas.js';
import { paintTablePage } from './paint-table.js';

/** Paints a laid-out sheet. Tagged coarsely: a title, a table part and notes for each page. */
export function paintSheet(canvas: PdfCanvas, layout: SheetLayout): void {
  const { style, table, pages } = layout;
  pages.forEach((page, i) => {
    canvas.addPage(style.width, style.height);
    const head = (): void => paintLines(canvas, page.head);
    if (i === 0) canvas.tagged('H1', head);
    else canvas.artifact('Pagination', head);
    canvas.tagged('Table', () => paintTablePage(canvas, table, table.pages[i]!));
    if (page.tail.length > 0) canvas.tagged('P', () => paintLines(canvas, page.tail));
    canvas.artifact('Pagination', () => paintLines(canvas, page.foot));
  });
}

function paintLines(canvas: PdfCanvas, lines: readonly PlacedLine[]): void {
  for (const { text, line, size, x, baseline } of lines) {
    canvas.line(text, line, x, baseline, { size });
  }
}
