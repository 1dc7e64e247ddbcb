import { blankHalf, Kind, kindOf, mayBreakBetween, mayDivideAfter } from './character-class.js';
import { roleAt, type StyledText } from './typesetter.js';

/** One line: code points [start, end) of the text. Widths in points. */
export interface Line {
  readonly start: number;
  readonly end: number;
  /** Natural width without trailing spaces, or the full measure when squeezed. */
  readonly width: number;
  /** Last line of its paragraph: never justified. */
  readonly last: boolean;
  /** Points to take out of the blank halves of full-width marks so that a closing mark still fits. */
  readonly squeeze: number;
  /** Blank before the first character. */
  readonly indent: number;
}

export interface BreakOptions {
  /** First-line indent in points. */
  readonly indent?: number;
  /** Indent of the following lines in points (悬挂缩进). */
  readonly hang?: number;
  /** Added after every character, points. */
  readonly tracking?: number;
  /** Whether a closing mark may be pulled in by squeezing punctuation (default true). */
  readonly squeeze?: boolean;
}

const TOLERANCE = 0.01;

/** Fills lines one after another; `i` is the character being placed. */
class LineFiller {
  readonly lines: Line[] = [];
  private readonly scale: number;
  private readonly indent: number;
  private readonly hang: number;
  private readonly tracking: number;
  private i = 0;
  private start = 0;
  private width: number;
  /** Last place the line may end, −1 when none yet, and the width up to there. */
  private breakAt = -1;
  private breakWidth = 0;
  /** Points that the full-width marks so far could give up. */
  private slack = 0;

  constructor(
    private readonly text: StyledText,
    private readonly size: number,
    private readonly measure: number,
    private readonly options: BreakOptions,
  ) {
    this.scale = size / 1000;
    this.indent = options.indent ?? 0;
    this.hang = options.hang ?? 0;
    this.tracking = options.tracking ?? 0;
    this.width = this.indent;
  }

  fill(): Line[] {
    const { cps } = this.text;
    while (this.i < cps.length) this.place(cps[this.i]!);
    const tail = this.lines.pop();
    if (!tail || cps.length > this.start) {
      if (tail) this.lines.push(tail);
      this.push(cps.length, this.width, true, 0);
    } else this.lines.push({ ...tail, last: true });
    return this.lines;
  }

  private place(cp: number): void {
    const { cps } = this.text;
    const kind = kindOf(cp);
    if (kind === Kind.NewLine) {
      this.push(this.i, this.width, true, 0);
      this.restart(this.i + 1);
      return;
    }
    if (this.i > this.start && mayBreakBetween(cps[this.i - 1]!, cp)) {
      this.breakAt = this.i;
      this.breakWidth = this.width;
    }
    const width = this.advance(this.i);
    const half = cp < 0x10000 && blankHalf[cp] && width >= this.size * 0.9 ? width / 2 : 0;
    const over = this.width + width - this.tracking - this.measure;
    if (over <= TOLERANCE || this.i === this.start || kind === Kind.Space) {
      this.width += width;
      this.slack += half;
      this.i++;
    } else this.turn(kind, half, over);
  }

  /** Ends the line before (or, by squeezing, after) the character that does not fit. */
  private turn(kind: Kind, half: number, over: number): void {
    const { cps } = this.text;
    const next = this.i + 1;
    const mayEndHere =
      next >= cps.length ||
      mayBreakBetween(cps[this.i]!, cps[next]!) ||
      kindOf(cps[next]!) >= Kind.Space;
    const slack = this.slack + half;
    if (
      this.options.squeeze !== false &&
      kind === Kind.Close &&
      half > 0 &&
      mayEndHere &&
      over <= slack + TOLERANCE
    ) {
      this.push(next, this.measure, false, over);
      this.restart(this.skipSpaces(next));
    } else if (this.breakAt > this.start) {
      this.push(this.breakAt, this.breakWidth, false, 0);
      this.restart(this.skipSpaces(this.breakAt));
    } else {
      const end = divideWord(cps, this.start, this.i);
      let kept = this.width;
      for (let j = end; j < this.i; j++) kept -= this.advance(j);
      this.push(end, kept, false, 0);
      this.restart(this.skipSpaces(end));
    }
    // The line was turned exactly where the writer broke it: no empty line between.
    if (this.i < cps.length && kindOf(cps[this.i]!) === Kind.NewLine) this.restart(this.i + 1);
  }

  private advance(i: number): number {
    return roleAt(this.text, i).width(this.text.cps[i]!) * this.scale + this.tracking;
  }

  private push(end: number, width: number, last: boolean, squeeze: number): void {
    const indent = this.lines.length === 0 ? this.indent : this.hang;
    this.lines.push({ start: this.start, end, width, last, squeeze, indent });
  }

  private restart(at: number): void {
    this.i = at;
    this.start = at;
    this.width = this.hang;
    this.breakAt = -1;
    this.slack = 0;
  }

  private skipSpaces(from: number): number {
    const { cps } = this.text;
    let i = from;
    while (i < cps.length && kindOf(cps[i]!) === Kind.Space) i++;
    return i;
  }
}

/**
 * Breaks text into lines no wider than `measure` points, greedily, with the Chinese rules of line
 * edges (GB/T 15834-2011 §5.1): no closing mark first, no opening mark last, —— and …… whole;
 * words, codes and numbers with their unit whole. A word wider than the measure is divided, after
 * - / _ @ . if it has one.
 */
export function breakLines(
  text: StyledText,
  size: number,
  measure: number,
  options: BreakOptions = {},
): Line[] {
  return new LineFiller(text, size, measure, options).fill();
}

/** The natural width of a text on one line, in points. */
export function textWidth(text: StyledText, size: number, tracking = 0): number {
  let width = 0;
  for (let i = 0; i < text.cps.length; i++) {
    width += (roleAt(text, i).width(text.cps[i]!) * size) / 1000 + tracking;
  }
  return width;
}

/** The widest piece of a text that may not be divided, in points. */
export function widestUnit(text: StyledText, size: number): number {
  let widest = 0;
  let width = 0;
  for (let i = 0; i < text.cps.length; i++) {
    const cp = text.cps[i]!;
    if (kindOf(cp) === Kind.NewLine || (i > 0 && mayBreakBetween(text.cps[i - 1]!, cp))) width = 0;
    if (kindOf(cp) !== Kind.NewLine) width += (roleAt(text, i).width(cp) * size) / 1000;
    widest = Math.max(widest, width);
  }
  return widest;
}

/** Narrowest measure that keeps the number of lines: centred titles get lines of even length. */
export function breakBalanced(text: StyledText, size: number, measure: number): Line[] {
  const options = { squeeze: false };
  const count = breakLines(text, size, measure, options).length;
  if (count < 2) return breakLines(text, size, measure, options);
  let low = measure / 2;
  let high = measure;
  for (let step = 0; step < 12; step++) {
    const middle = (low + high) / 2;
    if (breakLines(text, size, middle, options).length <= count) high = middle;
    else low = middle;
  }
  return breakLines(text, size, high, options);
}

/** End of the line when a word [start, overflow) is longer than the measure. */
function divideWord(cps: readonly number[], start: number, overflow: number): number {
  for (let end = overflow; end > start + 1; end--) {
    if (mayDivideAfter(cps[end - 1]!) && kindOf(cps[end]!) !== Kind.Close) return end;
  }
  let end = overflow;
  while (end > start + 1 && edgeForbidden(cps[end - 1]!, cps[end]!)) end--;
  return edgeForbidden(cps[end - 1]!, cps[end]!) ? overflow : end;
}

function edgeForbidden(before: number, after: number): boolean {
  return kindOf(after) === Kind.Close || kindOf(before) === Kind.Open;
}
