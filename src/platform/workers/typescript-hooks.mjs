// Module hooks for worker threads started from TypeScript sources (see worker-entry.ts).
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { transform } from '@swc/core';

/** A test runner adds a query, so that a file can be loaded anew. */
const TYPESCRIPT = /\.ts(\?|$)/;

/** A relative import of `x.js` from a `.ts` file means the `x.ts` beside it. */
export async function resolve(specifier, context, next) {
  if (/^\.{1,2}\/.*\.js$/.test(specifier) && TYPESCRIPT.test(context.parentURL)) {
    const source = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
    if (fs.existsSync(fileURLToPath(source))) return { url: source.href, shortCircuit: true };
  }
  return next(specifier, context);
}

export async function load(url, context, next) {
  if (!TYPESCRIPT.test(url)) return next(url, context);
  const { code } = await transform(await fs.promises.readFile(fileURLToPath(url), 'utf8'), {
    filename: fileURLToPath(url),
    sourceMaps: 'inline',
    module: { type: 'es6' },
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
    },
  });
  return { format: 'module', source: code, shortCircuit: true };
}
