// Runs once in each test worker, before any spec: from here on it loads TypeScript by itself, and
// `@jest/globals` is the object below it.
import { register } from 'node:module';

register('../../../src/platform/workers/typescript-hooks.mjs', import.meta.url);
register('./globals-hooks.mjs', import.meta.url);
process.setSourceMapsEnabled(true);
