import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const VIEWS = join(import.meta.dirname, '../../../web/src/views');
const PATH = /\bpath: '([^']+)'/;
const PERMISSIONS = /\bpermissions: \[([^\]]*)\]/;

/** A screen of the browser UI as its folder of `views` lists it. */
export interface Screen {
  /** Below the shell, as `/issues/:id`. */
  readonly path: string;
  /** One of these is needed; none for everybody. */
  readonly permissions: readonly string[];
}

/** Every screen inside the shell, read from the sources: the files import what only the build understands. */
export function readScreens(): Screen[] {
  return readdirSync(VIEWS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => screensIn(join(VIEWS, name, 'screens.ts')))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function screensIn(file: string): Screen[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return [];
  }
  const routes = text.split(/(?=\bpath: ')/).filter((piece) => PATH.test(piece));
  return routes
    .filter((route) => !route.includes('redirect:'))
    .map((route) => ({
      path: `/${PATH.exec(route)?.[1]}`,
      permissions: [...(PERMISSIONS.exec(route)?.[1] ?? '').matchAll(/'([^']+)'/g)].map(
        ([, permission]) => permission ?? '',
      ),
    }));
}
