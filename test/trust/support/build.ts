import { cpSync, existsSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { transformFile } from '@swc/core';

const ROOT = resolve(import.meta.dirname, '../../..');
/** What the program needs beside its code; found above it as in `dist`. */
const BESIDE = ['node_modules', 'templates', 'web'];

/**
 * The program compiled from the sources as they are, so that a process can be started and killed as in a
 * bureau. Built once for all specs of a run, in the folder that the global set-up names.
 * @returns the folder that holds `src/main.js`
 */
export async function builtProgram(): Promise<string> {
  const folder = process.env.TEST_BUILD;
  if (!folder) throw new Error('TEST_BUILD is not set: run the specs through `npm test`');
  if (!existsSync(folder)) await build(folder);
  return folder;
}

async function build(folder: string): Promise<void> {
  const making = await mkdtemp(join(tmpdir(), 'xiaohao-making-'));
  for (const part of ['src', 'migrations']) {
    const names = await readdir(join(ROOT, part), { recursive: true });
    const sources = names.filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'));
    await Promise.all(sources.map((name) => compile(join(part, name), making)));
  }
  for (const name of BESIDE) symlinkSync(join(ROOT, name), join(making, name));
  cpSync(join(ROOT, 'package.json'), join(making, 'package.json'));
  try {
    renameSync(making, folder);
  } catch {
    // Another worker was faster; what it has made is the same.
    rmSync(making, { recursive: true, force: true });
  }
}

async function compile(path: string, to: string): Promise<void> {
  const { code } = await transformFile(join(ROOT, path), {
    module: { type: 'es6' },
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
    },
  });
  const target = join(to, path.replace(/\.ts$/, '.js'));
  mkdirSync(dirname(target), { recursive: true });
  await writeFile(target, code);
}
