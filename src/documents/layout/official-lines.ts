import { type Run } from '../blocks/blocks.js';
import { type RoleName } from '../fonts/font-roles.js';
import { stretchableGaps } from './character-class.js';
import { breakBalanced, breakLines, type Line, textWidth } from './line-breaker.js';
import { OFFICIAL } from './official-style.js';
import { type FlowLines, type FlowText } from './official-flow.js';
import { type StyledText, type Typesetter } from './typesetter.js';

const { grid, area } = OFFICIAL;

export interface ParagraphOptions {
  readonly element: FlowLines['element'];
  /** Characters of first-line indent, and of indent of the following lines. */
  readonly indentChars?: number;
  readonly hangChars?: number;
  /** No page break before the first line. */
  readonly glued?: boolean;
}

/** Sets text in the grid of 三号 characters. */
export class GridSetter {
  constructor(private readonly typesetter: Typesetter) {}

  /** Body text: bold runs in 黑体, justified, one flow item for each line. */
  paragraph(runs: readonly Run[], role: RoleName, options: ParagraphOptions): FlowLines[] {
    const text = this.typesetter.runs(
      runs.map((run) => ({ text: run.text, role: run.strong ? 'hei' : role })),
    );
    const { indentChars = 0, hangChars = 0, element, glued = false } = options;
    const lines = breakLines(text, grid.size, area.width, {
      indent: indentChars * grid.charPitch,
      hang: hangChars * grid.charPitch,
      tracking: grid.tracking,
    });
    return lines.map((line, i) => ({
      kind: 'lines',
      rows: 1,
      element,
      glued: i === 0 && glued,
      texts: [this.gridText(text, line, line.indent, spreadOf(text, line))],
    }));
  }

  /** A single line of body size at `x` points from the left edge of 版心. */
  single(value: string, role: RoleName, x: number, row = 0): FlowText {
    const text = this.typesetter.text(value, role);
    const [line] = breakLines(text, grid.size, Infinity, { tracking: grid.tracking });
    return { ...this.gridText(text, line!, x, 0), dy: row * grid.linePitch };
  }

  width(value: string, role: RoleName): number {
    return textWidth(this.typesetter.text(value, role), grid.size, grid.tracking) - grid.tracking;
  }

  /** A centred title in 二号 小标宋; typed line breaks are kept, long lines broken evenly. */
  title(value: string, bookmark: string): FlowLines {
    const { size, pitch } = OFFICIAL.title;
    const texts = value.split('\n').flatMap((part) => {
      const text = this.typesetter.text(part, 'title');
      return breakBalanced(text, size, area.width).map((line) => ({ text, line }));
    });
    const placed = texts.map(({ text, line }, i): FlowText => {
      const x = (area.width - line.width) / 2;
      return { text, line, size, x, dy: i * pitch - 2, tracking: 0, spread: 0 };
    });
    const rows = Math.ceil((placed.length * pitch) / grid.linePitch - 0.2);
    return { kind: 'lines', rows, texts: placed, element: { tag: 'H1', bookmark }, glued: false };
  }

  /** Small text centred on `centre` points from the left edge of 版心. */
  centredSmall(value: string, size: number, centre: number, row: number, color: string): FlowText {
    const text = this.typesetter.text(value, 'song');
    const [line] = breakLines(text, size, Infinity);
    const dy = row * grid.linePitch + (grid.size - size) / 2;
    return {
      text,
      line: line!,
      size,
      x: centre - line!.width / 2,
      dy,
      tracking: 0,
      spread: 0,
      color,
    };
  }

  private gridText(text: StyledText, line: Line, x: number, spread: number): FlowText {
    return { text, line, size: grid.size, x, dy: 0, tracking: grid.tracking, spread };
  }
}

/** Slack of a full line shared among its gaps, so that lines end at the edge of 版心 (两端对齐). */
function spreadOf(text: StyledText, line: Line): number {
  if (line.last || line.squeeze > 0) return 0;
  const slack = area.width - (line.width - grid.tracking);
  const gaps = stretchableGaps(text.cps, line.start, line.end);
  // A line that ends far from the edge was broken before a long code; stretching it would tear it.
  return gaps > 0 && slack > 0 && slack < grid.size * 3 ? slack / gaps : 0;
}
