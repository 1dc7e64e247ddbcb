import { createReadStream } from 'node:fs';

const SAMPLE_BYTES = 4096;

/**
 * The encoding of a text file: what its byte order mark says, UTF-16 when every other byte is zero,
 * UTF-8 when the whole of it is valid UTF-8, else what Chinese office programs write, GB18030.
 */
export async function encodingOf(
  path: string,
): Promise<'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030'> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let first = true;
  try {
    for await (const chunk of createReadStream(path)) {
      const bytes = chunk as Buffer;
      if (first) {
        const marked = markOf(bytes);
        if (marked) return marked;
      }
      first = false;
      decoder.decode(bytes, { stream: true });
    }
    decoder.decode();
    return 'utf-8';
  } catch (error) {
    // Only what is no UTF-8 is caught; a file that cannot be read stays an error.
    if ((error as { code?: string }).code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return 'gb18030';
    throw error;
  }
}

function markOf(bytes: Buffer): 'utf-8' | 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  const zeros = (from: number): number => {
    let count = 0;
    for (let at = from; at < sample.length; at += 2) if (sample[at] === 0) count += 1;
    return count;
  };
  if (zeros(1) > sample.length / 20 && zeros(0) === 0) return 'utf-16le';
  if (zeros(0) > sample.length / 20 && zeros(1) === 0) return 'utf-16be';
  return undefined;
}

/**
 * The text of chunks of bytes. A character whose bytes lie in two chunks is whole in the text, wherever
 * the boundary is: the decoder keeps the bytes of an unfinished character for the next chunk.
 */
export async function* decoded(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  encoding: string,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of chunks) {
    const text = decoder.decode(chunk, { stream: true });
    if (text !== '') yield text;
  }
  const rest = decoder.decode();
  if (rest !== '') yield rest;
}
