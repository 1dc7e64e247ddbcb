import type { Balance } from '../../registers/entries/balance.queries.js';
import { sha256Of } from '../../platform/crypto/digest.js';
import type { VerificationFault } from './report.body.js';
import type { ReportVersion } from './report-version.entity.js';
import { isBalanced } from './report.balance.js';
import { parseSnapshot, type Snapshot } from './report.snapshot.js';

/** A stored version with the label of its report's period. */
export type StoredVersion = ReportVersion & { readonly periodLabel: string };

export const placeOf = ({ periodLabel, versionNo }: StoredVersion): string =>
  `${periodLabel}第${versionNo}版`;

/** The snapshot, or undefined when its text is no longer one. */
export function readSnapshot(version: StoredVersion): Snapshot | undefined {
  try {
    const snapshot = parseSnapshot(version.snapshot);
    return typeof snapshot.header.sealNo === 'number' ? snapshot : undefined;
  } catch {
    return undefined;
  }
}

/** A unit's versions in the order of their numbers: contents, row and link to the one before. */
export function chainFaults(versions: readonly StoredVersion[]): VerificationFault[] {
  return versions.flatMap((version, index) => {
    const place = placeOf(version);
    const fault = (check: string, message: string): VerificationFault => ({
      check,
      place,
      message,
    });
    const faults: VerificationFault[] = [];
    if (sha256Of(version.snapshot) !== version.sha256) {
      faults.push(fault('HASH', '封存内容与摘要不符，内容已被改动'));
    }
    const { sealNo } = version;
    if (sealNo !== index + 1) faults.push(fault('CHAIN', `封存序号${index + 1}的版本缺失`));
    const expected = versions[index - 1]?.sha256 ?? null;
    if (version.previousHash !== expected) {
      faults.push(fault('CHAIN', '与本单位上一封存版本的摘要不相连'));
    }
    const snapshot = readSnapshot(version);
    if (!snapshot) faults.push(fault('CONTENT', '封存内容无法读取'));
    else if (!agrees(version, snapshot)) {
      faults.push(fault('HEADER', '登记的版本号、起止号或截止时点与封存内容不符'));
    }
    return faults;
  });
}

function agrees(version: StoredVersion, { header }: Snapshot): boolean {
  const fields = ['sealNo', 'versionNo', 'asOf', 'fromSeq', 'toSeq', 'previousHash'] as const;
  return fields.every((field) => version[field] === header[field]);
}

export interface VersionBooks {
  readonly version: StoredVersion;
  readonly snapshot: Snapshot;
  /** Computed again from the postings. */
  readonly recomputed: Balance;
  readonly before: { readonly version: StoredVersion; readonly snapshot: Snapshot } | undefined;
}

/** The figures of a version against the postings, its own rows and the period before. */
export function bookFaults({
  version,
  snapshot,
  recomputed,
  before,
}: VersionBooks): VerificationFault[] {
  const place = placeOf(version);
  const fault = (check: string, message: string): VerificationFault => ({ check, place, message });
  const { balance } = snapshot;
  const faults = BALANCE_FIELDS.filter(([field]) => balance[field] !== recomputed[field]).map(
    ([field, label]) =>
      fault('BALANCE', `${label}封存为${balance[field]}，按台账分录应为${recomputed[field]}`),
  );
  if (!isBalanced(balance)) faults.push(fault('EQUATION', '期初加减本期变动不等于期末'));
  const open = snapshot.kind === 'LEDGER' ? snapshot.document.totals.open : snapshot.figures.open;
  if (open !== balance.closing) {
    faults.push(fault('ROWS', `台账列出未销号${open}个，期末为${balance.closing}个`));
  }
  if (before && before.snapshot.balance.closing !== balance.opening) {
    const closing = before.snapshot.balance.closing;
    faults.push(
      fault('OPENING', `期初${balance.opening}不等于${placeOf(before.version)}的期末${closing}`),
    );
  }
  const expected = (before?.version.toSeq ?? 0) + 1;
  if (version.fromSeq !== expected) {
    faults.push(fault('WINDOW', `台账分录应从第${expected}笔起，封存从第${version.fromSeq}笔起`));
  }
  return faults;
}

const BALANCE_FIELDS: readonly (readonly [keyof Balance, string])[] = [
  ['opening', '期初'],
  ['opened', '新增'],
  ['reopened', '重开'],
  ['transferredIn', '移入'],
  ['closed', '销号'],
  ['transferredOut', '移出'],
  ['removed', '撤并'],
  ['closing', '期末'],
];
