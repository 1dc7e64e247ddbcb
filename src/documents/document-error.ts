/**
 * What went wrong, for the caller to translate into an answer:
 * `TEMPLATE` the template is refused or asks for a value the model lacks;
 * `MARKUP` the expanded template is not in the allowed HTML subset;
 * `MISSING_GLYPHS` an official document holds characters that no configured face can draw;
 * `FONTS` a font role has no usable file.
 */
export type DocumentErrorCode = 'TEMPLATE' | 'MARKUP' | 'MISSING_GLYPHS' | 'FONTS';

/** A document could not be made; the message is a Chinese sentence that names the template or the characters. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError';

  constructor(
    readonly code: DocumentErrorCode,
    message: string,
  ) {
    super(message);
  }
}

/** `U+1F600`-style names of code points, for messages about characters that cannot be shown. */
export function codePointNames(codePoints: Iterable<number>): string {
  return [...codePoints]
    .sort((a, b) => a - b)
    .map((cp) => `U+${cp.toString(16).toUpperCase().padStart(4, '0')}`)
    .join('、');
}
