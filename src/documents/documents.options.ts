import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { defaultFontRoles } from './fonts/default-fonts.js';
import { type FontRoles } from './fonts/font-roles.js';

/** What a rendering worker needs to know; plain data. */
export interface RenderOptions {
  readonly templatesFolder: string;
  readonly fonts: FontRoles;
}

export interface DocumentsOptions extends RenderOptions {
  /** Worker threads; one is right for two cores. */
  readonly workers: number;
  /** Jobs that may wait; more are refused. */
  readonly queueMax: number;
  readonly timeoutMs: number;
  /** Heap of one worker. */
  readonly memoryMb: number;
}

/** Injection token of `DocumentsOptions`. */
export const DOCUMENTS_OPTIONS = Symbol('DOCUMENTS_OPTIONS');

export function defaultDocumentsOptions(): DocumentsOptions {
  const templates = path.join(projectFolder(), 'templates');
  return {
    templatesFolder: path.join(templates, 'documents'),
    fonts: defaultFontRoles(path.join(templates, 'fonts')),
    workers: 1,
    queueMax: 50,
    timeoutMs: 60_000,
    memoryMb: 512,
  };
}

/** The folder above this file that holds `templates/documents`: the same from `src` and from `dist`. */
function projectFolder(): string {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!fs.existsSync(path.join(folder, 'templates', 'documents'))) {
    const parent = path.dirname(folder);
    if (parent === folder) throw new Error('templates/documents was not found above the program');
    folder = parent;
  }
  return folder;
}
