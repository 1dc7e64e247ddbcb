import { performance } from 'node:perf_hooks';
import { answerParent } from './child.mjs';
import { DIST, SIZES } from './place.mjs';
import { LEDGER_STAMP, ledgerModel } from './ledger-model.mjs';

/* The documents room alone in a fresh process: fonts are not yet parsed, nothing is compiled. */
const load = (path) => import(new URL(`src/documents/${path}`, DIST));
const { defaultDocumentsOptions } = await load('documents.options.js');
const { Renderer } = await load('renderer.js');
const renderer = new Renderer(defaultDocumentsOptions());
const pdf = await renderer.pdf('rectification-ledger', ledgerModel(SIZES.pdfRows), LEDGER_STAMP);
const { user, system } = process.cpuUsage();
const figures = {
  seconds: performance.now() / 1000,
  cpuSeconds: (user + system) / 1e6,
  peakMb: process.resourceUsage().maxRSS / 1024,
  bytes: pdf.length,
};

answerParent({ figures: () => figures });
