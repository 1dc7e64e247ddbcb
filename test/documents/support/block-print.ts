const LINE_MAX = 100;

/**
 * A block document as people can read and compare it: everything in it, keys sorted, and on one line
 * what fits there, so that a cell of a table is mostly a line.
 */
export function blockPrint(value: unknown, indent = ''): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? String(value);
  const deeper = `${indent}  `;
  const inner = Array.isArray(value)
    ? value.map((item: unknown) => blockPrint(item, deeper))
    : Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, item]) => `${key}: ${blockPrint(item, deeper)}`);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{ ', ' }'];
  const line = `${open}${inner.join(', ')}${close}`;
  if (!line.includes('\n') && indent.length + line.length <= LINE_MAX) return line;
  return [open.trim(), ...inner.map((item) => `${deeper}${item},`), indent + close.trim()].join(
    '\n',
  );
}
