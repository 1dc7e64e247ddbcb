import { Problem } from '../http/problem.js';
import type { Piece } from './byte-source.js';
import { type ExifFacts, takenAtOf } from './exif.js';

/** How a picture is stored: the pieces that show it, without what tells where it was taken. */
export interface CleanPicture {
  readonly pieces: readonly Piece[];
  /** Instant of the exposure by the camera's clock, if it told one. */
  readonly takenAt: string | null;
}

export const cleanPicture = (pieces: readonly Piece[], facts: ExifFacts): CleanPicture => ({
  pieces,
  takenAt: takenAtOf(facts),
});

export function damagedPicture(): Problem {
  const detail = '照片不完整或已损坏，请重新选择。';
  return new Problem(422, 'FILE_DAMAGED', detail, [
    { path: 'file', code: 'FILE_DAMAGED', message: detail },
  ]);
}
