import type { Readable } from 'node:stream';
import { Parser } from 'htmlparser2';
import { TableFaultError } from './table.js';

export interface XmlHandler {
  /** Names come without their namespace prefix. */
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  close?(name: string): void;
  text?(text: string): void;
}

/** Thrown by a handler that has seen enough. */
export class EnoughRead extends Error {}

/**
 * Reads a part of a workbook as a stream. A document type, with which entities could be declared, has
 * no business there and is refused.
 * @throws {TableFaultError}
 */
export async function readXml(source: Readable, handler: XmlHandler): Promise<void> {
  const parser = new Parser(
    {
      onopentag: (name, attributes) => handler.open?.(local(name), attributes),
      onclosetag: (name) => handler.close?.(local(name)),
      ontext: (text) => handler.text?.(text),
      onprocessinginstruction: (name) => {
        if (name.startsWith('!')) throw new TableFaultError('FILE_TOO_COMPLEX');
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  try {
    for await (const chunk of source) {
      const bytes = chunk as Buffer;
      decoder ??= new TextDecoder(encodingOf(bytes));
      parser.write(decoder.decode(bytes, { stream: true }));
    }
    parser.end();
  } catch (error) {
    source.destroy();
    if (error instanceof EnoughRead) return;
    // A part whose size is not what the directory says ends the stream with an error.
    throw error instanceof TableFaultError ? error : new TableFaultError('FILE_DAMAGED');
  }
}

function encodingOf(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}

function local(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}

/** The attribute of a name whatever its prefix (`r:id`). */
export function attribute(
  attributes: Readonly<Record<string, string>>,
  name: string,
): string | undefined {
  const plain = attributes[name];
  if (plain !== undefined) return plain;
  const key = Object.keys(attributes).find((candidate) => candidate.endsWith(`:${name}`));
  return key === undefined ? undefined : attributes[key];
}

/** Characters that XML cannot hold are written `_x000D_` (ECMA-376 part 1, §22.9.2.19). */
export const decodeEscapes = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_match, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      )
    : text;
