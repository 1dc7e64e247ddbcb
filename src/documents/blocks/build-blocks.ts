import { DocumentError } from '../document-error.js';
import {
  type Attachment,
  type BlockDocument,
  type Heading,
  type Imprint,
  type Masthead,
  type OfficialBlock,
  type OfficialDocument,
  type Run,
  type SheetDocument,
} from './blocks.js';
import { buildTable, rowFolder } from './build-table.js';
import {
  childByClass,
  childrenByTag,
  collapse,
  elements,
  type MarkupNode,
  parseMarkup,
  rawText,
  textOf,
} from './markup.js';

/** Expanded template → block document. Throws `DocumentError('MARKUP')` naming the template. */
export function buildBlocks(html: string, template: string): BlockDocument {
  const article = parseMarkup(html, template, rowFolder());
  switch (article.attributes['class']) {
    case 'sheet':
      return buildSheet(article, template);
    case 'official':
      return buildOfficial(article);
    default:
      throw new DocumentError('MARKUP', `模板“${template}”的<article>缺少类别 sheet 或 official`);
  }
}

function buildSheet(article: MarkupNode, template: string): SheetDocument {
  const meta = childByClass(article, 'meta');
  const notes = childByClass(article, 'notes');
  const [table] = childrenByTag(article, 'table');
  if (!table) throw new DocumentError('MARKUP', `模板“${template}”没有表格`);
  const inMeta = (name: string): string => (meta ? textOf(childByClass(meta, name)) : '');
  const paragraphs = notes ? childrenByTag(notes, 'p') : [];
  const isSmall = (node: MarkupNode): boolean => node.attributes['class'] === 'small';
  const signatures = notes && childByClass(notes, 'signatures');
  return {
    layout: 'sheet',
    paper: article.attributes['data-paper'] === 'A3' ? 'A3' : 'A4',
    orientation: article.attributes['data-orientation'] === 'portrait' ? 'portrait' : 'landscape',
    title: textOf(childrenByTag(article, 'h1')[0]),
    left: inMeta('left'),
    right: inMeta('right'),
    table: buildTable(table),
    notes: paragraphs.filter((node) => !isSmall(node)).map(textOf),
    signatures: signatures ? childrenByTag(signatures, 'li').map(textOf) : [],
    imprint: textOf(paragraphs.find(isSmall)),
  };
}

function buildOfficial(article: MarkupNode): OfficialDocument {
  const masthead = childByClass(article, 'masthead');
  const imprint = childByClass(article, 'imprint');
  const attachments = elements(article).filter((n) => n.attributes['class'] === 'attachment');
  return {
    layout: 'official',
    ...(masthead && { masthead: buildMasthead(masthead) }),
    title: textOf(childrenByTag(article, 'h1')[0]),
    blocks: buildOfficialBlocks(article),
    attachments: attachments.map(buildAttachment),
    ...(imprint && { imprint: buildImprint(imprint) }),
  };
}

function buildMasthead(node: MarkupNode): Masthead {
  const part = (name: string): string => textOf(childByClass(node, name));
  return {
    copyNo: part('copy-no'),
    secrecy: part('secrecy'),
    urgency: part('urgency'),
    marks: part('mark').split('\n'),
    markSuffix: part('mark-suffix'),
    docNo: part('doc-no'),
    issuer: part('issuer'),
  };
}

function buildAttachment(node: MarkupNode): Attachment {
  return {
    label: textOf(childByClass(node, 'label')),
    title: textOf(childrenByTag(node, 'h1')[0]),
    blocks: buildOfficialBlocks(node),
  };
}

function buildImprint(node: MarkupNode): Imprint {
  const part = (name: string): string => textOf(childByClass(node, name));
  return { copies: part('copies'), printer: part('printer'), printed: part('printed') };
}

/** The flowing part; titles, labels, masthead, attachments and imprint are read elsewhere. */
function buildOfficialBlocks(parent: MarkupNode): OfficialBlock[] {
  return elements(parent).flatMap((node) => buildOfficialBlock(node));
}

function buildOfficialBlock(node: MarkupNode): OfficialBlock[] {
  const { tag } = node;
  const role = node.attributes['class'];
  if (/^h[2-4]$/.test(tag)) {
    const level = (Number(tag[1]) - 1) as Heading['level'];
    return [{ kind: 'heading', level, runs: runsOf(node) }];
  }
  if (tag === 'p' && role !== 'label') {
    // Paragraph breaks typed inside a value make paragraphs of their own.
    const flush = role === 'to' || role === 'left';
    const kind = flush ? 'flush' : role === 'note' ? 'note' : 'body';
    return splitParagraphs(runsOf(node)).map((runs) => ({ kind: 'paragraph', role: kind, runs }));
  }
  if (tag === 'table') return [buildTable(node)];
  if (tag === 'ol' && role === 'attachments') {
    return [{ kind: 'attachment-note', items: childrenByTag(node, 'li').map(textOf) }];
  }
  if (tag === 'footer' && role === 'signature') {
    return [
      {
        kind: 'signature',
        organs: elements(node)
          .filter((child) => child.attributes['class'] === 'organ')
          .map(textOf),
        date: textOf(childByClass(node, 'date')),
        sealed: node.attributes['data-seal'] === 'true',
      },
    ];
  }
  return [];
}

function runsOf(node: MarkupNode): Run[] {
  const runs = node.children.map((child): Run => {
    if (typeof child === 'string') return { text: collapse(child) };
    const text = collapse(rawText(child));
    return child.tag === 'b' ? { text, strong: true } : { text };
  });
  return runs.filter((run) => run.text !== '');
}

function splitParagraphs(runs: readonly Run[]): Run[][] {
  const paragraphs: Run[][] = [[]];
  for (const run of runs) {
    run.text.split('\n').forEach((text, i) => {
      if (i > 0) paragraphs.push([]);
      paragraphs.at(-1)?.push({ ...run, text });
    });
  }
  return paragraphs.map(trimRuns).filter((paragraph) => paragraph.length > 0);
}

function trimRuns(runs: readonly Run[]): Run[] {
  const trimmed = runs.map((run, i) => {
    let { text } = run;
    if (i === 0) text = text.trimStart();
    if (i === runs.length - 1) text = text.trimEnd();
    return { ...run, text };
  });
  return trimmed.filter((run) => run.text !== '');
}
