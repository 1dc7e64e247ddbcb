import { type DestinationStream, pino } from 'pino';

/**
 * What JSON leaves as it is, but a terminal or a collector takes for the end of a line, an order, or a
 * turn of the reading direction: DEL and C1, U+2028 and U+2029, marks and overrides of direction.
 */
const UNSAFE = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Lines of the log with nothing but printable letters in them; what was there can still be read back. */
export function safeLines(to: DestinationStream = pino.destination(1)): DestinationStream {
  return { write: (line) => void to.write(line.replace(UNSAFE, escaped)) };
}

const escaped = (letter: string): string =>
  `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
