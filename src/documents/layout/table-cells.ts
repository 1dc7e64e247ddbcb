import { type Align, type Cell, type CellPart } from '../blocks/blocks.js';
import { type RoleName } from '../fonts/font-roles.js';
import { breakLines, type Line } from './line-breaker.js';
import { type StyledText, type Typesetter } from './typesetter.js';

/** A paragraph of a cell, broken for its width. */
export interface PartLayout {
  readonly text: StyledText;
  readonly lines: readonly Line[];
  readonly align: Align | undefined;
  readonly atFoot: boolean;
}
export interface CellLayout {
  readonly parts: readonly PartLayout[];
  readonly lineCount: number;
}

/** Longer texts hardly ever repeat; keeping them would only cost memory. */
const CACHED_LENGTH_MAX = 24;
const CACHE_SIZE_MAX = 20_000;

/** Breaks cell texts of one role and size; short texts (units, codes, dates) are broken once per width. */
export class CellSetter {
  private readonly cache = new Map<number, Map<string, CellLayout>>();

  constructor(
    private readonly typesetter: Typesetter,
    private readonly role: RoleName,
    readonly size: number,
  ) {}

  set(cell: Cell, width: number): CellLayout {
    const [only] = cell.parts;
    if (cell.parts.length === 1 && only && only.align === undefined)
      return this.single(only, width);
    const parts = cell.parts.map((part) => this.layOut(part, width));
    return { parts, lineCount: parts.reduce((sum, part) => sum + part.lines.length, 0) };
  }

  text(text: string): StyledText {
    return this.typesetter.text(text, this.role);
  }

  private single(part: CellPart, width: number): CellLayout {
    if (part.text.length > CACHED_LENGTH_MAX) return this.wrap(part, width);
    let texts = this.cache.get(width);
    if (!texts) this.cache.set(width, (texts = new Map<string, CellLayout>()));
    let layout = texts.get(part.text);
    if (!layout) {
      layout = this.wrap(part, width);
      if (texts.size < CACHE_SIZE_MAX) texts.set(part.text, layout);
    }
    return layout;
  }

  private wrap(part: CellPart, width: number): CellLayout {
    const layout = this.layOut(part, width);
    return { parts: [layout], lineCount: layout.lines.length };
  }

  private layOut(part: CellPart, width: number): PartLayout {
    const text = this.text(part.text);
    const lines = breakLines(text, this.size, width);
    return { text, lines, align: part.align, atFoot: part.atFoot === true };
  }
}
