import 'reflect-metadata';
import { performance } from 'node:perf_hooks';
import { answerParent } from './child.mjs';
import { CLERK, configIn, DIST, NOW } from './place.mjs';
import { importer } from './import.mjs';
import { consolidating } from './consolidation.mjs';
import { LEDGER_STAMP, ledgerModel } from './ledger-model.mjs';

/* The program as it is served, with a clock that stands still, and a way to drive its services. */
const load = (path) => import(new URL(`src/${path}`, DIST));
const { createApp } = await load('app.setup.js');
const { FixedClock } = await load('platform/calendar/clock.js');
const { OrganisationService } = await load('identity/organisation.service.js');
const { DocumentsService } = await load('documents/documents.service.js');

const { BENCH_FOLDER, BENCH_POSTGRES } = process.env;
const app = await createApp(configIn(BENCH_FOLDER, BENCH_POSTGRES), new FixedClock(NOW));
await app.listen(0, '127.0.0.1');
const clerk = await app.get(OrganisationService).callerOf(CLERK);

answerParent({
  ...consolidating(app, clerk, load),
  port: () => app.getHttpServer().address().port,
  ...(await importer(app, clerk)),
  renderLedger: async ({ rows }) => {
    const begun = performance.now();
    const pdf = await app
      .get(DocumentsService)
      .renderPdf('rectification-ledger', ledgerModel(rows), LEDGER_STAMP);
    return { bytes: pdf.length, seconds: (performance.now() - begun) / 1000 };
  },
});
