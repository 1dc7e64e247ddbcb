import { type SheetDocument } from '../blocks/blocks.js';
import { type RoleName } from '../fonts/font-roles.js';
import { breakBalanced, breakLines, type Line, textWidth } from './line-breaker.js';
import { type SheetStyle, sheetStyle } from './sheet-style.js';
import { layoutTable, type TableLayout } from './table-layout.js';
import { type StyledText, type Typesetter } from './typesetter.js';
import { BASELINE_EM } from './units.js';

/** A line of text with its place on the page, points from the top left. */
export interface PlacedLine {
  readonly text: StyledText;
  readonly line: Line;
  readonly size: number;
  readonly x: number;
  readonly baseline: number;
}
export interface SheetPage {
  /** Title and meta line, or the running head of a later page. */
  readonly head: readonly PlacedLine[];
  /** Notes and signatures under the table, on the last page only. */
  readonly tail: readonly PlacedLine[];
  /** Small print and page number. */
  readonly foot: readonly PlacedLine[];
}
export interface SheetLayout {
  readonly style: SheetStyle;
  readonly table: TableLayout;
  readonly pages: readonly SheetPage[];
}

const LINE_PITCH_EM = 1.5;
const NOTE_GAP = 4;
const SIGNATURE_GAP = 6;

/** Lays a sheet out: heading, table over pages, notes and signatures on the page of the last row. */
export function layoutSheet(sheet: SheetDocument, typesetter: Typesetter): SheetLayout {
  return new SheetComposer(sheet, typesetter).compose();
}

class SheetComposer {
  private readonly style: SheetStyle;
  private readonly width: number;

  constructor(
    private readonly sheet: SheetDocument,
    private readonly typesetter: Typesetter,
  ) {
    this.style = sheetStyle(sheet);
    this.width = this.style.width - 2 * this.style.margin.x;
  }

  compose(): SheetLayout {
    const { style, sheet } = this;
    const first = this.heading();
    const running = this.runningHead();
    const bottom = style.height - style.margin.bottom - style.smallSize * 2;
    const table = layoutTable(sheet.table, style.table, this.typesetter, {
      x: style.margin.x,
      width: this.width,
      region: (page) => ({ top: page === 0 ? first.bottom : running.bottom, bottom }),
      tailHeight: this.tail(0).bottom,
    });
    const { pages } = table;
    return {
      style,
      table,
      pages: pages.map(({ bottom: tableBottom }, i) => ({
        head: i === 0 ? first.lines : running.lines,
        tail: i === pages.length - 1 ? this.tail(tableBottom).lines : [],
        foot: this.foot(i + 1, pages.length),
      })),
    };
  }

  private heading(): { lines: PlacedLine[]; bottom: number } {
    const { style, sheet } = this;
    const title = this.typesetter.text(sheet.title, 'title');
    let y = style.margin.top;
    const lines = breakBalanced(title, style.titleSize, this.width).map((line) => {
      const x = (style.width - line.width) / 2;
      const placed = this.at(title, line, style.titleSize, x, y);
      y += style.titleSize * 1.3;
      return placed;
    });
    y += style.metaSize * 0.6;
    return {
      lines: [...lines, ...this.ends(sheet.left, sheet.right, style.metaSize, y)],
      bottom: y + style.metaSize * 1.5,
    };
  }

  private runningHead(): { lines: PlacedLine[]; bottom: number } {
    const { style, sheet } = this;
    const left = `${sheet.title.replaceAll('\n', '')}（续）`;
    const right = sheet.left;
    const size = style.smallSize;
    const y = style.margin.top;
    return { lines: this.ends(left, right, size, y), bottom: y + size * 1.6 };
  }

  private tail(top: number): { lines: PlacedLine[]; bottom: number } {
    const { style, sheet } = this;
    const size = style.metaSize;
    const lines: PlacedLine[] = [];
    let y = top + NOTE_GAP;
    for (const note of sheet.notes) {
      const text = this.typesetter.text(note, 'song');
      for (const line of breakLines(text, size, this.width)) {
        lines.push(this.at(text, line, size, style.margin.x, y));
        y += size * LINE_PITCH_EM;
      }
    }
    if (sheet.signatures.length > 0) {
      y += SIGNATURE_GAP;
      const step = this.width / sheet.signatures.length;
      sheet.signatures.forEach((signature, i) => {
        lines.push(this.single(signature, 'song', size, style.margin.x + i * step, y));
      });
      y += size * LINE_PITCH_EM;
    }
    return { lines, bottom: y };
  }

  private foot(page: number, pages: number): PlacedLine[] {
    const { style, sheet } = this;
    const y = style.height - style.margin.bottom - style.smallSize;
    const missing = this.typesetter.missingNames();
    const gaps = missing === '' ? '' : `　〓为字库缺字：${missing}`;
    const number = this.typesetter.text(`第${page}页　共${pages}页`, 'song');
    const x = (style.width - textWidth(number, style.smallSize)) / 2;
    const [line] = breakLines(number, style.smallSize, this.width);
    return [
      ...this.ends(sheet.imprint + gaps, '', style.smallSize, y),
      ...(line ? [this.at(number, line, style.smallSize, x, y)] : []),
    ];
  }

  /** One line with a text at each end. */
  private ends(left: string, right: string, size: number, y: number): PlacedLine[] {
    const { margin, width } = this.style;
    const placed: PlacedLine[] = [];
    if (left !== '') placed.push(this.single(left, 'song', size, margin.x, y));
    if (right !== '') {
      const text = this.typesetter.text(right, 'song');
      placed.push(this.single(right, 'song', size, width - margin.x - textWidth(text, size), y));
    }
    return placed;
  }

  private single(value: string, role: RoleName, size: number, x: number, y: number): PlacedLine {
    const text = this.typesetter.text(value, role);
    const line = breakLines(text, size, Infinity)[0]!;
    return this.at(text, line, size, x, y);
  }

  private at(text: StyledText, line: Line, size: number, x: number, y: number): PlacedLine {
    return { text, line, size, x, baseline: y + size * BASELINE_EM };
  }
}
