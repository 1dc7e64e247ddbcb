import { breakLines, textWidth } from '../layout/line-breaker.js';
import { type FlowPage, type FlowText, type PlacedLines } from '../layout/official-flow.js';
import { type ImprintLayout, type OfficialLayout, rowTop } from '../layout/official-layout.js';
import { OFFICIAL } from '../layout/official-style.js';
import { type Typesetter } from '../layout/typesetter.js';
import { BASELINE_EM } from '../layout/units.js';
import { type PdfCanvas } from './canvas.js';
import { paintTablePage } from './paint-table.js';

const { area } = OFFICIAL;

/** Paints a laid-out official document, fully tagged, with bookmarks for its headings. */
export function paintOfficial(
  canvas: PdfCanvas,
  layout: OfficialLayout,
  typesetter: Typesetter,
): void {
  const bookmarked = new Set<object>();
  layout.pages.forEach((page, i) => {
    canvas.addPage(OFFICIAL.paper.width, OFFICIAL.paper.height);
    paintElements(canvas, page, bookmarked);
    for (const { table, page: part } of page.tables) {
      canvas.tagged('Table', () => paintTablePage(canvas, table, table.pages[part]!));
    }
    if (layout.imprint && i === layout.pages.length - 1) paintImprint(canvas, layout.imprint);
    paintFolio(canvas, typesetter, i + 1);
  });
}

/** Lines of one paragraph on one page become one structure element. */
function paintElements(canvas: PdfCanvas, page: FlowPage, bookmarked: Set<object>): void {
  let i = 0;
  while (i < page.lines.length) {
    const { element } = page.lines[i]!.item;
    let end = i + 1;
    while (page.lines[end]?.item.element === element) end++;
    const part = page.lines.slice(i, end);
    if (element.bookmark !== undefined && !bookmarked.has(element))
      canvas.bookmark(element.bookmark);
    bookmarked.add(element);
    canvas.tagged(element.tag, () => part.forEach((placed) => paintPlaced(canvas, placed)));
    for (const { item, row } of part) {
      if (item.redRuleAt === undefined) continue;
      const y = rowTop(row) + item.redRuleAt;
      canvas.artifact('Layout', () =>
        canvas.rule(area.left, y, area.right, y, OFFICIAL.redRule.width, OFFICIAL.red),
      );
    }
    i = end;
  }
}

function paintPlaced(canvas: PdfCanvas, { item, row }: PlacedLines): void {
  for (const text of item.texts) paintText(canvas, text, rowTop(row));
}

function paintText(canvas: PdfCanvas, placed: FlowText, top: number): void {
  const { text, line, size, x, dy, tracking, spread, color } = placed;
  const baseline = top + dy + size * BASELINE_EM;
  const style = { size, tracking, spread, ...(color !== undefined && { color }) };
  canvas.line(text, line, area.left + x, baseline, style);
}

function paintImprint(canvas: PdfCanvas, imprint: ImprintLayout): void {
  const { ruleThick, ruleThin } = OFFICIAL.imprint;
  canvas.artifact('Layout', () => {
    canvas.rule(area.left, imprint.top, area.right, imprint.top, ruleThick);
    if (imprint.middle !== undefined) {
      canvas.rule(area.left, imprint.middle, area.right, imprint.middle, ruleThin);
    }
    canvas.rule(area.left, area.bottom, area.right, area.bottom, ruleThick);
  });
  canvas.tagged('P', () => {
    for (const { text, line, size, x, baseline } of imprint.lines) {
      canvas.line(text, line, x, baseline, { size });
    }
  });
}

/** `— 1 —`, on odd pages one character from the right edge of 版心, on even pages from the left. */
function paintFolio(canvas: PdfCanvas, typesetter: Typesetter, page: number): void {
  const { size, gap } = OFFICIAL.folio;
  const text = typesetter.text(`— ${page} —`, 'song');
  const [line] = breakLines(text, size, Infinity);
  const width = textWidth(text, size);
  const x = page % 2 === 1 ? area.right - size - width : area.left + size;
  // The ink of the dash lies in the middle of the em box; it is what stands 7 mm below 版心.
  const baseline = area.bottom + gap + size * 0.38;
  canvas.artifact('Pagination', () => canvas.line(text, line!, x, baseline, { size }));
}
