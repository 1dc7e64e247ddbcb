import { posix } from 'node:path';
import type { CheckedZip } from './zip-check.js';
import { TableFaultError } from './table.js';
import { attribute, decodeEscapes, readXml, type XmlHandler } from './xml.js';

/** What the sheets of a workbook share. */
export interface WorkbookParts {
  readonly sheets: readonly SheetEntry[];
  readonly date1904: boolean;
  readonly strings: readonly string[];
  /** By the style number of a cell: true when its number format shows a day. */
  readonly showsDate: readonly boolean[];
}

export interface SheetEntry {
  readonly name: string;
  readonly visible: boolean;
  readonly part: string;
}

/** Number formats that show a day although nobody declares them (§18.8.30, Chinese ones included). */
const BUILT_IN_DATES: ReadonlySet<number> = new Set([
  ...[14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58],
]);

/** @throws {TableFaultError} */
export async function readParts(archive: CheckedZip): Promise<WorkbookParts> {
  const relations = await readRelations(archive);
  const { sheets, date1904 } = await readWorkbook(archive, relations);
  return {
    sheets,
    date1904,
    strings: await readStrings(archive),
    showsDate: await readStyles(archive),
  };
}

/** False when the archive has no such part. */
export async function readPart(
  { zip, entries }: CheckedZip,
  name: string,
  handler: XmlHandler,
): Promise<boolean> {
  const entry = entries.get(name);
  if (!entry) return false;
  const stream = await zip.openReadStreamPromise(entry).catch(() => {
    throw new TableFaultError('FILE_DAMAGED');
  });
  await readXml(stream, handler);
  return true;
}

async function readRelations(archive: CheckedZip): Promise<Map<string, string>> {
  const targets = new Map<string, string>();
  await readPart(archive, 'xl/_rels/workbook.xml.rels', {
    open: (name, { Id, Target }) => {
      if (name !== 'Relationship' || Id === undefined || Target === undefined) return;
      targets.set(Id, Target.startsWith('/') ? Target.slice(1) : posix.join('xl', Target));
    },
  });
  return targets;
}

async function readWorkbook(
  archive: CheckedZip,
  relations: ReadonlyMap<string, string>,
): Promise<Pick<WorkbookParts, 'sheets' | 'date1904'>> {
  const sheets: SheetEntry[] = [];
  let date1904 = false;
  const found = await readPart(archive, 'xl/workbook.xml', {
    open: (name, attributes) => {
      if (name === 'workbookPr') date1904 = /^(1|true)$/.test(attributes.date1904 ?? '');
      if (name !== 'sheet') return;
      const part = relations.get(attribute(attributes, 'id') ?? '');
      const visible = (attributes.state ?? 'visible') === 'visible';
      if (part !== undefined) sheets.push({ name: attributes.name ?? '', visible, part });
    },
  });
  if (!found) throw new TableFaultError('FILE_DAMAGED');
  return { sheets, date1904 };
}

async function readStrings(archive: CheckedZip): Promise<string[]> {
  const strings: string[] = [];
  const collector = textCollector('si', (text) => strings.push(text));
  await readPart(archive, 'xl/sharedStrings.xml', collector);
  return strings;
}

/** Gathers the runs of a text (`<t>`), but not the reading aids above it (`<rPh>`). */
export function textCollector(element: string, done: (text: string) => void): XmlHandler {
  let text = '';
  let inRun = false;
  let inAid = false;
  return {
    open: (name) => {
      if (name === element) text = '';
      else if (name === 'rPh') inAid = true;
      else if (name === 't') inRun = true;
    },
    close: (name) => {
      if (name === element) done(decodeEscapes(text));
      else if (name === 'rPh') inAid = false;
      else if (name === 't') inRun = false;
    },
    text: (part) => {
      if (inRun && !inAid) text += part;
    },
  };
}

async function readStyles(archive: CheckedZip): Promise<boolean[]> {
  const declared = new Map<number, boolean>();
  const styles: boolean[] = [];
  let inCellStyles = false;
  await readPart(archive, 'xl/styles.xml', {
    open: (name, { numFmtId, formatCode }) => {
      if (name === 'numFmt') declared.set(Number(numFmtId), isDateFormat(formatCode ?? ''));
      else if (name === 'cellXfs') inCellStyles = true;
      else if (name === 'xf' && inCellStyles) {
        const id = Number(numFmtId ?? 0);
        styles.push(declared.get(id) ?? BUILT_IN_DATES.has(id));
      }
    },
    close: (name) => {
      if (name === 'cellXfs') inCellStyles = false;
    },
  });
  return styles;
}

/** True when a number format shows year, month or day; quoted words and colours do not count. */
export function isDateFormat(code: string): boolean {
  const bare = code.replace(/"[^"]*"|\\.|\[[^\]]*\]|_.|\*./g, '').toLowerCase();
  if (bare.includes('general')) return false;
  // `m` means minutes beside hours or seconds.
  return /[yd]/.test(bare) || (bare.includes('m') && !/[hs]/.test(bare));
}
