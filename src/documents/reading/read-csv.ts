import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import {
  CELL_CHARACTERS_MAX,
  HEAD_ROWS_MAX,
  TABLE_COLUMNS_MAX,
  TABLE_ROWS_MAX,
  type TableFacts,
  TableFaultError,
  type TableRow,
} from './table.js';
import { decoded, encodingOf } from './text-decoding.js';

const RECORD_CHARACTERS_MAX = TABLE_COLUMNS_MAX * CELL_CHARACTERS_MAX;
const SAMPLE_CHARACTERS = 4096;
const ENCODING_NAMES: Readonly<Record<string, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16LE',
  'utf-16be': 'UTF-16BE',
  gb18030: 'GB18030',
};

/**
 * Gives the rows of a CSV file (RFC 4180; also tabs or semicolons) in their order to `take`, streamed,
 * in whatever encoding an office program wrote it. Empty rows are left out.
 * @throws {TableFaultError}
 */
export async function readCsv(path: string, take: (row: TableRow) => void): Promise<TableFacts> {
  const encoding = await encodingOf(path);
  const delimiter = await delimiterOf(path, encoding);
  const source = Readable.from(decoded(createReadStream(path), encoding));
  const parser = parse({
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    max_record_size: RECORD_CHARACTERS_MAX,
  });
  source.on('error', (error) => parser.destroy(error));
  try {
    await takeRows(source.pipe(parser), take);
  } catch (error) {
    source.destroy();
    if (error instanceof TableFaultError) throw error;
    throw new TableFaultError('FILE_DAMAGED');
  }
  return { sheet: null, otherSheets: [], encoding: ENCODING_NAMES[encoding] ?? encoding };
}

async function takeRows(
  records: AsyncIterable<unknown>,
  take: (row: TableRow) => void,
): Promise<void> {
  let no = 0;
  let filled = 0;
  for await (const record of records) {
    no += 1;
    const cells = (record as string[]).map((text) => text || null);
    while (cells.length > 0 && cells.at(-1) === null) cells.pop();
    if (cells.length === 0) continue;
    filled += 1;
    if (cells.length > TABLE_COLUMNS_MAX) throw new TableFaultError('TOO_MANY_COLUMNS');
    if (filled > TABLE_ROWS_MAX + HEAD_ROWS_MAX) throw new TableFaultError('TOO_MANY_ROWS');
    take({ no, hidden: false, cells });
  }
}

/** Commas, unless the beginning of the file has more tabs or semicolons. */
async function delimiterOf(path: string, encoding: string): Promise<string> {
  let sample = '';
  for await (const text of decoded(
    createReadStream(path, { end: 4 * SAMPLE_CHARACTERS }),
    encoding,
  )) {
    sample += text;
  }
  const plain = sample.slice(0, SAMPLE_CHARACTERS).replace(/"(?:[^"]|"")*"/g, '');
  const count = (mark: string): number => plain.split(mark).length;
  return [',', '\t', ';'].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}
