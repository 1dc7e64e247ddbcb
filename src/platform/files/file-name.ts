const LENGTH_MAX = 200;
const FALLBACK = '附件';

/** Control, bidi and zero-width characters, line separators and lone surrogates. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
/** What Windows does not allow in file names. */
const FORBIDDEN = /[<>:"|?*]/g;

/** The extension of a file name in lower case without the dot; '' when there is none. */
export function extensionOf(name: string): string {
  return /\.([A-Za-z0-9]{1,10})$/.exec(name)?.[1]?.toLowerCase() ?? '';
}

/**
 * A name that is safe to show, store and offer for download: NFC, last path part only, nothing
 * invisible (so that no right-to-left override disguises the extension), at most 200 characters, the
 * extension kept.
 */
export function normalizeFileName(raw: string): string {
  const visible = raw.replace(INVISIBLE, '').normalize('NFC');
  const last = visible.split(/[/\\]/).at(-1) ?? '';
  const clean = last
    .replace(FORBIDDEN, '_')
    .replace(/\s+/g, ' ')
    .replace(/[. ]+$/, '')
    .trim();
  const extension = /\.[A-Za-z0-9]{1,10}$/.exec(clean)?.[0] ?? '';
  const base = clean.slice(0, clean.length - extension.length).replace(/^[. ]+|[. ]+$/g, '');
  const room = LENGTH_MAX - extension.length;
  return `${[...base].slice(0, room).join('').trimEnd() || FALLBACK}${extension}`;
}

/**
 * `Content-Disposition` that offers a download under its (Chinese) name: RFC 5987 for today's
 * browsers and an ASCII name for the rest (RFC 6266 §4.3).
 */
export function attachmentHeader(name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
