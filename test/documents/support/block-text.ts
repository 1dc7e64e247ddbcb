import {
  type BlockDocument,
  type OfficialBlock,
  type OfficialDocument,
  type Row,
  type SheetDocument,
} from '../../../src/documents/blocks/blocks.js';
import { compact } from './read-pdf.js';

/** The text a block document should show, in drawing order, without blanks and page furniture. */
export function blockText(doc: BlockDocument): string {
  return compact(doc.layout === 'sheet' ? sheetText(doc) : officialText(doc));
}

function sheetText(doc: SheetDocument): string {
  const { head, body, foot } = doc.table;
  const parts = [doc.title, doc.left, doc.right, rowsText(head), rowsText(body), rowsText(foot)];
  return [...parts, ...doc.notes, ...doc.signatures].join('');
}

/** Merged cells of a group of rows are drawn before the others. */
function rowsText(rows: readonly Row[]): string {
  const cells = rows.flatMap((row) => row.cells);
  const merged = cells.filter((cell) => (cell.rowSpan ?? 1) > 1);
  const others = cells.filter((cell) => (cell.rowSpan ?? 1) === 1);
  return [...merged, ...others].flatMap((cell) => cell.parts.map((part) => part.text)).join('');
}

function officialText(doc: OfficialDocument): string {
  const { masthead: head, imprint } = doc;
  const texts: string[] = [];
  if (head) {
    texts.push(head.copyNo, head.secrecy, head.urgency);
    texts.push(...head.marks, head.markSuffix, head.docNo);
    if (head.issuer !== '') texts.push('签发人：', head.issuer);
  }
  texts.push(doc.title, ...doc.blocks.map(officialBlockText));
  for (const { label, title, blocks } of doc.attachments) {
    texts.push(label, title, ...blocks.map(officialBlockText));
  }
  if (imprint) {
    if (imprint.copies !== '') texts.push('抄送：', imprint.copies);
    texts.push(imprint.printer, imprint.printed);
  }
  return texts.join('');
}

function officialBlockText(block: OfficialBlock): string {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
      return block.runs.map((run) => run.text).join('');
    case 'attachment-note': {
      const label = (i: number): string => (block.items.length > 1 ? `${i + 1}. ` : '');
      const items = block.items.map((item, i) => label(i) + item).join('');
      return items === '' ? '' : `附件：${items}`;
    }
    case 'signature': {
      const mark = block.sealed ? '〔盖章处〕' : '';
      return block.organs.map((organ) => mark + organ).join('') + block.date;
    }
    case 'table':
      return rowsText(block.head) + rowsText(block.body) + rowsText(block.foot);
  }
}
