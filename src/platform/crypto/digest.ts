import { createHash } from 'node:crypto';

/** Lower-case hex SHA-256 of the text's UTF-8 bytes, as `sha256sum` computes it from a file. */
export const sha256Of = (text: string): string =>
  createHash('sha256').update(text, 'utf8').digest('hex');
