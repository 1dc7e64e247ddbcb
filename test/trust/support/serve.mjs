import 'reflect-metadata';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/*
 * The program as `main.js` starts it, with two differences that the tests need: it stands in the year of its
 * campaign, and it tells its parent where it listens. Settings come from the environment as always.
 */
const { TEST_BUILD, TEST_NOW, TEST_ORGANISATION } = process.env;
const load = (path) => import(pathToFileURL(join(TEST_BUILD, 'src', path)));
const { serve } = await load('app.serve.js');
const { ShiftedClock } = await load('platform/calendar/clock.js');
const { loadConfig } = await load('platform/config/config.js');

const cost = { memoryKiB: 1024, iterations: 1 };
const app = await serve({ ...loadConfig(), passwordCost: cost }, new ShiftedClock(TEST_NOW));
let units;
if (TEST_ORGANISATION) {
  const { createOrganisation } = await load('demo/world.js');
  const { OrganisationService } = await load('identity/organisation.service.js');
  units = await createOrganisation(app.get(OrganisationService, { strict: false }));
}
process.on('disconnect', () => process.exit());
process.send({ pid: process.pid, port: app.getHttpServer().address().port, units });
