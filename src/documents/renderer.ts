import { createHash } from 'node:crypto';
import { type BlockDocument } from './blocks/blocks.js';
import { buildBlocks } from './blocks/build-blocks.js';
import { codePointNames, DocumentError } from './document-error.js';
import { type RenderOptions } from './documents.options.js';
import { FontBook } from './fonts/font-roles.js';
import { layoutOfficial } from './layout/official-layout.js';
import { layoutSheet } from './layout/sheet-layout.js';
import { Typesetter } from './layout/typesetter.js';
import { type DocumentStamp, type TemplateModels, type TemplateName } from './models.js';
import { PdfCanvas } from './pdf/canvas.js';
import { paintOfficial } from './pdf/paint-official.js';
import { paintSheet } from './pdf/paint-sheet.js';
import { TemplateStore } from './template/template-store.js';

/** The pipeline in one thread: template → HTML → blocks → layout → PDF. Keeps fonts and templates between jobs. */
export class Renderer {
  private readonly templates: TemplateStore;
  private readonly fonts: FontBook;

  constructor(options: RenderOptions) {
    this.templates = new TemplateStore(options.templatesFolder);
    this.fonts = new FontBook(options.fonts);
  }

  /** The block document of a model. Throws `DocumentError` for template and markup faults. */
  blocks<T extends TemplateName>(template: T, model: TemplateModels[T]): BlockDocument {
    return buildBlocks(this.templates.expand(template, model), template);
  }

  async pdf<T extends TemplateName>(
    template: T,
    model: TemplateModels[T],
    stamp: DocumentStamp,
  ): Promise<Buffer> {
    return this.pdfOfBlocks(this.blocks(template, model), `${template}\n${stamp.id}`, stamp);
  }

  /**
   * Draws a block document. In ledgers, lists and forms, whose text is what people once typed, a
   * character that no face has is drawn as 〓 and named at the foot of each page; an official
   * document is refused with `DocumentError('MISSING_GLYPHS')`, because its text can be corrected.
   */
  async pdfOfBlocks(blocks: BlockDocument, seed: string, stamp: DocumentStamp): Promise<Buffer> {
    const typesetter = new Typesetter(this.fonts);
    const canvas = new PdfCanvas({
      title: blocks.title.replaceAll('\n', ''),
      createdAt: new Date(stamp.createdAt),
      fileId: createHash('sha256').update(seed).digest().subarray(0, 16),
    });
    if (blocks.layout === 'sheet') {
      paintSheet(canvas, layoutSheet(blocks, typesetter));
    } else {
      const layout = layoutOfficial(blocks, typesetter);
      assertNothingMissing(blocks.title, typesetter.missing);
      paintOfficial(canvas, layout, typesetter);
    }
    return canvas.finish();
  }
}

function assertNothingMissing(title: string, missing: ReadonlySet<number>): void {
  if (missing.size === 0) return;
  const shown = [...missing].map((cp) => String.fromCodePoint(cp)).join('');
  throw new DocumentError(
    'MISSING_GLYPHS',
    `《${title}》含有字库没有的字符“${shown}”（${codePointNames(missing)}），请改用其他写法`,
  );
}
