import PDFDocument from 'pdfkit';
import { type Face } from '../fonts/face.js';

/**
 * The only file that knows how pdfkit 0.20.2 works inside. The version is pinned; the contract
 * test in `test/documents` draws through here and reads the text back.
 */
interface EmbeddedFontInternals {
  readonly id: string;
  readonly subset: { readonly glyphs: number[]; includeGlyph(gid: number): number };
  readonly widths: (number | undefined)[];
  readonly unicode: (number[] | undefined)[];
  ref(): unknown;
}
interface DocumentInternals {
  _font: EmbeddedFontInternals;
  _id: Buffer;
  page: { readonly fonts: Record<string, unknown> };
  font(face: Face['font']): unknown;
}

const HEX = Array.from({ length: 0x10000 }, (_, i) => i.toString(16).padStart(4, '0'));

export interface PdfIdentity {
  readonly title: string;
  readonly createdAt: Date;
  /** 16 bytes. */
  readonly fileId: Buffer;
}

/** An empty tagged PDF 1.7 without pages; equal identity and content give equal bytes. */
export function createPdf({ title, createdAt, fileId }: PdfIdentity): PDFKit.PDFDocument {
  const options = {
    autoFirstPage: false,
    pdfVersion: '1.7' as const,
    // Without this, unembedded Helvetica would enter the file.
    font: null as unknown as string,
    lang: 'zh-CN',
    displayTitle: true,
    tagged: true,
    fontLayoutCache: false,
    info: { Title: title, Creator: 'Xiaohao', CreationDate: createdAt, ModDate: createdAt },
  };
  const doc = new PDFDocument(options);
  (doc as unknown as DocumentInternals)._id = fileId;
  return doc;
}

/** A face embedded in one document as a subset; gives the hexadecimal code of each character. */
export class EmbeddedFace {
  readonly name: string;
  private readonly internals: EmbeddedFontInternals;
  private readonly codes: (string | undefined)[] = new Array<string | undefined>(0x10000);
  private readonly astralCodes = new Map<number, string>();

  constructor(
    doc: PDFKit.PDFDocument,
    readonly face: Face,
  ) {
    const open = doc as unknown as DocumentInternals;
    open.font(face.font);
    this.internals = open._font;
    this.name = this.internals.id;
  }

  code(codePoint: number): string {
    const known = codePoint < 0x10000 ? this.codes[codePoint] : this.astralCodes.get(codePoint);
    if (known !== undefined) return known;
    const code = HEX[this.include(codePoint)] ?? '0000';
    if (codePoint < 0x10000) this.codes[codePoint] = code;
    else this.astralCodes.set(codePoint, code);
    return code;
  }

  /** Makes the face a resource of the current page. */
  useOn(doc: PDFKit.PDFDocument): void {
    const { fonts } = (doc as unknown as DocumentInternals).page;
    fonts[this.name] ??= this.internals.ref();
  }

  private include(codePoint: number): number {
    const { subset, widths, unicode } = this.internals;
    const gid = this.face.gid(codePoint);
    let cid = subset.includeGlyph(gid);
    const meaning = unicode[cid]?.[0];
    if (meaning !== undefined && meaning !== codePoint) {
      // Another character already draws with this glyph; a second copy keeps both readable as text.
      cid = subset.glyphs.push(gid) - 1;
    }
    widths[cid] ??= this.face.advance(codePoint);
    unicode[cid] ??= [codePoint];
    return cid;
  }
}
