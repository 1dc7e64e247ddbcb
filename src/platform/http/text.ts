/** Control characters (but tab and line breaks), bidirectional controls and byte order marks. */
const INVISIBLE =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** Pictures, private characters and half characters: no font of ours prints them. */
const UNPRINTABLE = /[\p{Emoji_Presentation}\p{Co}\p{Cs}\ufe0f\ufffd]/u;

/**
 * Text as it is kept: without characters that nobody sees, which hide words, turn them round or stop
 * a database, and without blanks at its ends.
 */
export const cleanText = (text: string): string => text.replace(INVISIBLE, '').trim();

/** The first character that could not be printed; undefined when the text is fit to be a document. */
export const unprintable = (text: string): string | undefined => UNPRINTABLE.exec(text)?.[0];
