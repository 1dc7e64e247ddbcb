import { blankHalf, insideWord } from '../layout/character-class.js';
import { type Line } from '../layout/line-breaker.js';
import { roleAt, type StyledText } from '../layout/typesetter.js';
import { type Face } from '../fonts/face.js';
import { createPdf, EmbeddedFace, type PdfIdentity } from './pdfkit-internals.js';

export const BLACK = '0 0 0';
export const GREY = '0.45 0.45 0.45';

export interface LineStyle {
  readonly size: number;
  /** Added after every character, points. */
  readonly tracking?: number;
  /** Extra points in each gap that may be stretched (两端对齐), see `stretchableGaps`. */
  readonly spread?: number;
  /** `r g b` of 0–1. */
  readonly color?: string;
}

/** Characters that share face and spacing. */
interface Segment {
  readonly from: number;
  readonly to: number;
  readonly face: Face;
  readonly size: number;
  readonly spacing: number;
  /** Points that each full-width mark gives up, 0 in most lines. */
  readonly squeezed: number;
}

const round = (value: number): number => Math.round(value * 1000) / 1000;

/**
 * Draws on the pages of one PDF. Coordinates are points from the top left of the paper. Text of a
 * page is collected and written as one block of operators: this is what makes long ledgers fast.
 */
export class PdfCanvas {
  private readonly doc: PDFKit.PDFDocument;
  private readonly faces = new Map<Face, EmbeddedFace>();
  private readonly root: PDFKit.PDFStructureElement;
  private graphics: string[] = [];
  private texts: string[] = [];
  private height = 0;
  private pen = '';
  private font = '';
  private color = '';
  private spacing = 0;

  constructor(identity: PdfIdentity) {
    this.doc = createPdf(identity);
    this.root = this.doc.struct('Document');
    this.doc.addStructure(this.root);
  }

  addPage(width: number, height: number): void {
    this.flush();
    this.doc.addPage({ size: [width, height], margin: 0 });
    this.height = height;
  }

  rule(x1: number, y1: number, x2: number, y2: number, width: number, color = BLACK): void {
    const pen = `${round(width)} w ${color} RG`;
    if (pen !== this.pen) this.graphics.push((this.pen = pen));
    this.graphics.push(`${round(x1)} ${round(y1)} m ${round(x2)} ${round(y2)} l S`);
  }

  fill(x: number, y: number, width: number, height: number, gray: number): void {
    const box = `${round(x)} ${round(y)} ${round(width)} ${round(height)}`;
    this.graphics.push(`q ${gray} g ${box} re f Q`);
  }

  /** Draws one broken line with its left end at `x` and the baseline at `y`. */
  line(text: StyledText, line: Line, x: number, y: number, style: LineStyle): void {
    const { size, tracking = 0, spread = 0, color = BLACK } = style;
    if (color !== this.color) this.texts.push(`${(this.color = color)} rg`);
    const { cps } = text;
    const baseline = round(this.height - y);
    const squeezed = line.squeeze > 0 ? innerSqueeze(text, line, size) : 0;
    const gapAfter = (i: number): number =>
      spread > 0 && (i + 1 >= line.end || !insideWord(cps[i]!, cps[i + 1]!)) ? spread : 0;
    let at = x;
    let from = line.start;
    while (from < line.end) {
      const face = roleAt(text, from).faceOf(cps[from]!);
      const gap = gapAfter(from);
      let to = from + 1;
      while (to < line.end && roleAt(text, to).faceOf(cps[to]!) === face && gapAfter(to) === gap)
        to++;
      at += this.segment(
        text,
        { from, to, face, size, squeezed, spacing: tracking + gap },
        at,
        baseline,
      );
      from = to;
    }
  }

  /** Draws something as a structure element of the document (H1, P, Table …). */
  tagged(type: string, draw: () => void): void {
    this.flush();
    const content = this.doc.markStructureContent(type);
    draw();
    this.flush();
    this.doc.endMarkedContent();
    this.root.add(this.doc.struct(type, {}, [content]));
  }

  /** Draws something that is no part of the text: rules, page numbers. */
  artifact(type: 'Pagination' | 'Layout', draw: () => void): void {
    this.flush();
    this.doc.markContent('Artifact', { type });
    draw();
    this.flush();
    this.doc.endMarkedContent();
  }

  bookmark(title: string): void {
    this.doc.outline.addItem(title);
  }

  /** Closes the document and gives its bytes. */
  async finish(): Promise<Buffer> {
    this.flush();
    this.root.end();
    this.doc.end();
    const chunks: Uint8Array[] = [];
    for await (const chunk of this.doc) chunks.push(chunk as Uint8Array);
    return Buffer.concat(chunks);
  }

  /** Draws one segment and returns its width. */
  private segment(text: StyledText, segment: Segment, x: number, baseline: number): number {
    const { from, to, face, size, spacing, squeezed } = segment;
    const embedded = this.embed(face);
    const font = `/${embedded.name} ${round(size)} Tf`;
    if (font !== this.font) {
      this.texts.push((this.font = font));
      embedded.useOn(this.doc);
    }
    if (spacing !== this.spacing) this.texts.push(`${round((this.spacing = spacing))} Tc`);
    const { cps } = text;
    const adjust = squeezed > 0 ? round((squeezed * 1000) / size) : 0;
    let codes = '';
    let width = 0;
    for (let i = from; i < to; i++) {
      const cp = cps[i]!;
      const advance = (roleAt(text, i).width(cp) * size) / 1000;
      const side = adjust > 0 ? squeezableSide(cp, advance, size) : 0;
      width += advance + spacing - (side === 0 ? 0 : squeezed);
      if (side < 0) codes += `> ${adjust} <`;
      codes += embedded.code(cp);
      if (side > 0) codes += `> ${adjust} <`;
    }
    const move = `1 0 0 1 ${round(x)} ${baseline} Tm`;
    this.texts.push(adjust > 0 ? `${move} [<${codes}>] TJ` : `${move} <${codes}> Tj`);
    return width;
  }

  private embed(face: Face): EmbeddedFace {
    let embedded = this.faces.get(face);
    if (!embedded) this.faces.set(face, (embedded = new EmbeddedFace(this.doc, face)));
    return embedded;
  }

  /** Writes what was collected. PDFKit's pages are flipped; text is written upright again. */
  private flush(): void {
    if (this.graphics.length > 0) this.doc.addContent(this.graphics.join('\n'));
    if (this.texts.length > 0) {
      const body = this.texts.join('\n');
      this.doc.addContent(`q 1 0 0 -1 0 ${round(this.height)} cm BT\n${body}\nET Q`);
    }
    this.graphics = [];
    this.texts = [];
    this.pen = '';
    this.font = '';
    this.color = '';
    this.spacing = 0;
  }
}

function squeezableSide(cp: number, advance: number, size: number): number {
  return cp < 0x10000 && advance >= size * 0.9 ? (blankHalf[cp] ?? 0) : 0;
}

/**
 * Points that each full-width mark inside a squeezed line gives up. The mark at the end gives its
 * blank half first, which nobody sees; only what is still over comes from the others.
 */
function innerSqueeze(text: StyledText, line: Line, size: number): number {
  const advance = (i: number): number => (roleAt(text, i).width(text.cps[i]!) * size) / 1000;
  let marks = 0;
  for (let i = line.start; i < line.end - 1; i++) {
    if (squeezableSide(text.cps[i]!, advance(i), size) !== 0) marks++;
  }
  const over = line.squeeze - advance(line.end - 1) / 2;
  return marks === 0 ? 0 : Math.max(0, over / marks);
}
