import {
  HEADING_ROLE,
  type Attachment,
  type AttachmentNote,
  type Imprint,
  type OfficialBlock,
  type OfficialDocument,
} from '../blocks/blocks.js';
import { breakLines, textWidth } from './line-breaker.js';
import { type FlowItem, type FlowLines, type FlowPage, paginate } from './official-flow.js';
import { GridSetter } from './official-lines.js';
import { layoutMasthead } from './official-masthead.js';
import { layoutSignature } from './official-signature.js';
import { OFFICIAL } from './official-style.js';
import { layoutTable } from './table-layout.js';
import { type PlacedLine } from './sheet-layout.js';
import { type Typesetter } from './typesetter.js';
import { BASELINE_EM } from './units.js';

const { grid, area } = OFFICIAL;

/** 版记 at the foot of the last page: lines of text and the y of its rules (points). */
export interface ImprintLayout {
  readonly lines: readonly PlacedLine[];
  readonly top: number;
  /** Above the last line, when there is 抄送 over it. */
  readonly middle: number | undefined;
}
export interface OfficialLayout {
  readonly title: string;
  readonly pages: readonly FlowPage[];
  readonly imprint: ImprintLayout | undefined;
}

/** Top of a grid row, points from the top of the paper. */
export const rowTop = (row: number): number => area.top + row * grid.linePitch;

/** Lays an official document out on the 22 × 28 grid; 版记 on the bottom of the last page. */
export function layoutOfficial(doc: OfficialDocument, typesetter: Typesetter): OfficialLayout {
  const setter = new GridSetter(typesetter);
  const items: FlowItem[] = [
    ...(doc.masthead ? layoutMasthead(doc.masthead, setter, typesetter) : [blankTopRow(setter)]),
    setter.title(doc.title, doc.title.replaceAll('\n', '')),
    { kind: 'gap', rows: 1, glued: false },
    ...flowOf(doc.blocks, setter, typesetter),
    ...doc.attachments.flatMap((attachment) => attachmentFlow(attachment, setter, typesetter)),
  ];
  const rowOf = (y: number): number => Math.ceil((y - area.top) / grid.linePitch + 0.2);
  const pages = paginate(items, grid.lines, rowTop, rowOf);
  const imprint = doc.imprint && layoutImprint(doc.imprint, typesetter);
  const last = pages.at(-1)!;
  if (imprint && rowTop(last.used) > imprint.top) pages.push({ lines: [], tables: [], used: 0 });
  return { title: doc.title.replaceAll('\n', ''), pages, imprint };
}

/** A text without 版头 starts its title on the second line. */
function blankTopRow(setter: GridSetter): FlowLines {
  const texts = [setter.single('', 'fang', 0)];
  return { kind: 'lines', rows: 1, texts, element: { tag: 'P' }, glued: false };
}

function attachmentFlow(
  attachment: Attachment,
  setter: GridSetter,
  typesetter: Typesetter,
): FlowItem[] {
  const label = setter.single(attachment.label, 'hei', 0);
  return [
    { kind: 'break' },
    { kind: 'lines', rows: 2, texts: [label], element: { tag: 'P' }, glued: false },
    { ...setter.title(attachment.title, attachment.title), glued: true },
    { kind: 'gap', rows: 1, glued: true },
    ...flowOf(attachment.blocks, setter, typesetter),
  ];
}

function flowOf(
  blocks: readonly OfficialBlock[],
  setter: GridSetter,
  typesetter: Typesetter,
): FlowItem[] {
  const items: FlowItem[] = [];
  let afterHeading = false;
  for (const block of blocks) {
    if (block.kind === 'signature') glueEnd(items);
    const flow = blockFlow(block, setter, typesetter);
    const [first, ...rest] = flow;
    // A heading never ends a page: the first line after it comes along.
    if (afterHeading && first && first.kind === 'lines')
      items.push({ ...first, glued: true }, ...rest);
    else items.push(...flow);
    afterHeading = block.kind === 'heading';
  }
  return items;
}

function blockFlow(block: OfficialBlock, setter: GridSetter, typesetter: Typesetter): FlowItem[] {
  switch (block.kind) {
    case 'heading': {
      const text = block.runs.map((run) => run.text).join('');
      const tag = block.level === 1 ? 'H2' : 'H3';
      const lines = setter.paragraph(block.runs, HEADING_ROLE[block.level], {
        element: { tag, ...(block.level === 1 && { bookmark: text }) },
        indentChars: OFFICIAL.indentChars,
      });
      return lines.map((line, i) => ({ ...line, glued: i > 0 }));
    }
    case 'paragraph': {
      const indentChars = block.role === 'flush' ? 0 : OFFICIAL.indentChars;
      const glued = block.role === 'note';
      return setter.paragraph(block.runs, 'fang', { element: { tag: 'P' }, indentChars, glued });
    }
    case 'attachment-note':
      return attachmentNoteFlow(block, setter);
    case 'signature':
      return layoutSignature(block, setter);
    case 'table':
      return [
        {
          kind: 'table',
          layOut: (firstTop) => {
            const region = (page: number): { top: number; bottom: number } => ({
              top: page === 0 ? firstTop : area.top,
              bottom: area.bottom,
            });
            const { table: style } = OFFICIAL;
            return layoutTable(block, style, typesetter, {
              x: area.left,
              width: area.width,
              region,
            });
          },
        },
      ];
  }
}

/** 附件说明: one blank line below the body, indented two characters, names wrap below themselves. */
function attachmentNoteFlow(note: AttachmentNote, setter: GridSetter): FlowItem[] {
  if (note.items.length === 0) return [];
  const prefix = '附件：';
  const numbered = note.items.length > 1;
  const lines = note.items.flatMap((name, i) => {
    const label = numbered ? `${i + 1}. ` : '';
    const lead = OFFICIAL.indentChars + prefix.length;
    const hangChars = lead + (setter.width(label, 'fang') + grid.tracking) / grid.charPitch;
    const runs = [{ text: (i === 0 ? prefix : '') + label + name }];
    const indentChars = i === 0 ? OFFICIAL.indentChars : lead;
    return setter.paragraph(runs, 'fang', { element: { tag: 'P' }, indentChars, hangChars });
  });
  return [
    { kind: 'gap', rows: 1, glued: true },
    ...lines.map((line) => ({ ...line, glued: true })),
  ];
}

/** Glues everything from the last two body lines on, so that a signature takes them along. */
function glueEnd(items: FlowItem[]): void {
  let bodyLines = 0;
  for (let i = items.length - 1; i >= 0 && bodyLines < 2; i--) {
    const item = items[i]!;
    if (item.kind !== 'lines' && item.kind !== 'gap') return;
    const isBody = item.kind === 'lines' && !item.glued;
    if (isBody) bodyLines++;
    if (bodyLines < 2) items[i] = { ...item, glued: true };
  }
}

function layoutImprint(imprint: Imprint, typesetter: Typesetter): ImprintLayout {
  const { size, pitchEm } = OFFICIAL.imprint;
  const pitch = size * pitchEm;
  const inner = area.width - 2 * size;
  const left = area.left + size;
  const copies = typesetter.text(imprint.copies === '' ? '' : `抄送：${imprint.copies}`, 'fang');
  const copyLines =
    imprint.copies === '' ? [] : breakLines(copies, size, inner, { hang: 3 * size });
  const top = area.bottom - (copyLines.length + 1) * pitch;
  const baseline = (row: number): number =>
    top + row * pitch + (pitch - size) / 2 + size * BASELINE_EM;
  const lines = copyLines.map((line, row): PlacedLine => {
    return { text: copies, line, size, x: left + line.indent, baseline: baseline(row) };
  });
  const printer = typesetter.text(imprint.printer, 'fang');
  const printed = typesetter.text(imprint.printed, 'fang');
  const printedX = area.right - size - textWidth(printed, size);
  const last = baseline(copyLines.length);
  const whole = (text: typeof printer) => breakLines(text, size, Infinity)[0]!;
  lines.push({ text: printer, line: whole(printer), size, x: left, baseline: last });
  lines.push({ text: printed, line: whole(printed), size, x: printedX, baseline: last });
  return { lines, top, middle: copyLines.length > 0 ? area.bottom - pitch : undefined };
}
