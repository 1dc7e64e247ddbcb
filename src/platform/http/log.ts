import { type DestinationStream, type Logger, pino } from 'pino';
import type { LogLevel } from '../config/config.js';

/** Everything that a line may hold besides level, time, process, host and message. */
const FIELDS: ReadonlySet<string> = new Set([
  'traceId',
  'method',
  'route',
  'status',
  'ms',
  'userId',
  'context',
  'error',
  'message',
  'code',
  'constraint',
  'stack',
]);

/**
 * What JSON leaves as it is although terminals and viewers take it for a new line, a command or a change
 * of direction: C1 controls, line and paragraph separators, bidirectional controls.
 */
const UNSAFE = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/**
 * The one structured log: one JSON line for each event, of fields that are allowed by name. Whatever
 * else a caller hands in is left out rather than trusted.
 */
export function openLog(level: LogLevel, destination?: DestinationStream): Logger {
  const options = {
    level,
    formatters: { log: allowed },
    hooks: { streamWrite: (line: string) => line.replace(UNSAFE, escaped) },
  };
  return destination ? pino(options, destination) : pino(options);
}

const allowed = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => FIELDS.has(name)));

/** Within a JSON text these characters stand in strings only, where an escape means the same. */
const escaped = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
