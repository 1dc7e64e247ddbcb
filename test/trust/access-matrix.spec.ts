import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'light-my-request';
import { newId } from '../../src/platform/database/ids.js';
import { ENGINES } from '../support/app.js';
import { Asker } from './support/asking.js';
import { figure, LONG } from './support/figure.js';
import { Policy, relationOf } from './support/policy.js';
import { ROUTE_RULES, type RouteRule } from './support/route-rules.js';
import { isPublic, routesOf } from './support/routes.js';
import { mayAct, sightsFor } from './support/sights.js';
import { specialRuleOf } from './support/special-rules.js';
import {
  CALLERS,
  DEPUTY,
  isNatural,
  type MatrixUser,
  OWNER,
  TrustWorld,
} from './support/trust-world.js';

type Verdict = 'allowed' | 401 | 403 | 404;

const FILE = /\.(pdf|xlsx|csv)$/;

/** Short: people as they work, on SQLite. Long: every role at every place, on both engines. */
const WHO = LONG ? CALLERS : CALLERS.filter(isNatural);

describe.each(LONG ? ENGINES : (['sqlite'] as const))('S1 access matrix on %s', (engine) => {
  const policy = Policy.read();
  const sights = sightsFor(OWNER, DEPUTY);
  let world: TrustWorld;
  let asker: Asker;

  beforeAll(async () => {
    world = await TrustWorld.build(engine);
    asker = await Asker.of(world.app, world.records);
  }, 120_000);
  afterAll(() => world?.stop());

  it('S1 classifies every route that the program has', () => {
    const live = routesOf(asker.fastify)
      .filter(({ method, path }) => method !== 'HEAD' && !/^\*$|^\/api\/(docs|openapi)/.test(path))
      .map(({ method, path }) => `${method} ${path}`);
    // Red? Say in support/house-routes.ts or business-routes.ts who may use the new route on whose record.
    expect(ROUTE_RULES.map(({ route }) => route).sort()).toEqual(live.sort());
    expect(ROUTE_RULES.filter(({ needs }) => needs[0] === 'public').every(isPublic)).toBe(true);
  });

  function expected(rule: RouteRule, caller: MatrixUser | undefined): Verdict {
    const { needs, acts, kind, side, method } = rule;
    if (needs[0] === 'public') return 'allowed';
    if (needs[0] === 'reader') return 404;
    if (!caller) return 401;
    const permitted = needs[0] === 'signed-in' || needs.some((need) => policy.has(caller, need));
    if (!permitted) return 403;
    if (kind && !sights[kind]?.(policy, caller)) return 404;
    const acting = side !== undefined && method !== 'GET';
    if (acting && !acts.some((action) => mayAct(policy, caller, action, side))) return 403;
    return specialRuleOf(rule, policy, caller)?.otherwise ?? 'allowed';
  }

  /** What a wrong credential is told, which says nothing of who may ask. */
  const TRIED = /"(WRONG_CREDENTIALS|CHALLENGE_EXPIRED)"/;
  /** Steps of one's own session: repeated, they would end or lock what the others need. */
  const isOwnSession = ({ method, path, needs }: RouteRule): boolean =>
    path.startsWith('/api/auth/') && (method === 'POST' || needs[0] === 'public');

  /** Says what is wrong with the answer; undefined when it is as it must be. */
  function fault(answer: Response, wanted: Verdict): string | undefined {
    const { statusCode, body } = answer;
    const refused = [401, 403, 404].includes(statusCode) && !TRIED.test(body);
    const got = refused ? statusCode : 'allowed';
    // A sample that validation stops would not have come to the question of who asks.
    const strange = statusCode >= 500 || statusCode === 400;
    return got === wanted && !strange
      ? undefined
      : `${statusCode}, not ${wanted}: ${body.slice(0, 200)}`;
  }

  /** The answer without what differs between any two answers. */
  const plain = ({ statusCode, payload, headers }: Response, id: string): unknown => [
    statusCode,
    { ...(JSON.parse(payload.replaceAll(id, 'the id')) as object), traceId: '', instance: '' },
    { ...headers, date: '', 'x-request-id': '' },
  ];

  /** The record is none of the caller's: of such the answer is that to one that does not exist. */
  const isForeign = (rule: RouteRule, caller: MatrixUser | undefined, wanted: Verdict): boolean =>
    caller !== undefined &&
    ((rule.kind !== undefined && wanted === 404) ||
      (rule.kind === 'named' && wanted === 'allowed' && !sights.campaign?.(policy, caller)));

  it('S1 answers as permission table and relation say, of the foreign as of the missing', async () => {
    const leaks: string[] = [];
    const count = { requests: 0, twins: 0, seen: new Map<string, number>() };
    for (const rule of ROUTE_RULES) {
      // Files are costly to draw: of who may have one, one asks; who may not is refused each time.
      let drawn = false;
      for (const caller of [undefined, ...WHO]) {
        if (isOwnSession(rule) && caller) continue;
        const wanted = expected(rule, caller);
        if (wanted === 'allowed' && FILE.test(rule.path) && drawn) continue;
        drawn ||= wanted === 'allowed';
        const token = caller && (await world.token(caller.username));
        const id = world.records[rule.kind === 'named' ? 'campaign' : (rule.kind ?? '')] ?? newId();
        const answer = await asker.ask(rule, id, token);
        count.requests += 1;
        const relation = caller ? relationOf(caller) : 'anonymous';
        count.seen.set(relation, (count.seen.get(relation) ?? 0) + 1);
        const who = `${rule.route} by ${caller?.role ?? 'nobody'} at ${caller?.at ?? '-'} (${relation})`;
        const wrong = fault(answer, wanted);
        if (wrong) leaks.push(`${who}: ${wrong}`);
        if (!wrong && isForeign(rule, caller, wanted)) {
          const nothing = newId();
          const missing = await asker.ask(rule, nothing, token);
          count.twins += 1;
          expect([who, plain(missing, nothing)]).toEqual([who, plain(answer, id)]);
        }
      }
    }
    expect(leaks).toEqual([]);
    expect([...count.seen.keys()].sort()).toEqual(
      ['administrator', 'ancestor', 'anonymous', 'cousin', 'descendant', 'own', 'sibling'].sort(),
    );
    figure(
      'S1',
      `${ROUTE_RULES.length} routes × ${WHO.length + 1} callers of 15 roles × ${count.seen.size} relations = ` +
        `${count.requests} requests on ${engine}, all classified, 0 leaks; ` +
        `${count.twins} foreign answers equal to missing ones`,
    );
  }, 900_000);
});
