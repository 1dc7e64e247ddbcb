import { StreamableFile } from '@nestjs/common';
import { attachmentHeader, normalizeFileName } from '../platform/files/file-name.js';
import { Problem } from '../platform/http/problem.js';
import { WorkerQueueFullError, WorkerTimeoutError } from '../platform/workers/worker-errors.js';
import { DocumentError } from './document-error.js';

export type FileFormat = 'csv' | 'xlsx' | 'pdf';

/** Media type of each form. */
export const MIME_OF: Readonly<Record<FileFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
};

/**
 * The answer with a made document, as an attachment.
 * @param name file name without its ending.
 * @throws 503 while too many documents wait; 422 for text that cannot be printed, naming the characters.
 */
export async function renderedFile(
  rendering: Promise<Buffer>,
  format: FileFormat,
  name: string,
): Promise<StreamableFile> {
  const bytes = await rendering.catch((error: unknown) => {
    if (error instanceof WorkerQueueFullError || error instanceof WorkerTimeoutError) {
      throw new Problem(503, 'BUSY', '正在生成的文件太多，请稍后再下载。');
    }
    if (error instanceof DocumentError && error.code === 'MISSING_GLYPHS') {
      throw new Problem(422, 'NOT_PRINTABLE', error.message);
    }
    throw error;
  });
  return new StreamableFile(bytes, { ...attachmentOptions(format, name), length: bytes.length });
}

/** Media type and RFC 5987 file name of a download. */
export const attachmentOptions = (format: FileFormat, name: string) => ({
  type: MIME_OF[format],
  disposition: attachmentHeader(normalizeFileName(`${name}.${format}`)),
});
