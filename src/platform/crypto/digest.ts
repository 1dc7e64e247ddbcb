import { createHash } from 'node:crypto';

/** Lower-case hex SHA-256 of bytes, or of a text's UTF-8 bytes, as `sha256sum` computes it from a file. */
export const sha256Of = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('hex');
