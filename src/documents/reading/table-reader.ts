import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Injectable } from '@nestjs/common';
import { Problem, ruleBroken } from '../../platform/http/problem.js';
import { workerEntry } from '../../platform/workers/worker-entry.js';
import {
  type ReadingMessage,
  TABLE_COLUMNS_MAX,
  TABLE_ROWS_MAX,
  type TableFacts,
  type TableFault,
  TableFaultError,
  type TableRequest,
  type TableRow,
} from './table.js';
import { checkZip } from './zip-check.js';

const HEAP_MB = 512;
const READ_MS_MAX = 30_000;

/** Deals with the next rows; `total` is how many there are in all. */
export type TakeRows = (rows: readonly TableRow[], total: number) => Promise<void>;

type Delivery = ReadingMessage | { readonly type: 'gone' };

/**
 * Reads uploaded workbooks and CSV files in a process of their own, which has {@link HEAP_MB} MB and
 * {@link READ_MS_MAX} ms: parsing is where hostile files strike.
 */
@Injectable()
export class TableReader {
  private readonly entry = workerEntry('./read-table.child.js', import.meta.url);

  /** Refuses an archive by its directory alone, in a few milliseconds. @throws {Problem} 422 */
  async checkArchive(path: string): Promise<void> {
    await checkZip(path).catch((error: unknown) => {
      throw error instanceof TableFaultError ? problemOf(error.fault) : error;
    });
  }

  /**
   * Gives the rows in batches; the next batch is fetched when the last one has been dealt with.
   * @returns what was found out about the file. @throws {Problem} 422; the signal's reason.
   */
  async read(request: TableRequest, signal: AbortSignal, take: TakeRows): Promise<TableFacts> {
    signal.throwIfAborted();
    const child = fork(fileURLToPath(this.entry.url), {
      execArgv: [`--max-old-space-size=${HEAP_MB}`, ...this.entry.execArgv],
      // Nothing of the server's environment is any business of a file's.
      env: {},
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const kill = (): void => void child.kill('SIGKILL');
    signal.addEventListener('abort', kill, { once: true });
    try {
      return await this.converse(child, request, take);
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      signal.removeEventListener('abort', kill);
      kill();
    }
  }

  private async converse(
    child: ChildProcess,
    request: TableRequest,
    take: TakeRows,
  ): Promise<TableFacts> {
    const mailbox = new Mailbox(child);
    let readingMs = 0;
    child.send(request);
    for (;;) {
      // The clock stands while a batch is being dealt with here.
      const begun = performance.now();
      const message = await mailbox.next(READ_MS_MAX - readingMs);
      readingMs += performance.now() - begun;
      if (message === undefined) throw problemOf('READING_TOO_LONG');
      if (message.type === 'gone') throw problemOf('FILE_TOO_COMPLEX');
      if (message.type === 'fault') throw problemOf(message.fault);
      if (message.type === 'end') return message.facts;
      await take(message.rows, message.total);
      if (child.connected) child.send('next');
    }
  }
}

/** The messages of a child in their order; `gone` when it ended without a last word. */
class Mailbox {
  private readonly letters: Delivery[] = [];
  private ring: (() => void) | undefined;

  constructor(child: ChildProcess) {
    const put = (letter: Delivery): void => {
      this.letters.push(letter);
      this.ring?.();
    };
    child.on('message', (message) => put(message as ReadingMessage));
    child.on('exit', () => put({ type: 'gone' }));
    child.on('error', () => put({ type: 'gone' }));
  }

  /** Undefined when nothing came in time. */
  async next(waitMs: number): Promise<Delivery | undefined> {
    if (this.letters.length === 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.max(0, waitMs));
        this.ring = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return this.letters.shift();
  }
}

const PROBLEMS: Readonly<Record<TableFault, () => Problem>> = {
  FILE_DAMAGED: () =>
    ruleBroken('TABLE_DAMAGED', '文件不完整或已损坏，读不出表格，请重新导出或另存后再上传。'),
  FILE_ENCRYPTED: () =>
    ruleBroken('TABLE_ENCRYPTED', '加了密码的文件不能导入，请取消密码后再上传。'),
  FILE_TOO_COMPLEX: () =>
    ruleBroken(
      'TABLE_TOO_COMPLEX',
      '文件内容异常（解压后过大、附件太多或含有外部引用），请把数据粘贴到模板中再上传。',
    ),
  TOO_MANY_ROWS: () =>
    ruleBroken('TABLE_TOO_LONG', `一次最多导入${TABLE_ROWS_MAX}行，请分成几个文件。`),
  TOO_MANY_COLUMNS: () =>
    ruleBroken('TABLE_TOO_WIDE', `表格超过了${TABLE_COLUMNS_MAX}列，请删去右侧多余的列。`),
  NO_TABLE: () => ruleBroken('TABLE_MISSING', '文件里没有可见的工作表。'),
  READING_TOO_LONG: () =>
    ruleBroken(
      'TABLE_TOO_SLOW',
      '读取文件用时太长，请拆分成几个文件，或把数据粘贴到模板中再上传。',
    ),
};

const problemOf = (fault: TableFault): Problem => PROBLEMS[fault]();
