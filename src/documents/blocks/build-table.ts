import { DocumentError } from '../document-error.js';
import {
  type Align,
  type Cell,
  type CellPart,
  type Column,
  type Row,
  type Table,
} from './blocks.js';
import { childrenByTag, elements, type MarkupNode, textOf } from './markup.js';

const ALIGNS: readonly string[] = ['left', 'center', 'right'];

/** Reads a `<table>`: column widths are weights, `<th>` in the body is a label. */
export function buildTable(node: MarkupNode): Table {
  const columns = childrenByTag(node, 'colgroup')
    .flatMap((group) => childrenByTag(group, 'col'))
    .map(buildColumn);
  if (columns.length === 0) throw new DocumentError('MARKUP', '表格缺少<colgroup>列宽');
  const rows = (tag: string): Row[] => childrenByTag(node, tag).flatMap((section) => section.rows);
  return { kind: 'table', columns, head: rows('thead'), body: rows('tbody'), foot: rows('tfoot') };
}

/** Turns `<tr>` elements into rows; make one for each document. */
export function rowFolder(): (node: MarkupNode) => Row {
  // Units, states and dates repeat in thousands of rows: equal plain cells are one object.
  const plainCells = new Map<string, Cell>();
  return (node) => buildRow(node, plainCells);
}

function buildColumn(node: MarkupNode): Column {
  const weight = positive(node.attributes['width'], 'width');
  return {
    weight,
    align: readAlign(node) ?? 'left',
    whole: node.attributes['class'] === 'whole',
  };
}

function buildRow(node: MarkupNode, plainCells: Map<string, Cell>): Row {
  const cells = elements(node).map((cell) => buildCell(cell, plainCells));
  const height = node.attributes['data-min-height'];
  return height === undefined
    ? { cells }
    : { cells, minHeight: positive(height, 'data-min-height') };
}

function buildCell(node: MarkupNode, plainCells: Map<string, Cell>): Cell {
  const paragraphs = childrenByTag(node, 'p');
  const parts = paragraphs.length > 0 ? paragraphs.map(buildPart) : [{ text: textOf(node) }];
  if (node.tag === 'td' && Object.keys(node.attributes).length === 0) {
    return paragraphs.length > 0 ? { parts } : sharedCell({ parts }, plainCells);
  }
  const colSpan = span(node, 'colspan');
  const rowSpan = span(node, 'rowspan');
  const align = readAlign(node);
  return {
    parts,
    ...(node.tag === 'th' && { label: true as const }),
    ...(colSpan > 1 && { colSpan }),
    ...(rowSpan > 1 && { rowSpan }),
    ...(align && { align }),
  };
}

function sharedCell(cell: Cell, plainCells: Map<string, Cell>): Cell {
  const text = cell.parts[0]?.text ?? '';
  const known = plainCells.get(text);
  if (known) return known;
  plainCells.set(text, cell);
  return cell;
}

function buildPart(node: MarkupNode): CellPart {
  const text = textOf(node);
  switch (node.attributes['class']) {
    case 'foot':
      return { text, align: 'right', atFoot: true };
    case 'right':
      return { text, align: 'right' };
    case 'center':
      return { text, align: 'center' };
    default:
      return { text, align: 'left' };
  }
}

function span(node: MarkupNode, name: 'colspan' | 'rowspan'): number {
  const value = node.attributes[name];
  return value === undefined ? 1 : Math.trunc(positive(value, name));
}

function positive(value: string | undefined, name: string): number {
  const number = Number(value);
  if (!(number > 0))
    throw new DocumentError('MARKUP', `表格属性 ${name} 应为正数，现为“${value ?? ''}”`);
  return number;
}

function readAlign(node: MarkupNode): Align | undefined {
  const { align } = node.attributes;
  if (align === undefined) return undefined;
  if (!ALIGNS.includes(align)) throw new DocumentError('MARKUP', `不认识的对齐方式“${align}”`);
  return align as Align;
}
