import { expect, it } from '@jest/globals';
import { canonicalJson } from '../../platform/audit/canonical-json.js';
import { emptyBalance } from '../../registers/entries/balance.queries.js';
import { sha256Of } from '../../platform/crypto/digest.js';
import { bookFaults, chainFaults, type StoredVersion } from './report-verification.rules.js';
import { parseSnapshot } from './report.snapshot.js';

const version = (sealNo: number, previousHash: string | null, opening: number): StoredVersion => {
  const fromSeq = sealNo * 10 - 9;
  const header = {
    sealNo,
    versionNo: 1,
    asOf: '2020-04-28T07:00:00.000Z',
    fromSeq,
    toSeq: sealNo * 10,
    previousHash,
  };
  const balance = { ...emptyBalance(), opening, opened: 2, closing: opening + 2 };
  const document = { totals: { open: opening + 2 } };
  const snapshot = canonicalJson({ format: 1, kind: 'LEDGER', header, balance, document });
  return {
    id: `v${sealNo}`,
    reportId: `r${sealNo}`,
    unitId: 'qinghe',
    ...header,
    snapshot,
    sha256: sha256Of(snapshot),
    summary: null,
    sealedBy: 'leader',
    sealedByName: '分管领导',
    sealedAt: header.asOf,
    periodLabel: `2020年${sealNo + 3}月`,
  };
};

const first = version(1, null, 0);
const second = version(2, first.sha256, 2);
const third = version(3, second.sha256, 4);

it.each<[string, StoredVersion[], string[]]>([
  ['sound', [first, second, third], []],
  [
    'changed text',
    [first, { ...second, snapshot: second.snapshot.replace('"opened":2', '"opened":3') }, third],
    ['HASH 2020年5月第1版'],
  ],
  [
    'digest changed along',
    [first, { ...second, sha256: 'f'.repeat(64) }, third],
    ['HASH 2020年5月第1版', 'CHAIN 2020年6月第1版'],
  ],
  [
    'first removed',
    [second, third],
    ['CHAIN 2020年5月第1版', 'CHAIN 2020年5月第1版', 'CHAIN 2020年6月第1版'],
  ],
  ['middle removed', [first, third], ['CHAIN 2020年6月第1版', 'CHAIN 2020年6月第1版']],
  ['row moved', [first, { ...second, toSeq: 25 }, third], ['HEADER 2020年5月第1版']],
  ['unreadable', [{ ...first, snapshot: '{' }], ['HASH 2020年4月第1版', 'CONTENT 2020年4月第1版']],
])('chain: %s', (_what, versions, expected) => {
  expect(chainFaults(versions).map(({ check, place }) => `${check} ${place}`)).toEqual(expected);
});

const books = (over: Partial<Parameters<typeof bookFaults>[0]> = {}) => {
  const snapshot = parseSnapshot(second.snapshot);
  const before = { version: first, snapshot: parseSnapshot(first.snapshot) };
  return { version: second, snapshot, recomputed: snapshot.balance, before, ...over };
};

it.each<[string, Parameters<typeof bookFaults>[0], string[]]>([
  ['sound', books(), []],
  [
    'a posting more',
    books({ recomputed: { ...books().recomputed, opened: 3, closing: 5 } }),
    ['BALANCE', 'BALANCE'],
  ],
  [
    'opening is not the closing before',
    books({
      before: {
        version: { ...first, toSeq: 10 },
        snapshot: { ...parseSnapshot(first.snapshot), balance: { ...emptyBalance(), closing: 7 } },
      },
    }),
    ['OPENING'],
  ],
  [
    'a gap between the windows',
    books({ before: { ...books().before, version: { ...first, toSeq: 9 } } }),
    ['WINDOW'],
  ],
  [
    'first version of a series',
    {
      ...books({
        version: first,
        snapshot: parseSnapshot(first.snapshot),
        recomputed: parseSnapshot(first.snapshot).balance,
      }),
      before: undefined,
    },
    [],
  ],
])('books: %s', (_what, given, expected) => {
  expect(bookFaults(given).map(({ check }) => check)).toEqual(expected);
});
