import { findingText, randomFrom, RARE_WORD } from './texts.mjs';

/**
 * @typedef {import('./load.mjs').Call} Call
 * @typedef {{
 *   name: string,
 *   count: number,
 *   target?: number,
 *   floor: (index: number) => Call,
 *   product?: (index: number) => Call,
 * }} Operation `product` is left out where both sides are asked the same.
 */

/** A finding as a clerk would send it, complete enough to be registered at once. */
export function findings({ campaignId, towns }, seed) {
  const random = randomFrom(seed);
  return () => ({
    campaignId,
    statement: findingText(random).slice(0, 60),
    detail: findingText(random),
    source: 'SELF_CHECK',
    foundOn: '2020-06-10',
    category: 'A05_SPLIT_HOUSEHOLD',
    areaCode: '990101101201',
    nature: 'POLICY',
    scope: 'INDIVIDUAL',
    severity: 'PROMINENT',
    rectificationType: 'TIME_LIMITED',
    householdCount: 3,
    personCount: 5,
    responsibleUnitId: towns[Math.floor(random() * towns.length)],
  });
}

/**
 * What is measured over HTTP. Targets are the most CPU that a request may cost, as a multiple of the
 * floor's.
 *
 * @returns {Operation[]}
 */
export function operations({ campaignId, towns, issueIds }) {
  const finding = findings({ campaignId, towns }, 1);
  const some = (list, index) => list[(index * 7919) % list.length];
  const issues = (query) => ({
    path: `/api/issues?${new URLSearchParams({ campaignId, ...query })}`,
  });
  const create = (path) => () => ({ method: 'POST', path, body: finding() });
  const deepPage = Math.min(2501, Math.floor(issueIds.length / 40) + 1);
  return [
    { name: 'create a draft', count: 300, target: 10, floor: create('/api/issues') },
    {
      ...{ name: 'create and register', count: 300, target: 10 },
      floor: create('/api/issues'),
      product: create('/api/issues?register=true'),
    },
    {
      ...{ name: 'get one', count: 2000, target: 5 },
      floor: (index) => ({ path: `/api/issues/${some(issueIds, index)}` }),
    },
    {
      ...{ name: 'list: unit, status, by deadline', count: 500, target: 4 },
      floor: (index) =>
        issues({ unitId: some(towns, index), status: 'RECTIFYING', sort: 'currentDeadline' }),
    },
    { ...{ name: 'list: first page', count: 300, target: 4 }, floor: () => issues({}) },
    {
      ...{ name: 'list: first page, all campaigns', count: 300, target: 4 },
      floor: () => issues({}),
      product: () => ({ path: '/api/issues' }),
    },
    {
      ...{ name: `list: offset ${(deepPage - 1) * 20}`, count: 300, target: 1.5 },
      floor: () => issues({ page: String(deepPage), pageSize: '20' }),
    },
    {
      ...{ name: 'same, floor without total', count: 300, target: 1.5 },
      floor: () => issues({ page: String(deepPage), pageSize: '20', total: 'no' }),
      product: () => issues({ page: String(deepPage), pageSize: '20' }),
    },
    { ...{ name: 'list: keyword search', count: 10 }, floor: () => issues({ q: RARE_WORD }) },
    {
      ...{ name: 'counts: unit × status', count: 40, target: 1 },
      floor: () => ({ path: `/api/ledger/counts?campaignId=${campaignId}` }),
      product: () => ({ path: `/api/ledger/counts?campaignId=${campaignId}&by=unit` }),
    },
    {
      ...{ name: 'statistics overview', count: 40, target: 1 },
      floor: () => ({ path: `/api/statistics/overview?campaignId=${campaignId}` }),
    },
    {
      ...{ name: 'statistics overview of a town', count: 40 },
      floor: () => ({ path: `/api/statistics/overview?campaignId=${campaignId}` }),
      product: (index) => ({
        path: `/api/statistics/overview?campaignId=${campaignId}&unitId=${some(towns, index)}`,
      }),
    },
    {
      ...{ name: 'statistics overview, a month ago', count: 8 },
      floor: () => ({ path: `/api/statistics/overview?campaignId=${campaignId}` }),
      product: () => ({
        path: `/api/statistics/overview?campaignId=${campaignId}&asOf=2020-05-17`,
      }),
    },
  ];
}
