import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/*
 * Prints the bill of materials of the program (CycloneDX, JSON): what is installed with it, without what
 * only builds or tests it. Filtered here by the lock file and not by `--omit dev`, with which npm also
 * leaves out every package that a tool has too, NestJS and the database drivers among them.
 */

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const MODULES = 'node_modules/';
const ours = new Set(
  Object.entries(packages).flatMap(([place, { name, version, dev, link }]) => {
    if (dev || link || !place.includes(MODULES)) return [];
    return [`${name ?? place.slice(place.lastIndexOf(MODULES) + MODULES.length)}@${version}`];
  }),
);
const bill = JSON.parse(
  execFileSync(
    'npm',
    ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx', '--sbom-type', 'application'],
    { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024, shell: process.platform === 'win32' },
  ),
);
const nameOf = (purl) =>
  decodeURIComponent(purl)
    .replace(/^pkg:npm\//, '')
    .replace(/\?.*$/, '');
const components = bill.components.filter(({ purl }) => ours.has(nameOf(purl)));
const kept = new Set([
  bill.metadata.component['bom-ref'],
  ...components.map((component) => component['bom-ref']),
]);
const dependencies = bill.dependencies
  .filter(({ ref }) => kept.has(ref))
  .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((one) => kept.has(one)) }));

process.stdout.write(`${JSON.stringify({ ...bill, components, dependencies }, null, 2)}\n`);
