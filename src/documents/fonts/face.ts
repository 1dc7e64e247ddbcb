import fs from 'node:fs';
import * as fontkit from 'fontkit';
import { DocumentError } from '../document-error.js';

const UNKNOWN = 0xffff;
const BMP = 0x10000;

/** The parts of a fontkit font that are read below its public API, for speed. */
interface FontInternals extends fontkit.Font {
  _cmapProcessor?: { lookup(codePoint: number): number };
}

/**
 * One font file, parsed once per process. Glyph id and advance of each code point are kept in
 * flat arrays: a ledger asks for them millions of times. Only cmap and hmtx are consulted, which
 * is right for Han text (no ligatures, no kerning).
 */
export class Face {
  readonly font: fontkit.Font;
  private readonly gids = new Uint16Array(BMP).fill(UNKNOWN);
  private readonly advances = new Float32Array(BMP);
  private readonly astral = new Map<number, { gid: number; advance: number }>();

  /** `spec` is a path, or `path#PostScriptName` for one face of a collection. */
  constructor(readonly spec: string) {
    const [file = '', postscriptName] = spec.split('#');
    const opened = fontkit.create(fs.readFileSync(file), postscriptName);
    const font = 'fonts' in opened ? opened.fonts[0] : opened;
    if (!font) throw new DocumentError('FONTS', `字体文件“${file}”中没有可用的字形`);
    this.font = font;
  }

  /** Glyph id of a code point, 0 when the face lacks it. */
  gid(codePoint: number): number {
    if (codePoint >= BMP) return this.lookUpAstral(codePoint).gid;
    const known = this.gids[codePoint] ?? UNKNOWN;
    if (known !== UNKNOWN) return known;
    const found = this.lookUp(codePoint);
    this.gids[codePoint] = found.gid;
    this.advances[codePoint] = found.advance;
    return found.gid;
  }

  /** Advance in thousandths of an em. */
  advance(codePoint: number): number {
    if (codePoint >= BMP) return this.lookUpAstral(codePoint).advance;
    if (this.gids[codePoint] === UNKNOWN) this.gid(codePoint);
    return this.advances[codePoint] ?? 0;
  }

  private lookUpAstral(codePoint: number): { gid: number; advance: number } {
    let found = this.astral.get(codePoint);
    if (!found) this.astral.set(codePoint, (found = this.lookUp(codePoint)));
    return found;
  }

  private lookUp(codePoint: number): { gid: number; advance: number } {
    const internals = this.font as FontInternals;
    const gid =
      internals._cmapProcessor?.lookup(codePoint) ?? this.font.glyphForCodePoint(codePoint).id;
    const advance = gid ? (this.font.getGlyph(gid).advanceWidth * 1000) / this.font.unitsPerEm : 0;
    return { gid, advance };
  }
}
