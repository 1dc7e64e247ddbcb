import { Parser } from 'htmlparser2';
import { DocumentError } from '../document-error.js';
import { type Row } from './blocks.js';

/** An element of the HTML subset; adjacent strings are already joined. */
export interface MarkupNode {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: (MarkupNode | string)[];
  /** Rows of a table section: folded as soon as they close, they are never children. */
  readonly rows: Row[];
}

/** Every tag a template may use, with the classes that give it a role. */
const TAGS: Readonly<Record<string, readonly string[]>> = {
  article: ['sheet', 'official'],
  header: ['meta', 'masthead'],
  footer: ['notes', 'signature'],
  section: ['attachment', 'imprint'],
  h1: [],
  h2: [],
  h3: [],
  h4: [],
  p: [
    ...['left', 'right', 'center', 'foot', 'small'],
    ...['copy-no', 'secrecy', 'urgency', 'mark', 'mark-suffix', 'doc-no', 'issuer'],
    ...['to', 'note', 'organ', 'date', 'label', 'copies', 'printer', 'printed'],
  ],
  ol: ['attachments', 'signatures'],
  li: [],
  table: [],
  colgroup: [],
  col: ['whole'],
  thead: [],
  tbody: [],
  tfoot: [],
  tr: [],
  th: [],
  td: [],
  b: [],
  br: [],
};
const ATTRIBUTES = new Set([
  ...['class', 'width', 'align', 'colspan', 'rowspan'],
  ...['data-paper', 'data-orientation', 'data-seal', 'data-min-height'],
]);
const VOID_TAGS = new Set(['br', 'col']);

/** Where a line break typed by a person travels through the template, whose own line ends collapse. */
export const TYPED_LINE_BREAK = '\u2028';

/**
 * Parses the expanded template. `foldRow` turns each finished `<tr>` into a table row at once, so
 * that the elements of a long ledger never exist all at the same time. Throws `DocumentError('MARKUP')` for an element, attribute or class
 * outside the subset, an element left open, or anything but one `<article>` at the top.
 */
export function parseMarkup(
  html: string,
  template: string,
  foldRow: (node: MarkupNode) => Row,
): MarkupNode {
  const fail = (problem: string): never => {
    throw new DocumentError('MARKUP', `模板“${template}”${problem}`);
  };
  const root: MarkupNode = { tag: '#root', attributes: {}, children: [], rows: [] };
  const stack: MarkupNode[] = [root];
  const parser = new Parser({
    onopentag(tag, attributes) {
      checkTag(tag, attributes, fail);
      const node: MarkupNode = { tag, attributes, children: [], rows: [] };
      stack.at(-1)?.children.push(node);
      stack.push(node);
    },
    ontext(text) {
      const siblings = stack.at(-1)?.children ?? [];
      const previous = siblings.at(-1);
      if (typeof previous === 'string') siblings[siblings.length - 1] = previous + text;
      else siblings.push(text);
    },
    onclosetag(tag, isImplied) {
      if (isImplied && !VOID_TAGS.has(tag)) fail(`中的<${tag}>没有关闭`);
      const node = stack.pop();
      if (tag !== 'tr' || !node) return;
      const section = stack.at(-1);
      section?.children.pop();
      section?.rows.push(foldRow(node));
    },
    onprocessinginstruction: (name) => fail(`不得使用“<${name}>”`),
  });
  parser.write(html);
  parser.end();
  const [article, ...more] = elements(root);
  if (article?.tag !== 'article' || more.length > 0) return fail('必须恰好是一个<article>');
  return article;
}

function checkTag(
  tag: string,
  attributes: Record<string, string>,
  fail: (problem: string) => never,
): void {
  const classes = TAGS[tag];
  if (!Object.hasOwn(TAGS, tag) || !classes) return fail(`不得使用标签<${tag}>`);
  for (const name of Object.keys(attributes)) {
    if (!ATTRIBUTES.has(name)) fail(`的<${tag}>不得使用属性“${name}”`);
  }
  const { class: className } = attributes;
  if (className !== undefined && !classes.includes(className)) {
    fail(`的<${tag}>不认识类别“${className}”`);
  }
}

export function elements(node: MarkupNode): MarkupNode[] {
  return node.children.filter((child): child is MarkupNode => typeof child !== 'string');
}

export function childrenByTag(node: MarkupNode, tag: string): MarkupNode[] {
  return elements(node).filter((child) => child.tag === tag);
}

/** The first child with the class, if any. */
export function childByClass(node: MarkupNode, className: string): MarkupNode | undefined {
  return elements(node).find((child) => child.attributes['class'] === className);
}

/** The text of an element and its descendants, cleaned. */
export function textOf(node: MarkupNode | undefined): string {
  return node ? cleanText(rawText(node)) : '';
}

export function rawText(node: MarkupNode): string {
  if (node.tag === 'br') return TYPED_LINE_BREAK;
  const [only] = node.children;
  if (node.children.length === 1 && typeof only === 'string') return only;
  let text = '';
  for (const child of node.children) text += typeof child === 'string' ? child : rawText(child);
  return text;
}

/**
 * Line ends and indentation of the template vanish (Chinese has no blanks between words), blanks
 * become one, and the breaks that people typed become `\n`.
 */
export function cleanText(raw: string): string {
  return collapse(raw).trim();
}

/** As `cleanText`, but keeps blanks at the ends: for a piece inside a paragraph. */
export function collapse(raw: string): string {
  let text = raw;
  if (/[\t\n\r]| {2}/.test(text))
    text = text.replace(/[ \t]*[\r\n][ \t\r\n]*/g, '').replace(/[ \t]+/g, ' ');
  return text.includes(TYPED_LINE_BREAK) ? text.replace(/ *\u2028 */g, '\n') : text;
}
