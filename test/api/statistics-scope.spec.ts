import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ENGINES, type TestApp } from '../support/app.js';
import {
  byId,
  type Figure,
  FIGURE_ROUTES,
  makeWorld,
  type StatisticsWorld,
} from './statistics.fixture.js';

describe.each(ENGINES)('who sees which statistics on %s', (engine) => {
  let world: StatisticsWorld;
  let app: TestApp;
  let campaignId: string;
  let ask: StatisticsWorld['ask'];

  beforeAll(async () => {
    world = await makeWorld(engine);
    ({ app, campaignId, ask } = world);
  });
  afterAll(() => app.stop());

  describe('who sees what', () => {
    it('a town sees its own issues only, in every figure', async () => {
      const overview = byId((await ask('overview', '', 'qinghe.clerk')).indicators as Figure[]);
      expect(overview['total']?.numerator).toBe(2);
      const units = await ask('units', '', 'qinghe.clerk');
      expect(units.unit.id).toBe(app.units['qinghe']);
      const { rows, total } = await ask('light-wall', '', 'qinghe.clerk');
      expect(rows).toHaveLength(1);
      expect(total.DONE).toBe(1);
      const trend = await ask('trend', '', 'qinghe.clerk');
      expect(trend.rows.at(-1).closing).toBe(1);
      const unresolved = await ask('unresolved', '', 'qinghe.clerk');
      expect(unresolved.items.map(({ id }: { id: string }) => id)).toEqual([world.late.id]);
      const listed = await ask('rows', '&indicator=total', 'qinghe.clerk');
      expect(listed.items.map(({ id }: { id: string }) => id).sort()).toEqual(
        [world.closed.id, world.late.id].sort(),
      );
    });

    it.each([...FIGURE_ROUTES, 'rows'])('%s answers 404 outside the scope', async (route) => {
      const extra = route === 'rows' ? '&indicator=total' : '';
      const foreign = await app.as('yunqi.clerk');
      const path = `/statistics/${route}?campaignId=${campaignId}${extra}`;
      await foreign.get(path).expect(404);
      const town = await app.as('qinghe.clerk');
      await town.get(`${path}&unitId=${app.units['wanglan']}`).expect(404);
      await town.get(`${path}&unitId=${app.units['songxi']}`).expect(404);
    });

    it('a bureau asking for a unit of another county is answered 404', async () => {
      const director = await app.as('director');
      const path = `/statistics/overview?campaignId=${campaignId}&unitId=${app.units['songxi']}`;
      await director.get(path).expect(404);
    });

    it('the city sees the county as a whole', async () => {
      const shown = byId((await ask('overview', '', 'city.reviewer')).indicators as Figure[]);
      expect(shown['total']?.numerator).toBe(4);
    });

    it('leadership sees every figure, but no issue line', async () => {
      for (const route of FIGURE_ROUTES) await ask(route, '', 'leadership');
      const figures = byId((await ask('overview', '', 'leadership')).indicators as Figure[]);
      expect(figures['total']?.numerator).toBe(4);
      const unresolved = await ask('unresolved', '', 'leadership');
      expect([unresolved.total, unresolved.items]).toEqual([2, []]);
      const leader = await app.as('leadership');
      for (const path of ['rows', 'unresolved.xlsx', 'unresolved.pdf']) {
        const refused = await leader.get(
          `/statistics/${path}?campaignId=${campaignId}&indicator=total`,
        );
        expect([path, refused.status]).toEqual([path, 403]);
      }
    });

    it('administrators see none of it', async () => {
      const admin = await app.as('admin');
      await admin.get(`/statistics/overview?campaignId=${campaignId}`).expect(403);
    });
  });
});
