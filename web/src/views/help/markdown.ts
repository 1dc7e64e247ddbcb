/** A piece of a line: plain text, **strong**, `key or code`, or a [link](address). */
export type Inline =
  | { readonly kind: 'text' | 'strong' | 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly to: string };

export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string; readonly id: string }
  | { readonly kind: 'paragraph'; readonly text: readonly Inline[] }
  | {
      readonly kind: 'list';
      readonly ordered: boolean;
      readonly items: readonly (readonly Inline[])[];
    }
  | { readonly kind: 'table'; readonly rows: readonly (readonly (readonly Inline[])[])[] }
  | { readonly kind: 'image'; readonly file: string; readonly caption: string };

const HEADING = /^(#{1,4}) (.+)$/;
const IMAGE = /^!\[(.*)\]\((?:.*\/)?([^/]+)\)$/;
const BULLET = /^- (.+)$/;
const NUMBER = /^\d+\. (.+)$/;
const TABLE_RULE = /^\|[\s:|-]+\|$/;
const INLINE = /\*\*(.+?)\*\*|`(.+?)`|\[(.+?)\]\((.+?)\)/g;

/** The part of Markdown that the manual uses; a blank line ends a block. */
export function parseMarkdown(source: string): Block[] {
  const chunks = source.split(/\r?\n\s*\r?\n/).map((chunk) => chunk.trim());
  return chunks.filter(Boolean).map((chunk, position) => parseBlock(chunk, position));
}

function parseBlock(chunk: string, position: number): Block {
  const lines = chunk.split(/\r?\n/).map((line) => line.trimEnd());
  const heading = HEADING.exec(chunk);
  if (heading) {
    const [, marks = '', text = ''] = heading;
    return { kind: 'heading', level: marks.length, text, id: `p${position}` };
  }
  const image = IMAGE.exec(chunk);
  if (image) return { kind: 'image', caption: image[1] ?? '', file: image[2] ?? '' };
  if (chunk.startsWith('|')) return { kind: 'table', rows: parseTable(lines) };
  for (const [ordered, item] of [
    [false, BULLET],
    [true, NUMBER],
  ] as const) {
    if (item.test(lines[0] ?? '')) return { kind: 'list', ordered, items: parseItems(lines, item) };
  }
  return { kind: 'paragraph', text: parseInline(lines.join('')) };
}

/** Lines that begin no item of their own go on with the one before. */
function parseItems(lines: readonly string[], item: RegExp): Inline[][] {
  const items: string[] = [];
  for (const line of lines) {
    const begun = item.exec(line)?.[1];
    if (begun === undefined) items.push(`${items.pop() ?? ''}${line.trim()}`);
    else items.push(begun);
  }
  return items.map(parseInline);
}

function parseTable(lines: readonly string[]): Inline[][][] {
  return lines
    .filter((line) => !TABLE_RULE.test(line))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => parseInline(cell.trim())),
    );
}

export function parseInline(line: string): Inline[] {
  const pieces: Inline[] = [];
  let end = 0;
  for (const match of line.matchAll(INLINE)) {
    const [whole, strong, code, text, to] = match;
    if (match.index > end) pieces.push({ kind: 'text', text: line.slice(end, match.index) });
    if (strong !== undefined) pieces.push({ kind: 'strong', text: strong });
    else if (code !== undefined) pieces.push({ kind: 'code', text: code });
    else pieces.push({ kind: 'link', text: text ?? '', to: to ?? '' });
    end = match.index + whole.length;
  }
  if (end < line.length) pieces.push({ kind: 'text', text: line.slice(end) });
  return pieces;
}
