import { fileTypeFromFile } from 'file-type';
import { Problem } from '../http/problem.js';
import type { ByteSource } from './byte-source.js';
import { extensionOf } from './file-name.js';
import { readZipDirectory, type ZipEntry } from './zip-directory.js';

/**
 * The kinds of files that may be uploaded, `csv` only where a table is asked for. Neither SVG nor HTML:
 * both can carry scripts.
 */
export type FileKind = 'pdf' | 'jpg' | 'png' | 'docx' | 'xlsx' | 'ofd' | 'csv';

export const MIME_TYPES: Readonly<Record<FileKind, string>> = {
  pdf: 'application/pdf',
  jpg: 'image/jpeg',
  png: 'image/png',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ofd: 'application/ofd',
  csv: 'text/csv',
};

const KIND_OF_EXTENSION: Readonly<Record<string, FileKind>> = {
  pdf: 'pdf',
  jpg: 'jpg',
  jpeg: 'jpg',
  png: 'png',
  docx: 'docx',
  xlsx: 'xlsx',
  ofd: 'ofd',
};

const ALLOWED = 'PDF、JPG、PNG、DOCX、XLSX、OFD';
const HEAD_LENGTH = 1024;
const TAIL_LENGTH = 1024;

/**
 * The kind of a file by its content, never by what the client says it is.
 * @throws 422 when it is empty, damaged, disguised, or its name does not fit; 415 when the kind is not
 *   allowed.
 */
export async function recognize(
  source: ByteSource,
  path: string,
  fileName: string,
): Promise<FileKind> {
  if (source.size === 0) throw refused('FILE_EMPTY', '这个文件是空的，请重新选择文件。');
  const expected = KIND_OF_EXTENSION[extensionOf(fileName)];
  if (!expected) throw unsupported();
  const kind = await kindOf(source, path);
  if (kind !== expected) {
    throw refused('FILE_TYPE_MISMATCH', '文件内容与扩展名不符，请用原来的格式保存后再上传。');
  }
  if (await isDisguised(source, kind)) {
    throw refused('FILE_DISGUISED', '文件里夹带了其他格式的内容，不能上传。');
  }
  return kind;
}

/** As {@link recognize}, where a table is asked for: a workbook, or a CSV file, which is plain text. */
export async function recognizeTable(
  source: ByteSource,
  path: string,
  fileName: string,
): Promise<FileKind> {
  const extension = extensionOf(fileName);
  if (extension === 'xlsx') return recognize(source, path, fileName);
  if (extension === 'xls' || extension === 'et') {
    throw unsupported('旧版表格文件不能导入，请另存为 XLSX。');
  }
  if (extension !== 'csv') throw unsupported('只能导入 XLSX 或 CSV 文件。');
  if (source.size === 0) throw refused('FILE_EMPTY', '这个文件是空的，请重新选择文件。');
  const found = (await beginsAsText(source)) ? undefined : await fileTypeFromFile(path);
  if (found && !TEXT_EXTENSIONS.includes(found.ext)) {
    throw refused('FILE_TYPE_MISMATCH', '文件内容与扩展名不符，请用原来的格式保存后再上传。');
  }
  return 'csv';
}

/** What text files are recognized as; a table may begin with any word. */
const TEXT_EXTENSIONS: readonly string[] = ['xml', 'ics', 'vcf'];
const BYTE_ORDER_MARKS = ['efbbbf', 'fffe', 'feff'];

/** A byte order mark says that text follows; UTF-16 would be taken for sound otherwise. */
async function beginsAsText(source: ByteSource): Promise<boolean> {
  const head = (await source.read(0, 3)).toString('hex');
  return BYTE_ORDER_MARKS.some((mark) => head.startsWith(mark));
}

async function kindOf(source: ByteSource, path: string): Promise<FileKind> {
  const head = await source.read(0, 4);
  if (head.toString('latin1') === 'PK\u0003\u0004')
    return kindOfZip(await readZipDirectory(source));
  const found = await fileTypeFromFile(path);
  switch (found?.ext) {
    case 'pdf':
      await requirePdfEnd(source);
      return 'pdf';
    case 'jpg':
      return 'jpg';
    case 'png':
      return 'png';
    case 'cfb':
      throw unsupported('旧版 Office 文件或加了密码的文件不能上传，请另存为 DOCX 或 XLSX。');
    case 'heic':
    case 'heif':
      throw unsupported('HEIC 照片不能上传，请转换为 JPG。');
    default:
      throw unsupported();
  }
}

function kindOfZip(entries: readonly ZipEntry[] | undefined): FileKind {
  if (!entries) throw refused('FILE_DAMAGED', '文件不完整或已损坏，请重新导出后再上传。');
  if (entries.some((entry) => entry.encrypted)) {
    throw refused('FILE_ENCRYPTED', '加了密码的文件不能上传，请取消密码。');
  }
  const names = new Set(entries.map((entry) => entry.name));
  // GB/T 33190-2016 §7: the package's main entrance is OFD.xml in its root.
  if (names.has('OFD.xml')) return 'ofd';
  if (!names.has('[Content_Types].xml')) throw unsupported();
  if ([...names].some((name) => /vbaProject\.bin$/i.test(name))) {
    throw unsupported('带宏的文件不能上传，请另存为不带宏的 DOCX 或 XLSX。');
  }
  if (names.has('word/document.xml')) return 'docx';
  if (names.has('xl/workbook.xml')) return 'xlsx';
  throw unsupported();
}

async function requirePdfEnd(source: ByteSource): Promise<void> {
  const tail = await source.read(Math.max(0, source.size - TAIL_LENGTH), TAIL_LENGTH);
  if (!tail.includes('%%EOF')) {
    throw refused('FILE_DAMAGED', 'PDF 文件不完整，请重新导出后再上传。');
  }
}

/** True when another program would take the file for something else: markup, a PDF or a zip. */
async function isDisguised(source: ByteSource, kind: FileKind): Promise<boolean> {
  const head = (await source.read(0, HEAD_LENGTH)).toString('latin1');
  if (/<(!doctype\s+html|html|head|body|script|svg|iframe)\b/i.test(head)) return true;
  if (kind !== 'pdf' && head.includes('%PDF-')) return true;
  return kind === 'pdf' && (await endsAsZip(source));
}

/** Zip readers start from the end: an end record there, comment included, makes the file a zip. */
async function endsAsZip(source: ByteSource): Promise<boolean> {
  const length = Math.min(source.size, 22 + 0xffff);
  const tail = Buffer.from(await source.read(source.size - length, length));
  return tail.includes('PK\u0005\u0006', 0, 'latin1');
}

const refused = (code: string, detail: string): Problem =>
  new Problem(422, code, detail, [{ path: 'file', code, message: detail }]);

const unsupported = (hint = `只能上传 ${ALLOWED} 文件。`): Problem =>
  new Problem(415, 'FILE_TYPE_NOT_ALLOWED', hint, [
    { path: 'file', code: 'FILE_TYPE_NOT_ALLOWED', message: hint },
  ]);
