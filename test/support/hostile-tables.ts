import { crc32, deflateRawSync } from 'node:zlib';

/** Workbooks as attackers make them: each wrong in one place. */

interface PackedPart {
  readonly name: string;
  readonly content: Buffer | string;
  /** Size that the directory claims, where it lies. */
  readonly claims?: number;
}

/** A zip of deflated parts. */
export function pack(parts: readonly PackedPart[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, claims } of parts) {
    const data = Buffer.from(content);
    const packed = deflateRawSync(data);
    const nameBytes = Buffer.from(name);
    const fixed = Buffer.alloc(26);
    fixed.writeUInt16LE(20, 0);
    fixed.writeUInt16LE(8, 4);
    fixed.writeUInt32LE(crc32(data), 10);
    fixed.writeUInt32LE(packed.length, 14);
    fixed.writeUInt32LE(claims ?? data.length, 18);
    fixed.writeUInt16LE(nameBytes.length, 22);
    files.push(Buffer.from('PK\x03\x04', 'latin1'), fixed, nameBytes, packed);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    const head = Buffer.concat([Buffer.from('PK\x01\x02', 'latin1'), Buffer.from([20, 0])]);
    directory.push(head, fixed, tail, nameBytes);
    offset += 30 + nameBytes.length + packed.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, central, end]);
}

const FRAME: readonly PackedPart[] = [
  { name: '[Content_Types].xml', content: '<Types/>' },
  {
    name: 'xl/workbook.xml',
    content:
      '<workbook xmlns:r="r"><sheets><sheet name="问题清单" sheetId="1" r:id="rId1"/></sheets></workbook>',
  },
  {
    name: 'xl/_rels/workbook.xml.rels',
    content:
      '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
  },
];

const SHEET = 'xl/worksheets/sheet1.xml';

export const sheetBook = (content: Buffer | string, more: Partial<PackedPart> = {}): Buffer =>
  pack([...FRAME, { name: SHEET, content, ...more }]);

const MEGABYTE = 1024 * 1024;

/** 8 MB of blanks in 8 KB, as the directory says. */
export const bomb = (): Buffer => sheetBook(Buffer.alloc(8 * MEGABYTE, ' '));

/** The same, but the directory says that it were 2,000 bytes. */
export const lyingBomb = (): Buffer => sheetBook(Buffer.alloc(8 * MEGABYTE, ' '), { claims: 2000 });

/** Many parts, none of which is large for itself. */
export const manyParts = (): Buffer =>
  pack([
    ...FRAME,
    { name: SHEET, content: '<worksheet/>' },
    ...Array.from({ length: 60 }, (_, at) => ({ name: `xl/media/${at}.bin`, content: 'x' })),
  ]);

export const external = (): Buffer =>
  sheetBook(
    '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' +
      '<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&e;</t></is></c></row></sheetData></worksheet>',
  );

/** Entities that multiply when they are replaced. */
export const laughs = (): Buffer =>
  sheetBook(
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;">]>' +
      '<worksheet>&c;</worksheet>',
  );

function columnName(at: number): string {
  let rest = at + 1;
  let name = '';
  while (rest > 0) {
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
    rest = Math.floor((rest - 1) / 26);
  }
  return name;
}

export const wide = (): Buffer =>
  sheetBook(
    `<worksheet><sheetData><row r="1">${Array.from(
      { length: 16_384 },
      (_, at) => `<c r="${columnName(at)}1" t="inlineStr"><is><t>列${at}</t></is></c>`,
    ).join('')}</row></sheetData></worksheet>`,
  );

export const long = (): Buffer =>
  sheetBook(
    `<worksheet><sheetData>${Array.from(
      { length: 20_200 },
      (_, at) => `<row r="${at + 1}"><c r="A${at + 1}"><v>${at}</v></c></row>`,
    ).join('')}</sheetData></worksheet>`,
  );

/** Not XML at all, in a well-formed archive. */
export const rubbish = (): Buffer => sheetBook(Buffer.from([0, 255, 60, 60, 38, 0, 128]));

/** What Office writes for a workbook with a password: a compound file, no zip. */
export const encryptedBook = (): Buffer =>
  Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(4096)]);
