/**
 * Where to go after signing in: only within this program, because the address may come from a link that
 * somebody else made. Browsers take `//host`, `/\host` and both with a tab in between for another site.
 */
export const localPath = (text: string | undefined): string =>
  text !== undefined && /^\/(?![/\\])[\x21-\x7e]*$/.test(text) ? text : '/';
