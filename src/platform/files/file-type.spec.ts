import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  docm,
  docx,
  HTML,
  jpeg,
  ofd,
  pdf,
  png,
  SVG,
  xlsx,
  zip,
} from '../../../test/api/file-samples.js';
import { FileSource } from './byte-source.js';
import { recognize } from './file-type.js';

const CFB = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(1024)]);
const EXE = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)]);
const GIF = Buffer.from('GIF89a\x01\0\x01\0\0\0\0;', 'latin1');
const HEIC = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0heicmif1', 'latin1');

const ALLOWED: readonly (readonly [string, Buffer, string])[] = [
  ['审批表.pdf', pdf(), 'pdf'],
  ['审批表.PDF', pdf(), 'pdf'],
  ['照片.jpg', jpeg(), 'jpg'],
  ['照片.JPEG', jpeg(), 'jpg'],
  ['截图.png', png(), 'png'],
  ['方案.docx', docx(), 'docx'],
  ['台账.xlsx', xlsx(), 'xlsx'],
  ['公文.ofd', ofd(), 'ofd'],
];

const REFUSED: readonly (readonly [string, string, Buffer, number, string])[] = [
  ['an empty file', 'a.pdf', Buffer.alloc(0), 422, 'FILE_EMPTY'],
  ['SVG', 'a.svg', SVG, 415, 'FILE_TYPE_NOT_ALLOWED'],
  ['SVG named PNG', 'a.png', SVG, 415, 'FILE_TYPE_NOT_ALLOWED'],
  ['HTML', 'a.html', HTML, 415, 'FILE_TYPE_NOT_ALLOWED'],
  ['HTML named PDF', 'a.pdf', HTML, 415, 'FILE_TYPE_NOT_ALLOWED'],
  ['plain text named PDF', 'a.pdf', Buffer.from('hello'), 415, 'FILE_TYPE_NOT_ALLOWED'],
  ['a program named PDF', 'a.pdf', EXE, 415, 'FILE_TYPE_NOT_ALLOWED'],
  ['GIF named JPG', 'a.jpg', GIF, 415, 'FILE_TYPE_NOT_ALLOWED'],
  ['HEIC named JPG', 'a.jpg', HEIC, 415, 'FILE_TYPE_NOT_ALLOWED'],
  ['an old or encrypted Office file', 'a.docx', CFB, 415, 'FILE_TYPE_NOT_ALLOWED'],
  ['a name without extension', 'a', pdf(), 415, 'FILE_TYPE_NOT_ALLOWED'],
  ['a PDF named EXE', 'a.exe', pdf(), 415, 'FILE_TYPE_NOT_ALLOWED'],
  ['a PDF named JPG', 'a.jpg', pdf(), 422, 'FILE_TYPE_MISMATCH'],
  ['a JPEG named PNG', 'a.png', jpeg(), 422, 'FILE_TYPE_MISMATCH'],
  ['DOCX named XLSX', 'a.xlsx', docx(), 422, 'FILE_TYPE_MISMATCH'],
  ['DOCX named OFD', 'a.ofd', docx(), 422, 'FILE_TYPE_MISMATCH'],
  ['DOCX with macros', 'a.docx', docm(), 415, 'FILE_TYPE_NOT_ALLOWED'],
  ['a zip without OFD.xml', 'a.ofd', zip([['Doc_0/OFD.xml', '']]), 415, 'FILE_TYPE_NOT_ALLOWED'],
  ['a zip without a document', 'a.docx', zip([['x', '']]), 415, 'FILE_TYPE_NOT_ALLOWED'],
  ['an encrypted zip', 'a.ofd', zip([['OFD.xml', '']], { encrypted: true }), 422, 'FILE_ENCRYPTED'],
  ['a zip cut off', 'a.docx', docx().subarray(0, 60), 422, 'FILE_DAMAGED'],
  ['a zip with something after it', 'a.docx', Buffer.concat([docx(), HTML]), 422, 'FILE_DAMAGED'],
  [
    'a zip that leads out',
    'a.ofd',
    zip([
      ['OFD.xml', ''],
      ['../x', ''],
    ]),
    422,
    'FILE_DAMAGED',
  ],
  [
    'a zip with a name twice',
    'a.ofd',
    zip([
      ['OFD.xml', ''],
      ['OFD.xml', ''],
    ]),
    422,
    'FILE_DAMAGED',
  ],
  [
    'a zip with a PDF inside its head',
    'a.ofd',
    zip([['OFD.xml', '%PDF-1.7']]),
    422,
    'FILE_DISGUISED',
  ],
  ['a zip with HTML inside its head', 'a.ofd', zip([['OFD.xml', '<html>']]), 422, 'FILE_DISGUISED'],
  ['a PDF that is also a zip', 'a.pdf', zip([['x', '']], { prefix: pdf() }), 422, 'FILE_DISGUISED'],
  [
    'a PDF that is also HTML',
    'a.pdf',
    pdf('<script>alert(1)</script>%%EOF'),
    422,
    'FILE_DISGUISED',
  ],
  ['a PDF without end', 'a.pdf', pdf(''), 422, 'FILE_DAMAGED'],
];

describe('recognize', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'xiaohao-types-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function kindOf(name: string, bytes: Buffer) {
    const path = join(folder, 'sample');
    writeFileSync(path, bytes);
    const handle = await open(path);
    try {
      return await recognize(await FileSource.of(handle), path, name);
    } finally {
      await handle.close();
    }
  }

  it.each(ALLOWED)('knows %s by its content', async (name, bytes, kind) => {
    expect(await kindOf(name, bytes)).toBe(kind);
  });

  it.each(REFUSED)('refuses %s', async (_what, name, bytes, status, code) => {
    const refusal = kindOf(name, bytes);
    await expect(refusal).rejects.toMatchObject({ status, code, errors: [{ path: 'file', code }] });
    await expect(refusal).rejects.toThrow(/[\u4e00-\u9fff]/);
  });
});
