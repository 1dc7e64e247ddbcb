import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import ts from 'typescript';

/** The house as design §2 draws it, in a form that a test can hold the sources against. */
const FLOORS: Readonly<Record<string, number>> = {
  platform: 1,
  identity: 2,
  documents: 2,
  campaigns: 3,
  notifications: 3,
  oversight: 3,
  delegations: 4,
  registers: 4,
  reporting: 5,
};

/** Rooms in the order in which they may use each other: only rooms to the left. */
export const ROOMS: Readonly<Record<string, readonly string[]>> = {
  registers: [
    'entries',
    'issues',
    'evidence',
    'tasks',
    'responsibilities',
    'plans',
    'closure',
    'ledger',
    'imports',
    'supervision',
  ],
  reporting: ['schedule', 'reports', 'cases', 'bulletins', 'statistics', 'desk'],
};

const BANNED: Readonly<Record<string, string>> = {
  xlsx: 'unmaintained; use exceljs',
  sqlite3: 'unmaintained; use better-sqlite3 through TypeORM',
  '@nestjs/typeorm': 'the database room owns the connections',
};
const DATABASE_NAMES = [
  'DataSource',
  'EntityManager',
  'Repository',
  'getRepository',
  'QueryRunner',
];
const DATABASE_ROOM = 'src/platform/database/';

export interface Import {
  /** Path of the importing file from the repository's root, with `/`. */
  readonly file: string;
  readonly line: number;
  readonly specifier: string;
  /** Imported names; `*` for a namespace. */
  readonly names: readonly string[];
  /** True when nothing of it is left at run time. */
  readonly typeOnly: boolean;
  readonly isReexport: boolean;
}

/** All TypeScript files below a folder of the repository. */
export function sourceFiles(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.m?ts$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}

/** Every import of a file, dynamic ones and re-exports included. */
export function importsOf(file: string, text: string): Import[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true);
  const imports: Import[] = [];
  const add = (node: ts.Node, specifier: ts.Node | undefined, rest: Partial<Import>) => {
    if (!specifier || !ts.isStringLiteral(specifier)) return;
    const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    const defaults = { names: [], typeOnly: false, isReexport: false };
    imports.push({ file, line, specifier: specifier.text, ...defaults, ...rest });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node, node.moduleSpecifier, namesOf(node.importClause));
    if (ts.isExportDeclaration(node)) {
      add(node, node.moduleSpecifier, { isReexport: true, typeOnly: node.isTypeOnly });
    }
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node, node.arguments[0], {});
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return imports;
}

function namesOf(clause: ts.ImportClause | undefined): Pick<Import, 'names' | 'typeOnly'> {
  if (!clause) return { names: [], typeOnly: false };
  const bindings = clause.namedBindings;
  const named = bindings && ts.isNamedImports(bindings) ? [...bindings.elements] : [];
  const names = [
    ...(clause.name ? ['default'] : []),
    ...(bindings && ts.isNamespaceImport(bindings) ? ['*'] : []),
    ...named.map((element) => (element.propertyName ?? element.name).text),
  ];
  const allTypes =
    named.length > 0 && named.length === names.length && named.every((item) => item.isTypeOnly);
  const phase = clause.phaseModifier === ts.SyntaxKind.TypeKeyword;
  return { names, typeOnly: phase || allTypes };
}

/** The file a relative import means, from the repository's root; undefined for a package. */
export function targetOf({
  file,
  specifier,
}: Pick<Import, 'file' | 'specifier'>): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  return posix.join(dirname(file).replaceAll('\\', '/'), specifier).replace(/\.js$/, '.ts');
}

interface Place {
  readonly floor: string;
  readonly room: string;
}

/** Floor and room of a file below `src/`; files beside the floors (main, cli, app, demo) have none. */
function placeOf(path: string): Place | undefined {
  const [top, floor = '', ...rest] = path.split('/');
  if (top !== 'src' || rest.length === 0 || !(floor in FLOORS)) return undefined;
  return { floor, room: rest.length > 1 ? (rest[0] ?? '') : '' };
}

/** Why an import breaks the order of floors and rooms; undefined when it does not. */
export function orderFault(importer: string, target: string): string | undefined {
  const from = placeOf(importer);
  if (!from || !target.startsWith('src/')) return undefined;
  const to = placeOf(target);
  if (!to) {
    // A spec beside the code may start the whole program to drive it.
    return importer.endsWith('.spec.ts')
      ? undefined
      : `${from.floor} must not know what is built on it`;
  }
  const [own, other] = [FLOORS[from.floor] ?? 0, FLOORS[to.floor] ?? 0];
  if (from.floor !== to.floor) {
    return other < own ? undefined : `${from.floor} must not import ${to.floor}`;
  }
  const order = ROOMS[from.floor];
  if (!order || to.room === '' || from.room === to.room) return undefined;
  for (const room of [from.room, to.room]) {
    if (room !== '' && !order.includes(room))
      return `${from.floor}/${room} is not in the list of rooms`;
  }
  return order.indexOf(to.room) < order.indexOf(from.room)
    ? undefined
    : `${from.floor}/${from.room || '*'} must not import ${to.floor}/${to.room}`;
}

/** Why a package, or what is taken from it, may not be imported here. */
export function bannedFault({ file, specifier, names, typeOnly }: Import): string | undefined {
  const reason = BANNED[specifier];
  if (reason) return `${specifier}: ${reason}`;
  if (!file.startsWith('src/') || file.startsWith(DATABASE_ROOM) || typeOnly) return undefined;
  const raw = specifier === 'typeorm' && names.find((name) => DATABASE_NAMES.includes(name));
  return raw ? `${raw}: write through UnitOfWork, read through Reader` : undefined;
}

/** True when a file does nothing but pass on what other files export. */
export function isBarrel(file: string, text: string): boolean {
  if (/(^|\/)index\.ts$/.test(file)) return true;
  const { statements } = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true);
  return (
    statements.length > 0 &&
    statements.every((node) => ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined)
  );
}

/** Lines that are neither blank nor comment, as the lint rule counts them. */
export function codeLines(text: string): number {
  const code = new Set<number>();
  const source = ts.createSourceFile('x.ts', text, ts.ScriptTarget.ES2023, true);
  const visit = (node: ts.Node): void => {
    if (ts.isJSDoc(node)) return;
    if (node.getChildCount() > 0) {
      node.getChildren().forEach(visit);
      return;
    }
    // Comments are not among the tokens; a template may cover several lines.
    if (node.kind === ts.SyntaxKind.EndOfFileToken || node.getWidth() === 0) return;
    const first = source.getLineAndCharacterOfPosition(node.getStart()).line;
    const last = source.getLineAndCharacterOfPosition(node.getEnd()).line;
    for (let line = first; line <= last; line += 1) code.add(line);
  };
  visit(source);
  const lines = text.split('\n');
  return [...code].filter((line) => lines[line]?.trim() !== '').length;
}

/** Circles among files by what they import at run time, each as `a → b → a`. */
export function circles(imports: readonly Import[]): string[] {
  const edges = new Map<string, string[]>();
  for (const item of imports) {
    const target = item.typeOnly ? undefined : targetOf(item);
    if (target) edges.set(item.file, [...(edges.get(item.file) ?? []), target]);
  }
  const found: string[] = [];
  const done = new Set<string>();
  const walk = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) {
      found.push([...path.slice(path.indexOf(file)), file].join(' → '));
      return;
    }
    if (done.has(file)) return;
    for (const next of edges.get(file) ?? []) walk(next, [...path, file]);
    done.add(file);
  };
  for (const file of edges.keys()) walk(file, []);
  return found;
}

export const readSource = (root: string, file: string): string =>
  readFileSync(join(root, file), 'utf8');

export const sourceExists = (root: string, file: string): boolean => existsSync(join(root, file));
