import { once } from 'node:events';
import { readCsv } from './read-csv.js';
import { readWorkbook } from './read-workbook.js';
import { type ReadingMessage, TableFaultError, type TableRequest, type TableRow } from './table.js';

/**
 * The process that reads one uploaded table and ends. It has a small heap and a time limit, so that a
 * hostile file harms nothing but itself.
 */
const BATCH = 500;

const send = (message: ReadingMessage): void => {
  process.send?.(message);
};

async function read({ path, format, sheet }: TableRequest): Promise<void> {
  const rows: TableRow[] = [];
  const take = (row: TableRow): void => {
    rows.push(row);
  };
  const facts = await (format === 'csv' ? readCsv(path, take) : readWorkbook(path, sheet, take));
  for (let from = 0; from < rows.length; from += BATCH) {
    send({ type: 'rows', rows: rows.slice(from, from + BATCH), total: rows.length });
    // The parent stores a batch before it asks for the next.
    await once(process, 'message');
  }
  send({ type: 'end', facts });
}

process.once('message', (request) => {
  read(request as TableRequest)
    .catch((error: unknown) => {
      const fault = error instanceof TableFaultError ? error.fault : 'FILE_DAMAGED';
      send({ type: 'fault', fault });
    })
    .finally(() => process.disconnect());
});
