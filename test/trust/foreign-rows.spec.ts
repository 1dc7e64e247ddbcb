import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Jobs } from '../../src/platform/jobs/jobs.service.js';
import { ENGINES, TestApp } from '../support/app.js';
import { type DrivenIssue, IssueDriver, ok } from '../support/issues.js';
import { contentsOf } from './support/answer-text.js';
import { ApiDescription } from './support/bodies.js';
import { expectOwnDelegations } from './support/delegation-rows.js';
import { figure, LONG } from './support/figure.js';
import { type Home, type Mark, Marker, readsMark } from './support/marked-records.js';
import { type PlaceKey, Policy } from './support/policy.js';
import { ROUTE_RULES, type RouteRule } from './support/route-rules.js';
import {
  addCallers,
  CALLERS,
  isNatural,
  type MatrixUser,
  usernameOf,
} from './support/trust-world.js';

/** How many issues each place answers for: numbers whose sums tell where a row came from. */
const ISSUES: readonly (readonly [at: PlaceKey, count: number])[] = [
  ['qinghe', 2],
  ['wanglan', 3],
  ['songxi', 5],
];
const OF: Readonly<Record<string, Home>> = {
  qinghe: { at: 'qinghe', bureau: 'anlan', registrar: 'rescue' },
  wanglan: { at: 'wanglan', bureau: 'anlan', registrar: 'rescue' },
  songxi: { at: 'songxi', bureau: 'yunqi', registrar: 'yunqiRescue' },
};
/** One role of each way of reading: own unit, subtree, bureau, upper bureau, figures only, administration. */
const SHORT_ROLES: readonly string[] = [
  ...['VILLAGE_REPORTER', 'TOWN_CLERK', 'DIVISION_CLERK', 'UPPER_REVIEWER'],
  ...['VIEWER_LEADERSHIP', 'SYS_ADMIN', 'AUDITOR'],
];
const QUERY: Readonly<Record<string, string>> = {
  ...{ ruleCode: 'QJ-M', period: '2020-06', indicator: 'total' },
  ...{ from: '2020-06-01', to: '2020-07-31' },
};

const totalOf = ({ indicators }: { indicators: { id: string; numerator: number }[] }) =>
  indicators.find(({ id }) => id === 'total')?.numerator;

interface Marked {
  readonly at: PlaceKey;
  readonly words: readonly string[];
}

describe.each(LONG ? ENGINES : (['sqlite'] as const))('S2 foreign rows on %s', (engine) => {
  const policy = Policy.read();
  const campaigns: Partial<Record<PlaceKey, string>> = {};
  const marked: Marked[] = [];
  const marks: Mark[] = [];
  let app: TestApp;
  let api: ApiDescription;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine, '2020-07-06T09:00:00+08:00');
    await addCallers(app);
    for (const [bureau, registrar] of [
      ['anlan', 'rescue'],
      ['yunqi', 'yunqiRescue'],
    ] as const) {
      const chief = await app.as(usernameOf('DIVISION_CHIEF', registrar));
      const made = ok(await chief.post('/campaigns', { template: 'qijiang-2020' }));
      campaigns[bureau] = (made.body as { id: string }).id;
    }
    for (const [at, count] of ISSUES) {
      const home = OF[at] as Home;
      const { bureau, registrar } = home;
      const driver = new IssueDriver(app, campaigns[bureau] ?? '');
      driver.town = at;
      driver.registrar = usernameOf('DIVISION_CLERK', registrar);
      const issues: DrivenIssue[] = [];
      for (let index = 0; index < count; index += 1) issues.push(await mark(driver, at, index));
      const marker = new Marker(app, campaigns[bureau] ?? '', home);
      await marker.town(issues[0] as DrivenIssue);
      if (at !== 'wanglan') await marker.bureau();
      marks.push(...marker.marks);
    }
    api = await ApiDescription.of(app);
  }, 120_000);
  afterAll(() => app?.stop());

  async function mark(driver: IssueDriver, at: PlaceKey, index: number): Promise<DrivenIssue> {
    const words = `暗记${at}${index}`;
    const areaCode = at === 'songxi' ? '990102101' : '990101101201';
    const finding = { statement: `${words}：重残人员未纳入低保`, areaCode };
    const issue: DrivenIssue = await driver.to('REGISTERED', finding);
    marked.push({ at, words: [words, issue.id, issue.issueNo] });
    const clerk = await app.as(driver.registrar);
    ok(await clerk.post(`/issues/${issue.id}/persons`, { name: personIn(words) }));
    return issue;
  }

  /** The person that an issue concerns, whose name is a mark too. */
  const personIn = (words: string): string => `${words}之人`;

  const reads = (caller: MatrixUser, at: PlaceKey): boolean => {
    const { bureau, registrar } = OF[at] as Home;
    const isVillage = caller.role === 'VILLAGE_REPORTER';
    return policy.coversAny(caller, 'issue.read', isVillage ? [at] : [bureau, registrar, at]);
  };
  const foreignIn = (text: string, caller: MatrixUser): string[] => [
    ...marked
      .filter(({ at }) => !reads(caller, at))
      .flatMap(({ words }) => words.filter((word) => text.includes(word))),
    ...marks
      .filter((mark) => text.includes(mark.word) && !readsMark(policy, caller, mark))
      .map(({ word }) => word),
  ];
  const ownIn = (text: string): boolean =>
    marked.some(({ words }) => text.includes(words[0] ?? ''));

  /** The answer as text, whatever the format; undefined when the caller may not ask. */
  async function textOf(rule: RouteRule, caller: MatrixUser, campaignId: string) {
    const known: Record<string, string> = { ...QUERY, campaignId };
    const names = api.query('GET', rule.path).map(({ name }) => name);
    const query = new URLSearchParams(
      Object.fromEntries(
        Object.keys(api.sampleQuery('GET', rule.path)).map((name) => [name, known[name] ?? '']),
      ),
    );
    if (names.includes('campaignId')) query.set('campaignId', campaignId);
    if (names.includes('pageSize')) query.set('pageSize', '200');
    const user = await app.as(caller.username);
    const path = `${rule.path.slice('/api'.length)}?${query.toString()}`;
    return contentsOf(user, path, rule.path);
  }

  const who = CALLERS.filter(
    (caller) => isNatural(caller) && (LONG || SHORT_ROLES.includes(caller.role)),
  );
  const lists = ROUTE_RULES.filter(
    ({ method, path, needs }) =>
      // The audit log is read as a whole by the audit administrator, and by nobody else (S1).
      method === 'GET' && /^\/api\/(?!audit\b)[^:]*$/.test(path) && needs[0] !== 'public',
  );
  const isDrawn = ({ path }: RouteRule): boolean => /\.(pdf|xlsx)$/.test(path);
  /** Who draws files, which are costly: one of each place and both sides of every border. */
  const drawers = [
    usernameOf('TOWN_CLERK', 'qinghe'),
    usernameOf('TOWN_CLERK', 'wanglan'),
    usernameOf('DIVISION_CLERK', 'yunqiRescue'),
  ];

  /** The short form asks one of each place, and lets one draw, who has something of every kind. */
  function asksFor({ username }: MatrixUser, path: string): boolean {
    if (LONG) return true;
    if (path.endsWith('.pdf')) return username === drawers[2];
    return [...drawers, usernameOf('DIVISION_CLERK', 'rescue')].includes(username);
  }

  it('S2 shows nobody a row of somebody else, in any list, search, figure or file', async () => {
    const leaks: string[] = [];
    const count = { read: 0, withOwn: 0 };
    for (const rule of lists)
      for (const caller of who) {
        if (isDrawn(rule) && !LONG && !drawers.includes(caller.username)) continue;
        const asked = rule.path.includes('template') ? ['anlan'] : Object.keys(campaigns);
        for (const key of asked) {
          const text = await textOf(rule, caller, campaigns[key as PlaceKey] ?? '');
          if (text === undefined) continue;
          count.read += 1;
          if (ownIn(text)) count.withOwn += 1;
          for (const word of foreignIn(text, caller))
            leaks.push(`${rule.path} of ${key} shows ${word} to ${caller.username}`);
        }
      }
    expect(leaks).toEqual([]);
    // Files and lists really hold what is looked for.
    expect(count.withOwn).toBeGreaterThan(60);
    figure(
      'S2',
      `${lists.length} lists, figures and files × ${who.length} callers × 2 counties on ${engine}: ${count.read} read in full, ${count.withOwn} with own rows, 0 foreign`,
    );
  }, 600_000);

  it('S2 gives no report, notice, case, bulletin, measure or file of somebody else', async () => {
    const leaks: string[] = [];
    const seen = new Set<string>();
    let asked = 0;
    const addresses = new Set(marks.flatMap(({ paths }) => paths));
    for (const path of addresses)
      for (const caller of who.filter((one) => asksFor(one, path))) {
        const text = await contentsOf(await app.as(caller.username), path, path);
        asked += 1;
        if (text === undefined) continue;
        for (const word of foreignIn(text, caller))
          leaks.push(`${path} shows ${word} to ${caller.username}`);
        for (const { word } of marks) if (text.includes(word)) seen.add(`${path} ${word}`);
      }
    expect(leaks).toEqual([]);
    // Every mark is there to be found by somebody, in files that people draw too.
    const all = marks.flatMap(({ word, paths }) => paths.map((path) => `${path} ${word}`));
    expect(all.filter((one) => !seen.has(one) && (LONG || !one.includes('.pdf ')))).toEqual([]);
    expect([...seen].filter((one) => one.includes('.pdf ')).length).toBeGreaterThan(2);
    figure(
      'S2',
      `${marks.length} marks in reports, consolidations, notices, measures, cases, bulletins and files on ${engine}: ${addresses.size} addresses asked for ${asked} times, 0 foreign`,
    );
  }, 600_000);

  it('S2 finds nothing of others by searching for it', async () => {
    const found: string[] = [];
    let searches = 0;
    for (const caller of who.filter((one) => policy.has(one, 'issue.read'))) {
      const user = await app.as(caller.username);
      for (const { at, words } of marked)
        for (const list of ['issues', 'tasks', 'responsibilities', 'ledger']) {
          const answer = ok(await user.get(`/${list}?q=${encodeURIComponent(words[0] ?? '')}`));
          searches += 1;
          const { total } = answer.body as { total: number };
          const wanted = list === 'issues' && reads(caller, at) ? 1 : undefined;
          if (!reads(caller, at) && total > 0) found.push(`${caller.username} ${list} ${words[0]}`);
          if (wanted !== undefined && total !== wanted)
            found.push(`${caller.username} misses ${words[0]}`);
        }
      for (const { at, words } of marked) {
        const name = personIn(words[0] ?? '');
        const { body } = ok(await user.post('/issues/person-search', { name }));
        searches += 1;
        const issues = (body as { items: { issue: { id: string } }[] }).items;
        expect([caller.username, name, issues.map(({ issue }) => issue.id)]).toEqual([
          caller.username,
          name,
          reads(caller, at) ? [words[1]] : [],
        ]);
      }
    }
    expect(found).toEqual([]);
    figure(
      'S2',
      `${searches} searches for marked words on ${engine}: every own one found, 0 foreign`,
    );
  }, 300_000);

  it('S2 counts what the caller reads, in totals, balances and statistics', async () => {
    let compared = 0;
    const numberOf = (test: (at: PlaceKey) => boolean): number =>
      ISSUES.reduce((sum, [at, count]) => sum + (test(at) ? count : 0), 0);
    for (const caller of who) {
      const user = await app.as(caller.username);
      if (policy.has(caller, 'issue.read')) {
        for (const list of ['issues', 'ledger']) {
          const { body } = ok(await user.get(`/${list}?pageSize=1`));
          const wanted = numberOf((at) => reads(caller, at));
          expect([caller.username, list, body.total]).toEqual([caller.username, list, wanted]);
          compared += 1;
        }
      }
      if (!policy.has(caller, 'statistics.read')) continue;
      for (const bureau of ['anlan', 'yunqi'] as const) {
        const wanted = numberOf(
          (at) => OF[at]?.bureau === bureau && policy.covers(caller, 'statistics.read', at),
        );
        for (const path of ['ledger/balance', 'statistics/overview']) {
          const answer = await user.get(`/${path}?campaignId=${campaigns[bureau]}`);
          if (answer.status === 404) {
            expect([caller.username, path, wanted]).toEqual([caller.username, path, 0]);
            continue;
          }
          const got = path === 'ledger/balance' ? answer.body.total.opened : totalOf(answer.body);
          expect([caller.username, path, bureau, answer.status, got]).toEqual([
            caller.username,
            path,
            bureau,
            200,
            wanted,
          ]);
          compared += 1;
        }
      }
    }
    figure(
      'S2',
      `${compared} totals, balances and statistics on ${engine} equal an independent count`,
    );
  }, 300_000);

  it('S2 shows delegations to their two people only, and as deputies people of the house', async () => {
    const { named, people } = await expectOwnDelegations(app, policy);
    figure(
      'S2',
      `${people} people see ${named} delegations on ${engine}: each his own only, and people of his house only as deputies`,
    );
  });

  it('S2 puts nothing foreign into files made in the background', async () => {
    let files = 0;
    for (const username of drawers) {
      const caller = who.find((one) => one.username === username) as MatrixUser;
      const user = await app.as(username);
      for (const list of ['ISSUES', 'TASKS', 'RESPONSIBILITIES', 'LEDGER']) {
        const { id } = ok(await user.post('/exports', { list, format: 'csv' })).body as {
          id: string;
        };
        await app.app.get(Jobs).idle();
        const text = ok(await user.get(`/jobs/${id}/result`).buffer(true)).text;
        expect([username, list, foreignIn(text, caller)]).toEqual([username, list, []]);
        for (const other of drawers.filter((name) => name !== username))
          expect((await (await app.as(other)).get(`/jobs/${id}/result`)).status).toBe(404);
        files += 1;
      }
    }
    figure(
      'S2',
      `${files} files made in the background on ${engine}: 0 foreign rows, 404 to others. Clues do not exist yet: their exclusion set is tested with them`,
    );
  }, 120_000);
});
