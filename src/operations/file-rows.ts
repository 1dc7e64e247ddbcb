import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import {
  ROWS_AT_ONCE,
  type RowSource,
  type RowValues,
  type TableShape,
} from '../platform/database/rows.js';
import { type Manifest, tablePath } from './manifest.js';

/** The rows of an unpacked archive of the form `rows`. */
export class FileRows implements RowSource {
  constructor(
    private readonly folder: string,
    private readonly manifest: Manifest,
  ) {}

  migrations(): Promise<readonly string[]> {
    return Promise.resolve(this.manifest.schema);
  }

  async tables(): Promise<TableShape[]> {
    const shapes: TableShape[] = [];
    for (const { name } of this.manifest.tables) {
      for await (const line of this.lines(name)) {
        shapes.push({ name, columns: JSON.parse(line) as string[] });
        break;
      }
    }
    return shapes;
  }

  async *rows({ name, columns }: TableShape): AsyncGenerator<RowValues[]> {
    let places: readonly number[] | undefined;
    let batch: RowValues[] = [];
    for await (const line of this.lines(name)) {
      const values = JSON.parse(line) as RowValues;
      if (places) batch.push(places.map((place) => values[place] ?? null));
      else places = columns.map((column) => values.indexOf(column));
      if (batch.length < ROWS_AT_ONCE) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private async *lines(table: string): AsyncGenerator<string> {
    let rest = '';
    // Not by readline, which also splits at U+2028, and texts of people may hold that.
    for await (const chunk of createReadStream(join(this.folder, tablePath(table)), 'utf8')) {
      const lines = (rest + (chunk as string)).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  }
}
