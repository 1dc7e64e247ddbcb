/**
 * Fills the column of what was reached in the matrix of docs/security.md from the figures of a run:
 *
 *     TRUST_FIGURES=figures.jsonl npm run torture
 *     node scripts/trust-table.mjs figures.jsonl
 *
 * A row of which the run printed nothing stays as it is, and is named.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const DOCUMENT = new URL('../docs/security.md', import.meta.url);
const REACHED = 4;

const [file] = process.argv.slice(2);
if (!file) {
  process.stderr.write('usage: node scripts/trust-table.mjs FIGURES\n');
  process.exit(2);
}

const reached = new Map();
for (const line of readFileSync(file, 'utf8').trim().split('\n')) {
  const { id, reached: figure } = JSON.parse(line);
  reached.set(id, [...(reached.get(id) ?? []), figure]);
}

function filled(line) {
  const cells = line.split(/(?<!\\)\|/);
  const id = cells[1]?.trim();
  if (cells.length !== 7 || !/^([RS]\d+|–)$/.test(id)) return line;
  const figures = reached.get(id === '–' ? 'clock' : id);
  if (!figures) {
    process.stderr.write(`${id}: nothing printed\n`);
    return line;
  }
  cells[REACHED] = ` ${figures.join('; ').replaceAll('|', '\\|')} `;
  return cells.join('|');
}

const text = readFileSync(DOCUMENT, 'utf8');
writeFileSync(DOCUMENT, text.split('\n').map(filled).join('\n'));
