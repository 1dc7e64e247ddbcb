import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from '../../src/platform/database/queryable.js';
import { ENGINES } from '../support/app.js';
import { createCampaign, IssueDriver } from '../support/issues.js';
import { type Answer, IdentityWorld, PASSWORD } from './identity.fixture.js';

const NOBODY = '01a20326-1be5-76c1-959a-fa450883b62e';

interface Node {
  id: string;
  name: string;
  children: Node[];
}

const idsOf = (nodes: Node[]): string[] =>
  nodes.flatMap((node) => [node.id, ...idsOf(node.children)]);

describe.each(ENGINES)('organisation on %s', (engine) => {
  let world: IdentityWorld;
  let admin: string;

  beforeAll(async () => {
    world = await IdentityWorld.start(engine);
    admin = await world.signIn('admin');
  });
  afterAll(() => world?.[Symbol.asyncDispose]());

  const get = (path: string, token = admin) => world.call('GET', path, { token });
  const post = (path: string, body: object = {}, token = admin) =>
    world.call('POST', path, { token, body });
  const patch = (path: string, version: number, body: object, token = admin) =>
    world.call('PATCH', path, { token, version, body });
  const newTown = async (name: string, parentId = world.unit('anlan')): Promise<string> =>
    (await post('units', { name, level: 'TOWN', type: 'TOWN_GOV', parentId })).body.id;
  const code = ({ status, body }: Answer) => [status, body?.code] as const;

  describe('units', () => {
    it('shows each caller the own part of the tree', async () => {
      const seen = async (username: string) => {
        const token = await world.signIn(username);
        return { token, ids: idsOf((await get('units/tree', token)).body) };
      };
      const town = await seen('qinghe.clerk');
      expect(town.ids).toEqual(
        ['qinghe', 'shaigu', 'zhuwan', 'home'].map((key) => world.unit(key)),
      );
      const bureau = await seen('div.clerk');
      expect(bureau.ids).toContain(world.unit('wanglan'));
      expect(bureau.ids).not.toContain(world.unit('yunqi'));
      expect(bureau.ids).not.toContain(world.unit('city'));
      const list = (await get('units?pageSize=200', bureau.token)).body;
      expect(list.items.map((unit: Node) => unit.id)).toEqual(bureau.ids);
      expect(list.total).toBe(bureau.ids.length);
      expect((await get(`units/${world.unit('wanglan')}`, town.token)).status).toBe(404);
      expect((await get(`units/${world.unit('shaigu')}`, town.token)).status).toBe(200);
    });

    it.each([
      ['q=青禾镇', ['青禾镇人民政府', '青禾镇敬老院']],
      ['q=990101101201', ['晒谷村村民委员会']],
      ['type=FINANCE,DISCIPLINE_RESIDENT', ['派驻区民政局纪检监察组', '安澜区财政局']],
      ['level=CITY', ['示例市民政局']],
      ['level=VILLAGE&q=竹湾', ['竹湾村村民委员会']],
      ['q=没有这个单位', []],
      ['disabled=true', []],
    ])('finds by %s', async (query, names) => {
      const { body } = await get(`units?${encodeURI(query)}`);
      expect(body.items.map((unit: Node) => unit.name)).toEqual(names);
      expect(body.total).toBe(names.length);
    });

    it('lists direct children by parent, page by page', async () => {
      const query = `units?parentId=${world.unit('qinghe')}&pageSize=2`;
      const pages = [await get(query), await get(`${query}&page=2`)];
      expect(pages.map(({ body }) => body.items.length)).toEqual([2, 1]);
      expect(pages[0]?.body).toMatchObject({ total: 3, page: 1, pageSize: 2 });
    });

    it('a move takes the whole subtree along and shows in every scope at once', async () => {
      const town = await newTown('迁移镇');
      const village = (
        await post('units', {
          name: '迁移村',
          level: 'VILLAGE',
          type: 'VILLAGE_COMMITTEE',
          parentId: town,
        })
      ).body.id as string;
      const [anlan, yunqi] = [await world.signIn('div.clerk'), await world.signIn('yunqi.clerk')];
      const seen = async () => [
        (await get(`units/${village}`, anlan)).status,
        (await get(`units/${village}`, yunqi)).status,
      ];
      expect(await seen()).toEqual([200, 404]);
      const moved = await patch(`units/${town}`, 1, { parentId: world.unit('yunqi') });
      expect(moved).toMatchObject({
        status: 200,
        body: { parentId: world.unit('yunqi'), version: 2 },
      });
      expect(moved.headers.get('etag')).toBe('"2"');
      expect(await seen()).toEqual([404, 200]);
      const [row] = await world.test.rows<{ path: string }>(
        sql`SELECT path FROM units WHERE id = ${village}`,
      );
      const chain = [world.unit('city'), world.unit('yunqi'), town, village];
      expect(row?.path).toBe(`${chain.join('/')}/`);
    });

    it('is not moved while issues below it are open, but may be renamed', async () => {
      const { test } = world;
      const driver = new IssueDriver(test, await createCampaign(test));
      const shaigu = world.unit('shaigu');
      await driver.to('REGISTERED', { responsibleUnitId: shaigu });
      const closed = await driver.to('REGISTERED', { responsibleUnitId: world.unit('maliu') });
      await driver.step('div.chief', closed, 'void', { reason: '核查不属实，予以撤销该问题。' });
      const order = { parentId: world.unit('yunqi') };
      for (const unit of ['shaigu', 'qinghe']) {
        const refused = await patch(`units/${world.unit(unit)}`, 1, order);
        expect(code(refused)).toEqual([409, 'UNIT_HAS_OPEN_ISSUES']);
        expect(refused.body.detail).toContain('还有1个未销号问题');
      }
      expect((await patch(`units/${shaigu}`, 1, { shortName: '晒谷' })).status).toBe(200);
      const idle = await patch(`units/${world.unit('maliu')}`, 1, {
        parentId: world.unit('songxi'),
      });
      expect(idle.status).toBe(200);
    });

    it('of two moves that would close a circle exactly one succeeds', async () => {
      const [a, b] = [await newTown('甲镇'), await newTown('乙镇')];
      const answers = await Promise.all([
        patch(`units/${a}`, 1, { parentId: b }),
        patch(`units/${b}`, 1, { parentId: a }),
      ]);
      expect(answers.map(code).sort()).toEqual([
        [200, undefined],
        [422, 'UNIT_CIRCLE'],
      ]);
    });

    it('of ten changes of one version exactly one succeeds', async () => {
      const town = await newTown('争用镇');
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          patch(`units/${town}`, 1, { shortName: `争用${index}` }),
        ),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(412)]);
    });

    it('of five new units of one name exactly one is made', async () => {
      const body = {
        name: '同名镇',
        level: 'TOWN',
        type: 'TOWN_GOV',
        parentId: world.unit('anlan'),
      };
      const answers = await Promise.all(Array.from({ length: 5 }, () => post('units', body)));
      expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(4).fill(409)]);
    });

    it('is disabled only when nothing below depends on it, and comes back', async () => {
      const town = await newTown('停用镇');
      expect(code(await patch(`units/${world.unit('qinghe')}`, 1, { disabled: true }))).toEqual([
        409,
        'UNIT_HAS_CHILDREN',
      ]);
      await world.organisation.createUser({
        username: 'leaving',
        name: '调离人员',
        unitId: town,
        roles: ['TOWN_CLERK'],
        password: PASSWORD,
      });
      expect(code(await patch(`units/${town}`, 1, { disabled: true }))).toEqual([
        409,
        'UNIT_HAS_USERS',
      ]);
      const user = (await get('users?q=leaving')).body.items[0];
      await patch(`users/${user.id}`, 1, { unitId: world.unit('qinghe') });
      const disabled = await patch(`units/${town}`, 1, { disabled: true });
      expect(disabled.body.disabledAt).toBe(world.clock.now());
      expect(code(await patch(`users/${user.id}`, 2, { unitId: town }))).toEqual([
        422,
        'UNIT_DISABLED',
      ]);
      const enabled = await patch(`units/${town}`, 2, { disabled: false });
      expect(enabled.body.disabledAt).toBeNull();
    });

    it.each([
      ['name', { name: '' }, 400],
      ['name', { name: null }, 400],
      ['level', { level: 'STREET' }, 400],
      ['areaCode', { areaCode: '12345' }, 400],
      ['path', { path: 'x/' }, 400],
      ['version', { version: 9 }, 400],
      ['id', { id: NOBODY }, 400],
      ['parentId', { parentId: NOBODY }, 422],
      ['level', { level: 'PROVINCE' }, 422],
    ])('refuses %s of %j with %i, naming the field', async (path, body, status) => {
      const answer = await patch(`units/${world.unit('wanglan')}`, 1, body);
      expect(answer.status).toBe(status);
      expect(answer.body.errors.map((error: { path: string }) => error.path)).toEqual([path]);
    });

    it.each([
      ['without the version', undefined, 428],
      ['with a version that was never', 99, 412],
    ])('is not changed %s', async (_name, version, status) => {
      const answer = await world.call('PATCH', `units/${world.unit('wanglan')}`, {
        token: admin,
        body: { shortName: '望澜' },
        ...(version ? { version } : {}),
      });
      expect(answer.status).toBe(status);
    });

    it('keeps in the audit log who changed what from what to what', async () => {
      const town = await newTown('记录镇');
      await patch(`units/${town}`, 1, { shortName: '记录' });
      const rows = await world.test.rows<{ action: string; actorName: string; detail: string }>(
        sql`SELECT action, actor_name, detail FROM audit_entries WHERE subject_id = ${town} ORDER BY seq`,
      );
      expect(rows.map(({ action }) => action)).toEqual(['UNIT_CREATED', 'UNIT_CHANGED']);
      expect(JSON.parse(rows[1]?.detail ?? '')).toMatchObject({
        changes: { shortName: { from: '记录镇', to: '记录' } },
      });
    });
  });
});
