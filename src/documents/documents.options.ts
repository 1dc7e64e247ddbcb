import { programPath } from '../platform/files/program-path.js';
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
  return {
    templatesFolder: programPath('templates', 'documents'),
    fonts: defaultFontRoles(programPath('templates', 'fonts')),
    workers: 1,
    queueMax: 50,
    timeoutMs: 60_000,
    memoryMb: 512,
  };
}
